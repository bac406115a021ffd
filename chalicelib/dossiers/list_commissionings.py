"""A firm's commissionings: those that were, those announced, and who waits for one (F67).

The day of commissioning is the one from which a client's virtual battery counts (guide Urban
Solar). Nine calls at most, at any volume: what was commissioned is read a page at a time, and of
what is ahead the oldest of each space.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import batched

import msgspec

from chalicelib.audit.model import Actor
from chalicelib.aws.items import Item
from chalicelib.aws.table import BATCH_GET_ITEMS, Table, open_table
from chalicelib.dossiers.model import RequestState, Space
from chalicelib.dossiers.statuses import Status
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import require
from chalicelib.refusals import InvalidCursor
from chalicelib.rows.cases import CASE, HEAD
from chalicelib.rows.dossiers import REQUEST
from chalicelib.rows.leads import COUNTERS
from chalicelib.rows.listings import COMMISSIONED, OF_STATUS

PAGE = 50
MOST_AHEAD = 25
"""Dossiers of a space that are shown of those announced, and of those that wait."""

REQUESTS_LOOKED_AT = 4
"""A planned day stands on the dossier's request; a fifth request is shown without its day."""

ABOUT = (Status.CLOSED, Status.COMMISSIONING_ORDERED, Status.COMMISSIONING_PENDING)


@dataclass(frozen=True, slots=True)
class Plant:
    """A client's installation in the recap; `on` is the day of commissioning, told or planned."""

    dossier_id: str
    updated_at: datetime
    status: Status
    operator: str = ""
    reference: str = ""
    last_name: str = ""
    first_name: str = ""
    city: str = ""
    closed_at: datetime | None = None
    commissioned_on: date | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Commissionings:
    """The recap: what was commissioned, newest first, and what is ahead, soonest first.

    `counts` are exact for the whole firm, whatever is shown.
    """

    counts: Mapping[Status, int]
    commissioned: tuple[Plant, ...]
    announced: tuple[Plant, ...]
    waiting: tuple[Plant, ...]
    next: str | None


def list_commissionings(
    *, by: Actor, start: str | None = None, table: Table | None = None
) -> Commissionings:
    """List a firm's commissionings; what is ahead stands on the first page alone.

    NotAllowed for whoever has no firm, InvalidCursor for a cursor of another list.
    """
    require(by, Connection.LIST_FIRM)
    table = table or open_table()
    commissioned, following = list_commissioned(table, by.firm_id, start=start)
    announced = () if start else list_announced(table, by.firm_id)
    waiting = () if start else _list_ahead(table, by.firm_id, Status.COMMISSIONING_PENDING)
    counts = count_statuses(table, by.firm_id)
    told = {status: counts[status] for status in ABOUT}
    return Commissionings(told, commissioned, announced, waiting, following)


def list_commissioned(
    table: Table, firm_id: str, *, start: str | None = None
) -> tuple[tuple[Plant, ...], str | None]:
    """List a page of a firm's commissioned installations, newest first: two calls."""
    pk = COMMISSIONED.pk(firm_id)
    try:
        page = table.query(pk, index="by_firm", newest_first=True, limit=PAGE, start=start)
    except ValueError as error:
        raise InvalidCursor from error
    keys = [(item["pk"], HEAD.sk()) for item in page.items]
    heads = {plant.dossier_id: plant for plant in _plants(table.batch_get(keys) if keys else ())}
    ids = (CASE.id_in(item["pk"]) for item in page.items)
    found = (heads[one] for one in ids if one in heads)
    return tuple(replace(one, on=one.commissioned_on) for one in found), page.next


def list_announced(table: Table, firm_id: str) -> tuple[Plant, ...]:
    """List the installations whose commissioning is ordered, soonest first: four calls at most.

    Those whose day the operator has not told come last.
    """
    ordered = _list_ahead(table, firm_id, Status.COMMISSIONING_ORDERED)
    days = _planned_days(table, [one.dossier_id for one in ordered])
    dated = (replace(one, on=days.get(one.dossier_id)) for one in ordered)
    return tuple(sorted(dated, key=lambda one: (one.on is None, one.on or date.max)))


def _list_ahead(table: Table, firm_id: str, status: Status) -> tuple[Plant, ...]:
    """List the installations of a status, longest unmoved first: one query a space."""
    found: list[Plant] = []
    for space in Space:
        pk = OF_STATUS.pk(firm_id, space, status)
        found += _plants(table.query(pk, index="by_status", limit=MOST_AHEAD).items)
    return tuple(sorted(found, key=lambda one: one.updated_at))


def _plants(items: Iterable[Item]) -> list[Plant]:
    return [msgspec.convert(item, Plant) for item in items]


def _planned_days(table: Table, dossier_ids: list[str]) -> dict[str, date]:
    """Read the planned day of each dossier's ordered request, a hundred requests a call."""
    numbers = range(1, REQUESTS_LOOKED_AT + 1)
    wanted = [REQUEST.key(one, n) for one in dossier_ids for n in numbers]
    days: dict[str, date] = {}
    for keys in batched(wanted, BATCH_GET_ITEMS, strict=False):
        for row in table.batch_get(keys):
            if row["state"] == RequestState.ORDERED and row.get("planned_on"):
                days[CASE.id_in(row["pk"])] = date.fromisoformat(row["planned_on"])
    return days


def count_statuses(table: Table, firm_id: str) -> Mapping[Status, int]:
    """Count a firm's dossiers of each status, both spaces together: one call."""
    rows = table.batch_get([COUNTERS.key(firm_id, space) for space in Space])
    return {status: sum(int(row.get(f"status_{status}", 0)) for row in rows) for status in Status}
