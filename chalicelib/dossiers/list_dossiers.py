"""List dossiers a page at a time, with exact counters: one query and one get, at any volume."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec

from chalicelib.audit.model import Actor
from chalicelib.aws.items import Item
from chalicelib.aws.table import Page, Table, open_table
from chalicelib.dossiers import store
from chalicelib.dossiers.model import Space
from chalicelib.dossiers.statuses import Status
from chalicelib.reference.days import legal_day
from chalicelib.refusals import InvalidCursor, NotAllowed

PAGE = 25


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
    """A page of lines, newest change first, and the cursor of the next page."""

    lines: tuple[Line, ...]
    next: str | None


def list_dossiers(
    *,
    by: Actor,
    space: Space = Space.SMALL,
    status: Status | None = None,
    start: str | None = None,
    table: Table | None = None,
) -> DossierPage:
    """List a firm's dossiers, last changed first, 25 a page, of one status if asked.

    Raises NotAllowed for whoever has no firm, InvalidCursor for a cursor of another list.
    """
    if by.role != "installer" or not by.firm_id:
        raise NotAllowed
    table = table or open_table()
    if status is None:
        page = _query(table, store.firm_pk(by.firm_id, space), "by_firm", start)
    else:
        page = _query(table, store.status_pk(by.firm_id, space, status), "by_status", start)
    return DossierPage(tuple(msgspec.convert(item, Line) for item in page.items), page.next)


def load_counters(
    *, by: Actor, now: datetime, space: Space = Space.SMALL, table: Table | None = None
) -> Counters:
    """Load a firm's counters of a space; `now` is the business instant of month and year.

    They are kept in the transaction of every change; read like the list beside them, they may
    be an instant behind.
    """
    table = table or open_table()
    item: Item = table.get(store.counters_pk(by.firm_id), space) or {}
    return Counters(
        by_status={status: int(item.get(f"status_{status}", 0)) for status in Status},
        this_month=int(item.get(f"month_{legal_day(now):%Y_%m}", 0)),
        this_year=int(item.get(f"year_{legal_day(now):%Y}", 0)),
    )


@dataclass(frozen=True, slots=True)
class AgentLine:
    """A sent dossier as the agents' queue shows it; `reasons` say what waits for us."""

    dossier_id: str
    reference: str
    status: Status
    operator: str
    last_name: str
    first_name: str
    city: str
    reasons: tuple[str, ...]
    since: datetime


def list_for_agents(
    *, by: Actor, lane: str = "us", start: str | None = None, table: Table | None = None
) -> tuple[tuple[AgentLine, ...], str | None]:
    """List sent dossiers, longest wait first: lane `us` waits for agents, `others` does not."""
    if by.role != "agent":
        raise NotAllowed
    page = _query(table or open_table(), store.lane_pk(lane), "work", start, newest_first=False)
    return tuple(_line(item) for item in page.items), page.next


def _line(item: Item) -> AgentLine:
    known: dict[str, Any] = {name: item[name] for name in AgentLine.__slots__}
    known |= {
        "status": Status(item["status"]),
        "reasons": tuple(item["reasons"]),
        "since": datetime.fromisoformat(item["since"]),
    }
    return AgentLine(**known)


def _query(
    table: Table, pk: str, index: Any, start: str | None, *, newest_first: bool = True
) -> Page:
    try:
        return table.query(pk, index=index, newest_first=newest_first, limit=PAGE, start=start)
    except ValueError as error:
        raise InvalidCursor from error
