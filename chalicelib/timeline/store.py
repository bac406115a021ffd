"""How the timeline keeps its rows beside a case: tokens, due dates, the execution.

All stand in the case's partition, so that one strong query reads them with it. What somebody has
to come back to by itself carries the keys of the sparse index `work`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from chalicelib.aws.items import Attribute, Delete, Item, Put, Update
from chalicelib.aws.table import ConditionFailed, Table
from chalicelib.cases.act_on_due import DueKey
from chalicelib.rows.cases import CASE, DUE, EXECUTION, TOKEN
from chalicelib.rows.instants import stamp
from chalicelib.rows.listings import DUE_LIST, OPEN
from chalicelib.rows.service import SUPERVISE_CURSOR
from chalicelib.timeline.model import Token
from chalicelib.timeline.plan import Due

PAGE = 100

type Rows = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class OpenRow:
    """A case that wants an execution; `since` is when its last one was started, in real time.

    `suspect_since` is the real instant at which its execution first looked stalled.
    """

    case_id: str
    since: datetime
    suspect_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """How far a walk came, along the open cases of a kind and along what runs; "" is the beginning."""

    cases: str = ""
    running: str = ""


def put_token(token: Token) -> Put:
    """Write the operation that keeps a token; a retried step replaces its former one."""
    item: Item = msgspec.to_builtins(token)
    keys = TOKEN.columns(token.case_id, token.generation, token.milestone)
    return Put(item | keys)


def forget_token(table: Table, token: Token) -> None:
    """Remove a token's row, unless its step has registered another one meanwhile."""
    key = TOKEN.key(token.case_id, token.generation, token.milestone)
    _write_if(table, Delete(*key, expect={"token": token.token}))


def tokens_in(rows: Rows) -> tuple[Token, ...]:
    """Read the tokens among a case's rows."""
    return tuple(msgspec.convert(dict(row), Token) for row in TOKEN.among(rows))


def list_tokens(table: Table, case_id: str) -> tuple[Token, ...]:
    """List the tokens of a case, of whichever generation, without the rest of it."""
    rows = table.query_all(CASE.pk(case_id), prefix=TOKEN.prefix)
    return tuple(msgspec.convert(row, Token) for row in rows)


def put_due(case_id: str, due: Due) -> Put:
    """Write the operation that keeps what is due, once: a repetition fails its condition."""
    item: Item = msgspec.to_builtins(due)
    item |= DUE.columns(case_id, due.rule_id, due.seq) | {"case_id": case_id}
    return Put(item | DUE_LIST.entry(at=stamp(due.dates[0])), absent=True)


def due_in(rows: Rows) -> Mapping[str, Due]:
    """Read what a process planned among a case's rows, settled or not, by sort key."""
    return {
        sk: msgspec.convert(dict(row), Due)
        for sk, row in rows.items()
        if DUE.matches(sk) and "dates" in row
    }


def due_instant(row: Mapping[str, Any]) -> str:
    """Give the instant for which a due row waits, as the table writes it; "" once settled."""
    return str(row.get("wa", ""))


def advance_due(key: DueKey, waited_for: str, next_at: datetime | None) -> Update:
    """Write the operation that moves a due row to its next date, or settles it (None).

    Its condition is the date that was waited for: what was acted on once fails.
    """
    keys = {"wa": stamp(next_at)} if next_at else dict.fromkeys(DUE_LIST.columns)
    return Update(CASE.pk(key.case_id), key.sk, set=keys, expect={"wa": waited_for})


def forget_due(table: Table, key: DueKey) -> None:
    """Remove a row that nothing depends on any more."""
    table.write(Delete(CASE.pk(key.case_id), key.sk))


def started_generation(rows: Rows) -> int:
    """Give the generation that was last noted as started among a case's rows, 0 when none was."""
    return int(rows.get(EXECUTION.sk(), {}).get("generation", 0))


def list_open(table: Table, kind_name: str, start: str = "") -> tuple[tuple[OpenRow, ...], str]:
    """List a page of the cases of a kind that want an execution, the latest start first.

    `start` is where it begins, "" for the first page; where the next one does is given with it, ""
    after the last.
    """
    page = table.query(
        OPEN.pk(kind_name),
        index=OPEN.index_name,
        newest_first=True,
        limit=PAGE,
        start=start or None,
    )
    return tuple(_open_row(item) for item in page.items), page.next or ""


def _open_row(item: Item) -> OpenRow:
    since = datetime.fromisoformat(item[OPEN.columns[1]])
    return msgspec.convert({**item, "since": since}, OpenRow)


def find_place(table: Table, kind_name: str) -> Place:
    """Give where the last run of the supervisor stopped among the cases of a kind."""
    row = table.get(*SUPERVISE_CURSOR.key(kind_name), consistent=True) or {}
    return msgspec.convert(row, Place)


def note_place(table: Table, kind_name: str, place: Place) -> None:
    """Note where the next run of the supervisor goes on."""
    table.put({**SUPERVISE_CURSOR.columns(kind_name), **msgspec.to_builtins(place)})


def note_start(table: Table, case_id: str, generation: int, real: datetime) -> None:
    """Note which generation was started, and when in real time, unless the case is over."""
    changes: dict[str, Attribute] = {
        "generation": generation,
        OPEN.columns[1]: stamp(real),
        "suspect_since": None,
    }
    _write_if(table, Update(*EXECUTION.key(case_id), set=changes, present=True))


def move_open(table: Table, case_id: str, since: datetime) -> None:
    """Put a case among the open ones where the start of its execution is, unless the case is over."""
    moved = {OPEN.columns[1]: stamp(since)}
    _write_if(table, Update(*EXECUTION.key(case_id), set=moved, present=True))


def note_suspicion(table: Table, case_id: str, since: datetime | None) -> None:
    """Note since when an execution looks stalled, or that it does no more (None)."""
    suspect = {"suspect_since": stamp(since) if since else None}
    _write_if(table, Update(*EXECUTION.key(case_id), set=suspect, present=True))


def _write_if(table: Table, operation: Delete | Update) -> bool:
    try:
        table.write(operation)
    except ConditionFailed:
        return False
    return True
