"""How the timeline keeps its rows beside the dossier: tokens, due dates, the execution.

All stand in the dossier's partition, so that one strong query reads them with it, and carry
the keys of the sparse index `work` while somebody has to come back to them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from chalicelib.aws.items import Attribute, Delete, Item, Put, Update
from chalicelib.aws.table import ConditionFailed, Table
from chalicelib.cases.act_on_due import DueKey
from chalicelib.rows.cases import CASE, DUE, EXECUTION, TOKEN
from chalicelib.rows.instants import stamp
from chalicelib.rows.listings import AWAITING, DUE_LIST, OPEN
from chalicelib.rows.model import Listing
from chalicelib.rows.service import SUPERVISE_CURSOR
from chalicelib.timeline.model import Token
from chalicelib.timeline.plan import Due

PAGE = 100

type Rows = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class OpenRow:
    """A dossier that wants an execution, and the generation last started (0 when none was).

    `suspect_since` is the real instant at which its execution first looked stalled.
    """

    dossier_id: str
    generation: int
    suspect_since: datetime | None = None


def put_token(token: Token) -> Put:
    """Write the operation that keeps a token; a retried step replaces its former one."""
    item: Item = msgspec.to_builtins(token)
    keys = TOKEN.columns(token.case_id, token.generation, token.milestone)
    return Put(item | keys | AWAITING.entry(at=stamp(token.since)))


def forget_token(table: Table, token: Token) -> None:
    """Remove a token's row, unless its step has registered another one meanwhile."""
    key = TOKEN.key(token.case_id, token.generation, token.milestone)
    _write_if(table, Delete(*key, expect={"token": token.token}))


def tokens_in(rows: Rows) -> tuple[Token, ...]:
    """Read the tokens among a dossier's rows."""
    return tuple(msgspec.convert(dict(row), Token) for row in TOKEN.among(rows))


def list_tokens(table: Table) -> Iterator[Token]:
    """List every token without an answer, oldest first."""
    return (msgspec.convert(item, Token) for item in _work(table, AWAITING))


def put_due(dossier_id: str, due: Due) -> Put:
    """Write the operation that keeps what is due, once: a repetition fails its condition."""
    item: Item = msgspec.to_builtins(due)
    item |= DUE.columns(dossier_id, due.rule_id, due.seq) | {"dossier_id": dossier_id}
    return Put(item | DUE_LIST.entry(at=stamp(due.dates[0])), absent=True)


def due_in(rows: Rows) -> Mapping[str, Due]:
    """Read what is due among a dossier's rows, settled or not, by sort key."""
    return {sk: msgspec.convert(dict(row), Due) for sk, row in rows.items() if DUE.matches(sk)}


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


def list_open_pages(
    table: Table, start: str = ""
) -> Iterator[tuple[tuple[OpenRow, ...], str | None]]:
    """List the dossiers that want an execution, oldest first, a page at a time with the next cursor."""
    following: str | None = start or None
    while True:
        page = table.query(OPEN.pk(), index=OPEN.index_name, limit=PAGE, start=following)
        following = page.next
        yield tuple(msgspec.convert(item, OpenRow) for item in page.items), following
        if following is None:
            return


def find_supervised(table: Table) -> str:
    """Give the cursor at which the last run of the supervisor stopped, "" for the beginning."""
    row = table.get(*SUPERVISE_CURSOR.key(), consistent=True) or {}
    return str(row.get("start", ""))


def note_supervised(table: Table, start: str) -> None:
    """Note where the next run of the supervisor goes on."""
    table.put({**SUPERVISE_CURSOR.columns(), "start": start})


def note_start(table: Table, dossier_id: str, generation: int, real: datetime) -> None:
    """Note which generation was started, and when in real time, unless the dossier is closed."""
    changes: dict[str, Attribute] = {
        "generation": generation,
        "wa": stamp(real),
        "suspect_since": None,
    }
    _write_if(table, Update(*EXECUTION.key(dossier_id), set=changes, present=True))


def note_suspicion(table: Table, dossier_id: str, since: datetime | None) -> None:
    """Note since when an execution looks stalled, or that it does no more (None)."""
    suspect = {"suspect_since": stamp(since) if since else None}
    _write_if(table, Update(*EXECUTION.key(dossier_id), set=suspect, present=True))


def _work(table: Table, listing: Listing, *, up_to: str = "") -> Iterator[Item]:
    """Read the rows of a kind page by page, each page before any of it is acted on."""
    start: str | None = None
    while True:
        page = table.query(
            listing.pk(), index=listing.index_name, up_to=up_to, limit=PAGE, start=start
        )
        yield from page.items
        start = page.next
        if start is None:
            return


def _write_if(table: Table, operation: Delete | Update) -> bool:
    try:
        table.write(operation)
    except ConditionFailed:
        return False
    return True
