"""Follow an event of a case's journal: bring its execution and its due dates in step.

An event only says that something changed; what is done follows from the case as it is now, strongly
read. So an event may come twice, late or after others, and changes nothing.
"""

import logging
from collections.abc import Iterator
from typing import Any

from chalicelib.audit.model import Event, platform
from chalicelib.aws.machine import Machine, open_machine
from chalicelib.aws.table import ConditionFailed, Table, open_table
from chalicelib.cases.act_on_due import DueKey
from chalicelib.cases.kind import AnyKind
from chalicelib.cases.load import load_case
from chalicelib.cases.process import Process
from chalicelib.cases.registry import kind_of
from chalicelib.refusals import NotFound
from chalicelib.rows.cases import DUE
from chalicelib.timeline import store
from chalicelib.timeline.executions import begins, keep_execution
from chalicelib.timeline.of_kind import Delays, delays_of
from chalicelib.timeline.plan import Due, is_moot, plan_due, plan_pause

log = logging.getLogger(__name__)


def follow(event: Event, *, table: Table | None = None, machine: Machine | None = None) -> None:
    """Bring the execution and the due dates of an event's case in step: a consumer for any kind.

    Raises TransientError when the table or the machine does not answer: the relay comes again.
    """
    kind = kind_of(event.case_id)
    process = kind.process.get() if kind.process else None
    if process is None or not is_followed(event, kind, process):
        return
    table, machine = table or open_table(), machine or open_machine(process.name)
    try:
        case = load_case(kind, event.case_id, seen_by=platform("stream"), table=table)
    except NotFound:
        log.info("event of a case that is gone", extra={"case_id": event.case_id})
        return
    keep_execution(case, event, kind, process, table=table, machine=machine)
    keep_due_rows(case, event, kind, process, table=table)


def is_followed(event: Event, kind: AnyKind, process: Process) -> bool:
    """Say whether an event concerns the timeline at all; most do not and cost nothing."""
    before, after = event.status_before, event.status_after
    moves = bool(event.reached) or begins(event, process)
    ends = kind.statuses.is_over(after) and not kind.statuses.is_over(before)
    paused = process.pause.status if process.pause else ""
    return moves or ends or (before == paused) != (after == paused)


def keep_due_rows(
    case: Any, event: Event, kind: AnyKind, process: Process, *, table: Table
) -> None:
    """Plan what falls due after the event, and drop what nothing depends on any more."""
    delays, known = delays_of(kind), store.due_in(case.rows)
    is_over = kind.statuses.is_over(case.head.status)
    reached = {name: found.seq for name, found in case.head.milestones.items()}
    pause = delays.pause_of(case)
    for sk, due in known.items():
        if is_over or is_moot(due, reached, pause):
            store.forget_due(table, DueKey(event.case_id, sk))
    for due in () if is_over else _plan(case, event, process, delays):
        if DUE.sk(due.rule_id, due.seq) not in known and not is_moot(due, reached, pause):
            _put_once(table, event.case_id, due)


def _put_once(table: Table, case_id: str, due: Due) -> None:
    try:
        table.write(store.put_due(case_id, due))
    except ConditionFailed:
        log.info("due date already planned", extra={"case_id": case_id})


def _plan(case: Any, event: Event, process: Process, delays: Delays) -> Iterator[Due]:
    """Plan from the milestones that this event reached and from the pause that it began."""
    site = delays.site_of(case)
    for milestone in event.reached:
        found = case.head.milestones.get(milestone)
        if found and found.seq == event.seq:
            yield from plan_due(process, milestone, found.at, event.seq, site)
    begun = delays.pause_of(case)
    if process.pause is not None and begun is not None and begun.seq == event.seq:
        yield from plan_pause(process.pause, begun, site)
