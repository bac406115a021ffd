"""What a dossier's due row does: remind the client, or tell that the operator let a delay pass.

A due row waits for one date at a time. Acting and moving the row to its next date are one
transaction under the condition of the date that was waited for, so a date is acted on once
however often the job runs; dates missed while it did not run are acted on as one. A date that a
wait for a piece has moved meanwhile is waited for anew, without a word.
"""

import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from chalicelib.audit.model import platform
from chalicelib.aws.table import ConditionFailed, Table
from chalicelib.cases.act_on_due import DueKey
from chalicelib.dossiers.attention import delay_flag, standing_flags
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Change, Dossier, Head
from chalicelib.dossiers.pieces import list_lacking
from chalicelib.dossiers.signing import has_declined
from chalicelib.dossiers.waits import current_wait
from chalicelib.refusals import NotFound
from chalicelib.rows.instants import stamp
from chalicelib.timeline import store
from chalicelib.timeline.plan import Due, is_moot, move_dates, next_date

log = logging.getLogger(__name__)

SCHEDULE = platform("schedule")


def act_on_row(key: DueKey, *, table: Table, now: datetime) -> bool:
    """Act on one due row, and say whether something was done rather than dropped."""
    try:
        dossier = load_dossier(key.case_id, seen_by=SCHEDULE, table=table)
    except NotFound:
        store.forget_due(table, key)
        return False
    due = store.due_in(dossier.rows).get(key.sk)
    if due is None:
        return False
    if _is_over(dossier, due):
        store.forget_due(table, key)
        return False
    if _is_unwelcome(dossier, due) or not _count_passed(dossier, due, now):
        return _skip(dossier, due, key, table, now)
    before = dossier.head.version
    try:
        after = change_dossier(
            key.case_id,
            lambda dossier, now: decide_due(dossier, key, now),
            by=SCHEDULE,
            table=table,
            now=now,
        )
    except ConditionFailed:
        log.info("due row acted on already", extra={"dossier_id": key.case_id})
        return False
    return after.head.version > before


def _is_unwelcome(dossier: Dossier, due: Due) -> bool:
    """Say whether a reminder would ask somebody who has said no, or who has done it.

    Pieces that were handed in are ours to check: their installer has nothing to do meanwhile.
    """
    if due.acts is EventKind.PIECE_REMINDER_DUE:
        return not list_lacking(dossier)
    return due.acts is EventKind.REMINDER_DUE and has_declined(dossier)


def _dates_of(dossier: Dossier, due: Due, now: datetime) -> tuple[datetime, ...]:
    return move_dates(due, dossier.head.waits, now, dossier.head.postcode)


def _count_passed(dossier: Dossier, due: Due, now: datetime) -> int:
    return sum(1 for one in _dates_of(dossier, due, now) if one <= now)


def _skip(dossier: Dossier, due: Due, key: DueKey, table: Table, now: datetime) -> bool:
    """Move a row to its next date without acting: by then the client may think otherwise."""
    waited_for = store.due_instant(dossier.rows[key.sk])
    following = next_date(_dates_of(dossier, due, now), now)
    try:
        table.write(store.advance_due(key, waited_for, following))
    except ConditionFailed:
        log.info("due row moved already", extra={"dossier_id": key.case_id})
    return False


def decide_due(dossier: Dossier, key: DueKey, now: datetime) -> Change | None:
    """Decide what a due row asks for now: its event and its next date, or nothing; pure."""
    row = dossier.rows.get(key.sk)
    due = store.due_in(dossier.rows).get(key.sk)
    if row is None or due is None or _is_over(dossier, due):
        return None
    waited_for = store.due_instant(row)
    if not waited_for or waited_for > stamp(now):
        return None
    passed = _count_passed(dossier, due, now)
    if not passed:
        return None
    dates = _dates_of(dossier, due, now)
    return Change(
        due.acts,
        _marked(dossier.head, due, now),
        details=_details(due, passed, dates),
        also=(store.advance_due(key, waited_for, next_date(dates, now)),),
    )


def _is_over(dossier: Dossier, due: Due) -> bool:
    reached = {name: found.seq for name, found in dossier.head.milestones.items()}
    return not dossier.head.is_open or is_moot(due, reached, current_wait(dossier.head.waits))


def _marked(head: Head, due: Due, now: datetime) -> Head:
    """Mark the head with what people see: the reminder's date, or a flag for the agents."""
    if due.acts is EventKind.REMINDER_DUE:
        return replace(head, reminded_at=now)
    if due.awaits is None:
        return head
    flag = delay_flag(due.awaits, due.rule_id)
    return replace(head, flags=tuple(dict.fromkeys((*standing_flags(head), flag))))


def _details(due: Due, passed: int, dates: tuple[datetime, ...]) -> Mapping[str, str | int]:
    return {
        "rule": due.rule_id,
        "number": passed,
        "legal_ref": due.legal_ref,
        "grade": str(due.grade),
        "since": due.since.isoformat(),
        "due_at": dates[passed - 1].isoformat(),
        "awaits": str(due.awaits or ""),
    }
