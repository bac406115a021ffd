"""List dossiers a page at a time, with exact counters: a fixed number of calls, at any volume.

By last change a list is one query on keys that project its columns. By creation and by
commissioning, the key stands on a small row beside the head, and a hundred heads come in one
batch get. A filter reads 200 rows at most, shows what it keeps of them, and goes on from there.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

import msgspec

from chalicelib.audit.model import Actor
from chalicelib.aws.cursors import write_cursor
from chalicelib.aws.items import Item, item_to_wire
from chalicelib.aws.table import (
    BATCH_GET_ITEMS,
    Page,
    Table,
    open_table,
)
from chalicelib.dossiers.filters import UNFILTERED, Filter, Order, Signed
from chalicelib.dossiers.model import Space
from chalicelib.dossiers.statuses import Status
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import require
from chalicelib.reference.days import legal_day
from chalicelib.refusals import InvalidCursor
from chalicelib.rows.cases import HEAD
from chalicelib.rows.leads import COUNTERS
from chalicelib.rows.listings import CHANGED, COMMISSIONED, CREATED, OF_STATUS
from chalicelib.rows.model import INDEX_KEYS, IndexName

PAGE = 25
READ_AT_MOST = 200
"""Rows that a filter looks at before it asks whether to go on."""


@dataclass(frozen=True, slots=True)
class Counters:
    """How many dossiers a firm has in a space: by status, sent this month and this year."""

    by_status: dict[Status, int]
    this_month: int
    this_year: int


@dataclass(frozen=True, slots=True)
class Line:
    """A dossier as its firm's list shows it: what the list's indexes hold of its head, no more.

    These are the attributes that `by_firm` and `by_status` project: 25 lines stay below 16 KB,
    and a page at two units.
    """

    dossier_id: str
    created_at: datetime
    updated_at: datetime
    status: Status
    space: Space
    version: int
    operator: str = ""
    reference: str = ""
    last_name: str = ""
    first_name: str = ""
    phone: str = ""
    city: str = ""
    postcode: str = ""
    offer: str = ""
    submitted_at: datetime | None = None
    signed_at: datetime | None = None
    reminded_at: datetime | None = None
    commissioned_on: date | None = None


@dataclass(frozen=True, slots=True)
class DossierPage:
    """A page of lines in the order that was asked, and the cursor of the next page.

    `rows_read` says how many dossiers a filter looked at; it may have kept none of them while
    there are more (`next`).
    """

    lines: tuple[Line, ...]
    next: str | None
    rows_read: int = 0


def list_dossiers(
    *,
    by: Actor,
    space: Space = Space.SMALL,
    status: Status | None = None,
    wanted: Filter = UNFILTERED,
    start: str | None = None,
    most: int = PAGE,
    table: Table | None = None,
) -> DossierPage:
    """List a firm's dossiers, `most` a page, of one status if asked, kept and sorted as wanted.

    Raises NotAllowed for whoever has no firm, InvalidCursor for a cursor of another list.
    """
    require(by, Connection.LIST_FIRM)
    table = table or open_table()
    index, pk = _key_of(by.firm_id, space, status, wanted.order)
    is_keyed = wanted.order is Order.CHANGED
    limit = READ_AT_MOST if is_keyed else BATCH_GET_ITEMS
    limit = most if is_keyed and wanted.keeps_all else limit
    page = _query(table, pk, index, start, newest_first=not wanted.oldest_first, limit=limit)
    lines = _lines(page.items) if is_keyed else _load_lines(table, page.items)
    kept = [
        item
        for item in page.items
        if (line := lines.get(item["pk"]))
        and line.space is space
        and status in {None, line.status}
        and keeps(wanted, line)
    ]
    following = page.next
    if len(kept) > most:
        kept = kept[:most]
        following = write_cursor(item_to_wire(_place_of(kept[-1], index)))
    shown = tuple(lines[item["pk"]] for item in kept)
    return DossierPage(shown, following, len(page.items))


def keeps(wanted: Filter, line: Line) -> bool:
    """Say whether a filter keeps a line; its space and its status are looked at elsewhere."""
    facts = (
        wanted.operator in {"", line.operator},
        wanted.offer.casefold() in line.offer.casefold(),
        wanted.created.has(legal_day(line.created_at)),
        wanted.modified.has(legal_day(line.updated_at)),
        wanted.commissioned.has(line.commissioned_on),
        wanted.signed is None or wanted.signed is find_signed(line),
    )
    return all(facts)


def find_signed(line: Line) -> Signed | None:
    """Find whether the client signed; None while there is nothing to sign yet."""
    if line.signed_at:
        return Signed.YES
    return Signed.NO if line.submitted_at else None


def _key_of(
    firm_id: str, space: Space, status: Status | None, order: Order
) -> tuple[Literal["by_firm", "by_status"], str]:
    match order:
        case Order.CHANGED if status is not None:
            return "by_status", OF_STATUS.pk(firm_id, space, status)
        case Order.CHANGED:
            return "by_firm", CHANGED.pk(firm_id, space)
        case Order.CREATED:
            return "by_firm", CREATED.pk(firm_id)
        case Order.COMMISSIONED:
            return "by_firm", COMMISSIONED.pk(firm_id)


def _place_of(item: Item, index: IndexName) -> Item:
    return {name: item[name] for name in ("pk", "sk", *INDEX_KEYS[index])}


def _lines(items: tuple[Item, ...]) -> dict[str, Line]:
    return {item["pk"]: msgspec.convert(item, Line) for item in items}


def _load_lines(table: Table, items: tuple[Item, ...]) -> dict[str, Line]:
    """Load the heads of rows that only say where they are, a hundred at most, in one call."""
    return _lines(table.batch_get([(item["pk"], HEAD.sk()) for item in items]))


def load_counters(
    *, by: Actor, now: datetime, space: Space = Space.SMALL, table: Table | None = None
) -> Counters:
    """Load a firm's counters of a space; `now` is the business instant of month and year.

    They are kept in the transaction of every change; read like the list beside them, they may
    be an instant behind.
    """
    table = table or open_table()
    item: Item = table.get(*COUNTERS.key(by.firm_id, space)) or {}
    return Counters(
        by_status={status: int(item.get(f"status_{status}", 0)) for status in Status},
        this_month=int(item.get(f"month_{legal_day(now):%Y_%m}", 0)),
        this_year=int(item.get(f"year_{legal_day(now):%Y}", 0)),
    )


def _query(
    table: Table,
    pk: str,
    index: IndexName,
    start: str | None,
    *,
    newest_first: bool = True,
    limit: int = PAGE,
) -> Page:
    try:
        return table.query(pk, index=index, newest_first=newest_first, limit=limit, start=start)
    except ValueError as error:
        raise InvalidCursor from error
