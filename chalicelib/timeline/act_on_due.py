"""What a due row of a process does: it makes its event, and waits for its next date.

A due row waits for one date at a time. Acting and moving the row to its next date are one
transaction under the condition of the date that was waited for, so a date is acted on once
however often the job runs; dates missed while it did not run are acted on as one. A date that
something has moved meanwhile is waited for anew, without a word.
"""

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.audit.model import platform
from chalicelib.aws.table import ConditionFailed, Table
from chalicelib.cases.act_on_due import DueKey, make_event
from chalicelib.cases.change import change_case
from chalicelib.cases.kind import AnyKind
from chalicelib.cases.load import load_case
from chalicelib.cases.model import CaseChange
from chalicelib.cases.registry import kind_of
from chalicelib.refusals import NotFound
from chalicelib.rows.instants import stamp
from chalicelib.timeline import store
from chalicelib.timeline.of_kind import Delays, delays_of
from chalicelib.timeline.plan import Due, is_moot, next_date

log = logging.getLogger(__name__)

SCHEDULE = platform("schedule")


def act_on_row(key: DueKey, *, table: Table, now: datetime) -> bool:
    """Act on one due row, and say whether something was done rather than dropped.

    A row that no process planned makes its event, as for a kind without one.
    """
    kind = kind_of(key.case_id)
    try:
        case = load_case(kind, key.case_id, seen_by=SCHEDULE, table=table)
    except NotFound:
        store.forget_due(table, key)
        return False
    due = store.due_in(case.rows).get(key.sk)
    if due is None:
        return key.sk in case.rows and make_event(kind, key, table=table, now=now)
    delays = delays_of(kind)
    if _is_over(case, due, kind):
        store.forget_due(table, key)
        return False
    if delays.is_unwelcome(case, due) or not _count_passed(case, due, delays, now):
        return _skip(case, due, key, table, now)
    before = case.head.version
    try:
        after = change_case(
            kind,
            key.case_id,
            lambda case, now: decide_due(case, key, kind, now),
            by=SCHEDULE,
            table=table,
            now=now,
        )
    except ConditionFailed:
        log.info("due row acted on already", extra={"case_id": key.case_id})
        return False
    moved: bool = after.head.version > before
    return moved


def _dates_of(case: Any, due: Due, delays: Delays, now: datetime) -> tuple[datetime, ...]:
    return tuple(delays.move(case, due, planned, now) for planned in due.dates)


def _count_passed(case: Any, due: Due, delays: Delays, now: datetime) -> int:
    return sum(1 for one in _dates_of(case, due, delays, now) if one <= now)


def _skip(case: Any, due: Due, key: DueKey, table: Table, now: datetime) -> bool:
    """Move a row to its next date without acting: by then who is asked may think otherwise."""
    waited_for = store.due_instant(case.rows[key.sk])
    following = next_date(_dates_of(case, due, delays_of(kind_of(key.case_id)), now), now)
    try:
        table.write(store.advance_due(key, waited_for, following))
    except ConditionFailed:
        log.info("due row moved already", extra={"case_id": key.case_id})
    return False


def decide_due(case: Any, key: DueKey, kind: AnyKind, now: datetime) -> CaseChange | None:
    """Decide what a due row asks for now: its event and its next date, or nothing; pure."""
    row = case.rows.get(key.sk)
    due = store.due_in(case.rows).get(key.sk)
    if row is None or due is None or _is_over(case, due, kind):
        return None
    waited_for = store.due_instant(row)
    if not waited_for or waited_for > stamp(now):
        return None
    delays = delays_of(kind)
    passed = _count_passed(case, due, delays, now)
    if not passed:
        return None
    dates = _dates_of(case, due, delays, now)
    return CaseChange(
        due.acts,
        delays.mark(case.head, due, now),
        details=_details(due, passed, dates),
        also=(store.advance_due(key, waited_for, next_date(dates, now)),),
    )


def _is_over(case: Any, due: Due, kind: AnyKind) -> bool:
    reached = {name: found.seq for name, found in case.head.milestones.items()}
    pause = delays_of(kind).pause_of(case)
    return kind.statuses.is_over(case.head.status) or is_moot(due, reached, pause)


def _details(due: Due, passed: int, dates: tuple[datetime, ...]) -> Mapping[str, str | int]:
    return {
        "rule": due.rule_id,
        "number": passed,
        "legal_ref": due.legal_ref,
        "grade": str(due.grade),
        "since": due.since.isoformat(),
        "due_at": dates[passed - 1].isoformat(),
        "awaits": due.awaits or "",
    }
