"""The execution of a case of any kind with a process: started, woken, renewed or stopped.

What is done follows from the case as it is now, strongly read. So an event may come twice, late or
after others, and changes nothing.
"""

import logging
from typing import Final

from chalicelib.audit.model import Event
from chalicelib.aws.clock import real_now
from chalicelib.aws.machine import Machine
from chalicelib.aws.table import Table
from chalicelib.cases.kind import AnyKind
from chalicelib.cases.model import CaseLike
from chalicelib.cases.process import Process
from chalicelib.timeline import store
from chalicelib.timeline.model import execution_name

log = logging.getLogger(__name__)

RESTARTED: Final = "execution_restarted"
"""The kind of the event, in every journal, with which the next generation begins."""


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
    """Stop the execution of the former generation, start that of the current one, wake its steps.

    One that is noted as started is not asked for again: whether it still runs is the supervisor's to see.
    """
    if event.generation > 1 and begins(event, process):
        machine.stop(execution_name(event.case_id, event.generation - 1), "next generation")
    is_noted = store.started_generation(case.rows) == case.head.generation
    is_over = kind.statuses.is_over(case.head.status)
    if begins(event, process) and not is_over and not is_noted:
        start_execution(case, table=table, machine=machine)
    wake_steps(case, kind, process, table=table, machine=machine)


def start_execution(case: CaseLike, *, table: Table, machine: Machine) -> bool:
    """Start the execution of a case's generation, once, whoever asks and how often."""
    head = case.head
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
