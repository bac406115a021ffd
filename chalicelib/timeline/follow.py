"""Follow an event of the journal: start, wake, restart or stop the dossier's execution.

An event only says that something changed; what is done follows from the dossier as it is
now, strongly read. So an event may come twice, late or after others, and changes nothing.
"""

import logging

from chalicelib.audit.model import Event, platform
from chalicelib.aws.clock import real_now
from chalicelib.aws.machine import Machine, open_machine
from chalicelib.aws.table import ConditionFailed, Table, open_table
from chalicelib.cases.act_on_due import DueKey
from chalicelib.dossiers.kinds import EventKind, Milestone
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Dossier
from chalicelib.dossiers.process import PROCESS
from chalicelib.dossiers.statuses import Status
from chalicelib.dossiers.waits import current_wait
from chalicelib.refusals import NotFound
from chalicelib.rows.cases import DUE
from chalicelib.timeline import store
from chalicelib.timeline.model import execution_name
from chalicelib.timeline.plan import Due, Site, is_moot, plan_due, plan_wait

log = logging.getLogger(__name__)

BEGINS = frozenset({EventKind.DOSSIER_SUBMITTED, EventKind.EXECUTION_RESTARTED})
ENDS = frozenset({EventKind.DOSSIER_CANCELLED, EventKind.COMMISSIONED})


def follow(event: Event, *, table: Table | None = None, machine: Machine | None = None) -> None:
    """Bring the execution and the due dates of an event's dossier in step with the table.

    Raises TransientError when the table or the machine does not answer: the relay comes again.
    """
    if not is_followed(event):
        return
    table, machine = table or open_table(), machine or open_machine(PROCESS.name)
    try:
        dossier = load_dossier(event.case_id, seen_by=platform("stream"), table=table)
    except NotFound:
        log.info("event of a dossier that is gone", extra={"dossier_id": event.case_id})
        return
    if event.generation > 1 and _begins(event):
        machine.stop(execution_name(event.case_id, event.generation - 1), "next generation")
    if dossier.head.is_open and _begins(event):
        start_execution(dossier, table=table, machine=machine)
    wake_steps(dossier, table=table, machine=machine)
    keep_due_rows(dossier, event, table=table)


def is_followed(event: Event) -> bool:
    """Say whether an event concerns the timeline at all; most do not and cost nothing."""
    reaches = bool(event.reached or event.unreached)
    return reaches or event.kind in BEGINS | ENDS or _begins_or_ends_wait(event)


def _begins_or_ends_wait(event: Event) -> bool:
    waited = event.status_before == Status.AWAITING_PIECE
    return waited != (event.status_after == Status.AWAITING_PIECE)


def start_execution(dossier: Dossier, *, table: Table, machine: Machine) -> bool:
    """Start the execution of a dossier's generation, once, whoever asks and how often."""
    head = dossier.head
    name = execution_name(head.dossier_id, head.generation)
    payload: dict[str, str | int] = {
        "case_id": head.dossier_id,
        "generation": head.generation,
    }
    started = machine.start(name, payload)
    if started:
        log.info("execution started", extra=payload)
    store.note_start(table, head.dossier_id, head.generation, real_now())
    return started


def wake_steps(dossier: Dossier, *, table: Table, machine: Machine) -> int:
    """Answer the tokens that wait for what was reached, and count them.

    Tokens of former generations and of cancelled dossiers are forgotten unanswered.
    """
    head, woken = dossier.head, 0
    if head.status is Status.CANCELLED:
        machine.stop(execution_name(head.dossier_id, head.generation), "cancelled")
    for token in store.tokens_in(dossier.rows):
        stale = token.generation < head.generation or head.status is Status.CANCELLED
        answered = token.milestone in head.milestones or head.status is Status.CLOSED
        if answered and not stale:
            woken += machine.complete_token(token.token)
        if answered or stale:
            store.forget_token(table, token)
    return woken


def keep_due_rows(dossier: Dossier, event: Event, *, table: Table) -> None:
    """Plan what falls due after the event, and drop what nothing depends on any more."""
    known = store.due_in(dossier.rows)
    reached = {name: found.seq for name, found in dossier.head.milestones.items()}
    wait = current_wait(dossier.head.waits)
    for sk, due in known.items():
        if not dossier.head.is_open or is_moot(due, reached, wait):
            store.forget_due(table, DueKey(event.case_id, sk))
    for due in _plan(dossier, event) if dossier.head.is_open else ():
        if DUE.sk(due.rule_id, due.seq) not in known and not is_moot(due, reached, wait):
            _put_once(table, event.case_id, due)


def _put_once(table: Table, dossier_id: str, due: Due) -> None:
    try:
        table.write(store.put_due(dossier_id, due))
    except ConditionFailed:
        log.info("due date already planned", extra={"dossier_id": dossier_id})


def _plan(dossier: Dossier, event: Event) -> tuple[Due, ...]:
    """Plan from the milestones that this event reached and from the wait that it began."""
    power = dossier.values_of("plant").get("connection_power_kva")
    site = Site(dossier.head.postcode, float(str(power)) if power is not None else None)
    planned: list[Due] = []
    for name in event.reached:
        milestone = Milestone(name)
        found = dossier.head.milestones.get(milestone)
        if found and found.seq == event.seq:
            planned += plan_due(milestone, found.at, event.seq, site)
    wait = current_wait(dossier.head.waits)
    if wait is not None and wait.seq == event.seq:
        planned += plan_wait(wait, dossier.head.postcode)
    return tuple(planned)


def _begins(event: Event) -> bool:
    return bool(event.unreached) or event.kind in BEGINS
