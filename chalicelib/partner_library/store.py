"""The library's shelf: a row of each document in one partition, so that one query reads them all.

The rows are written with the document that they speak of; its versions and journal are the case's.
"""

from decimal import Decimal
from typing import Final

import msgspec

from chalicelib.audit.model import Event
from chalicelib.audit.store import list_events
from chalicelib.aws.items import Item, Update
from chalicelib.aws.table import Table
from chalicelib.partner_library.model import MOST_ITEMS, Act, LibraryItem, Record
from chalicelib.rows.service import LIBRARY, LIBRARY_COUNT, LIBRARY_DOCUMENT

MOST_RECORDS: Final = 50


def item_to_row(item: LibraryItem) -> Item:
    """Write a document as the shelf has it."""
    row: Item = msgspec.to_builtins(item, builtin_types=(Decimal,))
    return row


def count_one_more() -> Update:
    """Write the operation that counts a new document, and refuses one too many."""
    return Update(
        *LIBRARY_COUNT.key(),
        add={"items": 1},
        condition="attribute_not_exists(#items) OR #items < :most",
        values={"most": MOST_ITEMS},
    )


def find_item(table: Table, item_id: str) -> LibraryItem | None:
    """Find a document on the shelf, strongly read."""
    row = table.get(*LIBRARY_DOCUMENT.key(item_id), consistent=True)
    return msgspec.convert(row, LibraryItem) if row else None


def read_items(table: Table, *, consistent: bool = False) -> tuple[LibraryItem, ...]:
    """Read the whole library: fifty documents at most, one query."""
    rows = table.query_all(LIBRARY.pk(), prefix=LIBRARY_DOCUMENT.prefix, consistent=consistent)
    return tuple(msgspec.convert(row, LibraryItem) for row in rows)


def read_records(table: Table, item_id: str) -> tuple[Record, ...]:
    """Read the last lines of a document's journal, newest first: one query."""
    events, _next = list_events(table, item_id, limit=MOST_RECORDS)
    return tuple(_record_of(event) for event in events)


def _record_of(event: Event) -> Record:
    return Record(
        number=event.seq,
        act=Act(event.kind),
        at=event.at,
        actor_id=event.actor_id,
        actor_role=event.actor_role,
        version=int(event.details.get("version", 0)),
    )
