"""Act on what is due, for every kind: each row by what its kind says, several rows at a time.

A row waits for one date at a time, so a date is acted on once however often the job runs. A row that
fails or is slow harms no other: its trouble is raised once all had their turn.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile

from chalicelib.aws.items import Delete, Item
from chalicelib.aws.table import Table
from chalicelib.cases.change import change_case
from chalicelib.cases.erased import CaseErased
from chalicelib.cases.kind import AnyKind
from chalicelib.cases.model import CaseChange
from chalicelib.cases.registry import kind_of
from chalicelib.cases.side_by_side import work_side_by_side
from chalicelib.policy.actors import platform
from chalicelib.rows.cases import CASE
from chalicelib.rows.instants import stamp
from chalicelib.rows.listings import DUE_LIST

log = logging.getLogger(__name__)

PAGE = 100
WORKERS = 8
"""How many rows are acted on at a time: a row is a read and a transaction, most of it waiting."""

AHEAD = 2 * WORKERS
"""How many rows wait for a worker at most: few, for they are acted on even when time is up."""


@dataclass(frozen=True, slots=True)
class DueKey:
    """Where a due row stands."""

    case_id: str
    sk: str


class DueRowsFailed(ExceptionGroup[Exception]):
    """Some rows could not be acted on: they wait for the next run, and an alarm tells people."""


def act_on_due(
    *, table: Table, now: datetime, is_time_up: Callable[[], bool] = lambda: False
) -> int:
    """Act on everything due at a business instant, soonest first, and count it.

    `is_time_up` is asked before each row: what is left waits for the next run. Raises DueRowsFailed.
    """
    failures: list[Exception] = []
    acted = 0
    keys = (key for page in list_due(table, now) for key in page)

    def act(key: DueKey) -> bool | Exception:
        try:
            return _act_on(key, table, now)
        except CaseErased:
            return False  # its rows are going: the erasure takes them
        except Exception as trouble:
            log.exception("due row failed", extra={"case_id": key.case_id})
            return trouble

    in_time = takewhile(lambda _key: not is_time_up(), keys)
    for outcome in work_side_by_side(act, in_time, workers=WORKERS, ahead=AHEAD):
        if isinstance(outcome, Exception):
            failures.append(outcome)
        else:
            acted += outcome
    if failures:
        raise DueRowsFailed("due rows failed", failures)
    return acted


def _act_on(key: DueKey, table: Table, now: datetime) -> bool:
    """Act on one row as its kind says; one of a kind without a say makes its event."""
    kind = kind_of(key.case_id)
    if kind.due is not None:
        return kind.due.get()(key, table=table, now=now)
    return make_event(kind, key, table=table, now=now)


def make_event(kind: AnyKind, key: DueKey, *, table: Table, now: datetime) -> bool:
    """Make the event that a row names, which is then settled: one transaction. Says if it was made."""
    made: list[str] = []

    def decide(case: object, now: datetime) -> CaseChange | None:
        row = case.rows.get(key.sk)  # type: ignore[attr-defined] # a case of whatever kind
        if row is None or row[DUE_LIST.columns[1]] > stamp(now):
            return None
        waited_for = {DUE_LIST.columns[1]: row[DUE_LIST.columns[1]]}
        made.append(row["acts"])
        return CaseChange(
            row["acts"],
            case.head,  # type: ignore[attr-defined] # idem
            details={"rule": row["rule_id"]},
            also=(Delete(CASE.pk(key.case_id), key.sk, expect=waited_for),),
        )

    change_case(kind, key.case_id, decide, by=platform("schedule"), table=table, now=now)
    return bool(made)


def list_due(table: Table, up_to: datetime) -> Iterator[tuple[DueKey, ...]]:
    """List what is due up to a business instant, soonest first, a page at a time."""
    start: str | None = None
    while True:
        page = table.query(
            DUE_LIST.pk(),
            index=DUE_LIST.index_name,
            up_to=stamp(up_to),
            limit=PAGE,
            start=start,
        )
        yield tuple(_key_of(item) for item in page.items)
        start = page.next
        if start is None:
            return


def _key_of(item: Item) -> DueKey:
    return DueKey(CASE.id_in(item["pk"]), item["sk"])
