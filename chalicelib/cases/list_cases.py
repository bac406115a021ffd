"""List an owner's cases of a kind, and what waits for agents: a page at a fixed cost.

One query of an index and one batch of heads; the counters are one row more.
"""

from collections.abc import Mapping
from typing import Any

from chalicelib.aws.table import Page, Table
from chalicelib.cases.kind import AnyKind
from chalicelib.cases.load import load_heads
from chalicelib.refusals import InvalidCursor
from chalicelib.rows.leads import COUNTERS
from chalicelib.rows.listings import CASES, CASES_OF_STATUS, WAITING

PAGE = 25
KEYS = frozenset({"pk", "sk"})


def list_cases(
    kind: AnyKind,
    owner_id: str,
    *,
    table: Table,
    status: str = "",
    start: str | None = None,
    oldest_first: bool = False,
    most: int = PAGE,
) -> tuple[tuple[Any, ...], str | None]:
    """List a page of an owner's cases, last changed first, of one status if asked; and the next cursor.

    A whole list is read `oldest_first`: what changes meanwhile comes again at the end. Raises InvalidCursor for a cursor of another list.
    """
    listing = CASES_OF_STATUS if status else CASES
    parts = (kind.name, owner_id, status) if status else (kind.name, owner_id)
    try:
        page = table.query(
            listing.pk(*parts),
            index=listing.index_name,
            newest_first=not oldest_first,
            limit=most,
            start=start,
        )
    except ValueError as error:
        raise InvalidCursor from error
    ids = [listing.read_place(item[listing.columns[1]])[1] for item in page.items]
    heads = load_heads(kind, ids, table=table)
    return tuple(heads[one] for one in ids if one in heads), page.next


def list_waiting(
    kind: AnyKind, reason: str, *, table: Table, start: str | None = None
) -> tuple[tuple[Any, ...], str | None]:
    """List a page of the cases that wait for an agent for one reason, longest first."""
    try:
        page: Page = table.query(
            WAITING.pk(kind.name, reason), index=WAITING.index_name, limit=PAGE, start=start
        )
    except ValueError as error:
        raise InvalidCursor from error
    ids = [str(item["case_id"]) for item in page.items]
    heads = load_heads(kind, ids, table=table)
    return tuple(heads[one] for one in ids if one in heads), page.next


def read_counts(owner_id: str, name: str, *, table: Table) -> Mapping[str, int]:
    """Read the counters of an owner's list, strongly: one row."""
    row = table.get(*COUNTERS.key(owner_id, name), consistent=True) or {}
    return {one: int(number) for one, number in row.items() if one not in KEYS}
