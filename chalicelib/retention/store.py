"""How retention keeps its own rows: an erasure asked for, and when to look at a case again."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from chalicelib.aws.items import Attribute, Delete, Update
from chalicelib.aws.table import ConditionFailed, Table
from chalicelib.rows.cases import CASE, ERASURE, LEADS_BACK, RETENTION
from chalicelib.rows.instants import stamp
from chalicelib.rows.listings import RETAINED, TO_ERASE
from chalicelib.rows.model import Listing

PAGE = 50


def add_erasure(table: Table, case_id: str, asked_by: str, real: datetime) -> bool:
    """Note that an erasure was asked for, once; False when it was already."""
    row: dict[str, Attribute] = {
        **ERASURE.columns(case_id),
        "asked_by": asked_by,
        **TO_ERASE.entry(at=stamp(real)),
    }
    try:
        table.put(row, absent=True)
    except ConditionFailed:
        return False
    return True


def forget_erasure(table: Table, case_id: str) -> None:
    """Remove what leads the job to an erasure that is done: its note, and the date of its rule."""
    for row in LEADS_BACK:
        table.write(Delete(*row.key(case_id)))


def list_erasures(table: Table) -> Iterator[tuple[str, str]]:
    """List the cases to erase and who asked, oldest first."""
    return ((CASE.id_in(item["pk"]), item["asked_by"]) for item in _work(table, TO_ERASE, ""))


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
