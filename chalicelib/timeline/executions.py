"""The execution of a case of any kind with a process: started, woken, renewed or stopped.

What is done follows from the case as it is now, strongly read. So an event may come twice, late or
after others, and changes nothing.
"""

import logging
from typing import Final

from chalicelib.audit.model import Event, platform
from chalicelib.aws.clock import real_now
from chalicelib.aws.machine import Machine, open_machine
from chalicelib.aws.table import Table, open_table
from chalicelib.cases.kind import AnyKind
from chalicelib.cases.load import load_case
from chalicelib.cases.model import CaseLike, HeadLike
from chalicelib.cases.process import Process
from chalicelib.cases.registry import kind_of
from chalicelib.refusals import NotFound
from chalicelib.timeline import store
from chalicelib.timeline.model import execution_name

log = logging.getLogger(__name__)

RESTARTED: Final = "execution_restarted"
"""The kind of the event, in every journal, with which the next generation begins."""


def follow_process(
    event: Event, *, table: Table | None = None, machine: Machine | None = None
) -> None:
    """Bring the execution of an event's case in step with the table: a consumer for any kind.

    Raises TransientError when the table or the machine does not answer: the relay comes again.
    """
    kind = kind_of(event.case_id)
    process = kind.process.get() if kind.process else None
    if process is None or not _concerns(event, kind, process):
        return
    table, machine = table or open_table(), machine or open_machine(process.name)
    try:
        case = load_case(kind, event.case_id, seen_by=platform("stream"), table=table)
    except NotFound:
        log.info("event of a case that is gone", extra={"case_id": event.case_id})
        return
    keep_execution(case, event, kind, process, table=table, machine=machine)


def _concerns(event: Event, kind: AnyKind, process: Process) -> bool:
    return (
        bool(event.reached) or begins(event, process) or kind.statuses.is_over(event.status_after)
    )


def begins(event: Event, process: Process) -> bool:
    """Say whether an execution begins with an event: the first one, or that of a later generation."""
    first = process.first.milestone in event.reached
    return first or bool(event.unreached) or event.kind == RESTARTED


def keep_execution(
    case: CaseLike,
    event: Event,
    kind: AnyKind,
    process: Process,
    *,
    table: Table,
    machine: Machine,
) -> None:
    """Stop the execution of the former generation, start that of the current one, wake its steps."""
    if event.generation > 1 and begins(event, process):
        machine.stop(execution_name(event.case_id, event.generation - 1), "next generation")
    if begins(event, process) and not kind.statuses.is_over(case.head.status):
        start_execution(case.head, table=table, machine=machine)
    wake_steps(case, kind, process, table=table, machine=machine)


def start_execution(head: HeadLike, *, table: Table, machine: Machine) -> bool:
    """Start the execution of a case's generation, once, whoever asks and how often."""
    payload: dict[str, str | int] = {"case_id": head.case_id, "generation": head.generation}
    started = machine.start(execution_name(head.case_id, head.generation), payload)
    if started:
        log.info("execution started", extra=payload)
    store.note_start(table, head.case_id, head.generation, real_now())
    return started


def wake_steps(
    case: CaseLike, kind: AnyKind, process: Process, *, table: Table, machine: Machine
) -> int:
    """Answer the tokens that wait for what was reached, and count them.

    Tokens of former generations, and of cases that ended before their way did, are forgotten
    unanswered.
    """
    head, woken = case.head, 0
    carried = head.status in process.carried_through
    is_cut = kind.statuses.is_over(head.status) and not carried
    if is_cut:
        machine.stop(execution_name(head.case_id, head.generation), "cancelled")
    for token in store.tokens_in(case.rows):
        stale = token.generation < head.generation or is_cut
        answered = token.milestone in head.milestones or carried
        if answered and not stale:
            woken += machine.complete_token(token.token)
        if answered or stale:
            store.forget_token(table, token)
    return woken
