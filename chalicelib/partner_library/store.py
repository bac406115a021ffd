"""How the library is kept: its documents in one partition, each one's versions and journal apart.

The row of a document holds its current version, so that one query gives the whole shelf. A
version without verdict carries the work key that the sweep reads.
"""

from typing import Any, Final

import msgspec

from chalicelib.aws.items import Item, Put, Update
from chalicelib.aws.table import ConditionFailed, Table
from chalicelib.partner_library.decisions import Kept
from chalicelib.partner_library.model import (
    MOST_ITEMS,
    LibraryItem,
    Record,
    Version,
    VersionState,
)
from chalicelib.rows.instants import stamp
from chalicelib.rows.listings import LIBRARY_PENDING
from chalicelib.rows.service import (
    LIBRARY,
    LIBRARY_ACT,
    LIBRARY_COUNT,
    LIBRARY_DOCUMENT,
    LIBRARY_ITEM,
    LIBRARY_VERSION,
)

WAITS_FOR_SCANNER: Final = "scanner"
MOST_RECORDS: Final = 50


def item_to_row(item: LibraryItem) -> Item:
    """Write a document's row."""
    row: Item = msgspec.to_builtins(item)
    return row | LIBRARY_DOCUMENT.columns(item.item_id)


def item_from_row(row: Item) -> LibraryItem:
    """Read a document's row."""
    return msgspec.convert(row, LibraryItem)


def version_to_row(item_id: str, version: Version) -> Item:
    """Write a version's row; without a verdict it stands on the sweep's list."""
    row: Item = msgspec.to_builtins(version)
    row |= LIBRARY_VERSION.columns(item_id, version.document_id) | {"item_id": item_id}
    if version.state is VersionState.PENDING and version.pending_since:
        row |= LIBRARY_PENDING.entry(at=stamp(version.pending_since))
    return row


def version_from_row(row: Item) -> Version:
    """Read a version's row."""
    return msgspec.convert(row, Version)


def record_to_row(item_id: str, record: Record) -> Item:
    """Write a line of a document's journal."""
    row: Item = msgspec.to_builtins(record)
    return row | LIBRARY_ACT.columns(item_id, record.number)


def count_one_more() -> Update:
    """Write the operation that counts a new document, and refuses one too many."""
    return Update(
        *LIBRARY_COUNT.key(),
        add={"items": 1},
        condition="attribute_not_exists(#items) OR #items < :most",
        values={"most": MOST_ITEMS},
    )


def put_item(item: LibraryItem, *, after: int | None) -> Put:
    """Write the operation that keeps a document; `after` is the revision it replaces, or None."""
    if after is None:
        return Put(item_to_row(item), absent=True)
    return Put(item_to_row(item), expect={"revision": after})


def find_kept(table: Table, item_id: str, document_id: str = "") -> Kept | None:
    """Find a document, with one version if asked, strongly read in one call."""
    keys = [LIBRARY_DOCUMENT.key(item_id)]
    if document_id:
        keys.append(LIBRARY_VERSION.key(item_id, document_id))
    rows: dict[Any, Item] = {row["pk"]: row for row in table.batch_get(keys, consistent=True)}
    item, version = (rows.get(pk) for pk in (LIBRARY.pk(), LIBRARY_ITEM.pk(item_id)))
    if item is None:
        return None
    return Kept(item_from_row(item), version_from_row(version) if version else None)


def read_items(table: Table, *, consistent: bool = False) -> tuple[LibraryItem, ...]:
    """Read the whole library: fifty documents at most, one query."""
    rows = table.query_all(LIBRARY.pk(), prefix=LIBRARY_DOCUMENT.prefix, consistent=consistent)
    return tuple(item_from_row(row) for row in rows)


def read_versions(table: Table, item_id: str) -> tuple[Version, ...]:
    """Read a document's versions, newest first: a hundred at most, one query."""
    rows = table.query_all(LIBRARY_ITEM.pk(item_id), prefix=LIBRARY_VERSION.prefix, consistent=True)
    versions = (version_from_row(row) for row in rows)
    return tuple(sorted(versions, key=lambda one: one.number, reverse=True))


def read_records(table: Table, item_id: str) -> tuple[Record, ...]:
    """Read the last lines of a document's journal, newest first: one query."""
    page = table.query(
        LIBRARY_ITEM.pk(item_id), prefix=LIBRARY_ACT.prefix, newest_first=True, limit=MOST_RECORDS
    )
    return tuple(msgspec.convert(row, Record) for row in page.items)


def note_scanner_awaited(table: Table, item_id: str, document_id: str) -> None:
    """Note on a pending version's row that it waits for the scanner; nothing once it is judged."""
    noted = Update(
        *LIBRARY_VERSION.key(item_id, document_id),
        set={"waiting_for": WAITS_FOR_SCANNER},
        expect={"state": str(VersionState.PENDING)},
    )
    try:
        table.write(noted)
    except ConditionFailed:
        return
