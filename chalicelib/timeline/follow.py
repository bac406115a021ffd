"""Follow an event of a dossier's journal: bring its execution and its due dates in step.

An event only says that something changed; what is done follows from the dossier as it is
now, strongly read. So an event may come twice, late or after others, and changes nothing.
"""

import logging

from chalicelib.audit.model import Event, platform
from chalicelib.aws.machine import Machine, open_machine
from chalicelib.aws.table import ConditionFailed, Table, open_table
from chalicelib.cases.act_on_due import DueKey
from chalicelib.dossiers.kind import DOSSIER
from chalicelib.dossiers.kinds import EventKind, Milestone
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Dossier
from chalicelib.dossiers.process import PROCESS
from chalicelib.dossiers.statuses import Status
from chalicelib.dossiers.waits import current_wait
from chalicelib.refusals import NotFound
from chalicelib.rows.cases import DUE
from chalicelib.timeline import store
from chalicelib.timeline.executions import begins, keep_execution
from chalicelib.timeline.plan import Due, Site, is_moot, plan_due, plan_wait

log = logging.getLogger(__name__)

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
    keep_execution(dossier, event, DOSSIER, PROCESS, table=table, machine=machine)
    keep_due_rows(dossier, event, table=table)


def is_followed(event: Event) -> bool:
    """Say whether an event concerns the timeline at all; most do not and cost nothing."""
    moves = bool(event.reached) or begins(event, PROCESS)
    return moves or event.kind in ENDS or _begins_or_ends_wait(event)


def _begins_or_ends_wait(event: Event) -> bool:
    waited = event.status_before == Status.AWAITING_PIECE
    return waited != (event.status_after == Status.AWAITING_PIECE)


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
