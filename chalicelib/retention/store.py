"""How retention keeps its own rows: an erasure asked for, and when to look at a case again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.aws.items import Attribute, Delete, Put, Update
from chalicelib.aws.table import ConditionFailed, Table
from chalicelib.rows.cases import CASE, ERASURE, LEADS_BACK, RETENTION
from chalicelib.rows.instants import stamp
from chalicelib.rows.listings import RETAINED, TO_ERASE
from chalicelib.rows.model import Listing

PAGE = 50


@dataclass(frozen=True, slots=True)
class Owed:
    """An erasure that is asked for or under way: why, and once it is made, since when (business time).

    `is_clean` says that a look found nothing left of the person.
    """

    case_id: str
    why: str
    ways: dict[str, Any]
    erased_at: datetime | None = None
    is_clean: bool = False


def add_erasure(table: Table, case_id: str, asked_by: str, now: datetime) -> bool:
    """Note that an erasure was asked for, once; False when it was already."""
    row: dict[str, Attribute] = {
        **ERASURE.columns(case_id),
        "asked_by": asked_by,
        **TO_ERASE.entry(at=stamp(now)),
    }
    try:
        table.put(row, absent=True)
    except ConditionFailed:
        return False
    return True


def note_erased(case_id: str, why: str, ways: dict[str, Any], now: datetime) -> tuple[Put, Delete]:
    """Write the operations that go with the event of an erasure: what is owed from then on.

    The row leads the daily job back to the case, at once and until nothing can come back; `ways` are
    what leads there from outside, which the case itself no longer knows.
    """
    row = ERASURE.columns(case_id) | TO_ERASE.entry(at=stamp(now))
    return (
        Put({**row, "asked_by": why, "ways": ways, "erased_at": stamp(now), "clean": False}),
        Delete(*RETENTION.key(case_id)),
    )


def watch_erased(table: Table, case_id: str, at: datetime) -> None:
    """Note when to look at an erased case again; what led there from outside is gone by now."""
    later: dict[str, Attribute] = {**TO_ERASE.entry(at=stamp(at)), "ways": {}, "clean": True}
    table.write(Update(*ERASURE.key(case_id), set=later, present=True))


def forget_erasure(table: Table, case_id: str) -> None:
    """Remove what leads the job to an erasure that is done: its note, and the date of its rule."""
    for row in LEADS_BACK:
        table.write(Delete(*row.key(case_id)))


def list_erasures(table: Table, now: datetime) -> Iterator[Owed]:
    """List the cases to erase, and those erased to look at again by a business instant."""
    place = TO_ERASE.columns[1]
    return (
        Owed(
            CASE.id_in(item["pk"]),
            item["asked_by"],
            item.get("ways") or {},
            datetime.fromisoformat(item["erased_at"]) if item.get("erased_at") else None,
            bool(item.get("clean")),
        )
        for item in _work(table, TO_ERASE, "")
        if not item.get("erased_at") or item[place] <= stamp(now)
    )


def list_to_look_at(table: Table, now: datetime) -> Iterator[str]:
    """List the cases whose retention is to be looked at by a business instant."""
    return (CASE.id_in(item["pk"]) for item in _work(table, RETAINED, stamp(now)))


def look_again(table: Table, case_id: str, at: datetime) -> None:
    """Note when to look at a case's retention again."""
    table.write(Update(*RETENTION.key(case_id), set=RETAINED.entry(at=stamp(at))))


def _work(table: Table, listing: Listing, up_to: str) -> Iterator[dict[str, Any]]:
    start: str | None = None
    while True:
        page = table.query(
            listing.pk(), index=listing.index_name, up_to=up_to, limit=PAGE, start=start
        )
        yield from page.items
        start = page.next
        if start is None:
            return
