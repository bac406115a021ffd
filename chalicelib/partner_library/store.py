"""How the library is kept: its documents in one partition, each one's versions and journal apart.

The row of a document holds its current version, so that one query gives the whole shelf. A
version without verdict carries the work key that the sweep reads.
"""

from datetime import datetime
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

LIBRARY_PK: Final = "LIBRARY"
ITEM_PREFIX, VERSION_PREFIX, RECORD_PREFIX = "ITEM#", "VERSION#", "ACT#"
COUNT_SK: Final = "COUNT"
LIBRARY_PENDING: Final = "LIBRARY_PENDING"
"""The library's own list of what has no verdict: the dossiers' holds rows of another shape."""

WAITS_FOR_SCANNER: Final = "scanner"
MOST_RECORDS: Final = 50


def stamp(at: datetime) -> str:
    """Write an instant so that text order is time order."""
    return at.isoformat(timespec="microseconds")


def item_sk(item_id: str) -> str:
    """Give the sort key of a document in the library's partition."""
    return f"{ITEM_PREFIX}{item_id}"


def item_pk(item_id: str) -> str:
    """Give the partition of a document's versions and journal."""
    return f"LIB#{item_id}"


def version_sk(document_id: str) -> str:
    """Give the sort key of a version."""
    return f"{VERSION_PREFIX}{document_id}"


def item_to_row(item: LibraryItem) -> Item:
    """Write a document's row."""
    row: Item = msgspec.to_builtins(item)
    return row | {"pk": LIBRARY_PK, "sk": item_sk(item.item_id)}


def item_from_row(row: Item) -> LibraryItem:
    """Read a document's row."""
    return msgspec.convert(row, LibraryItem)


def version_to_row(item_id: str, version: Version) -> Item:
    """Write a version's row; without a verdict it stands on the sweep's list."""
    row: Item = msgspec.to_builtins(version)
    row |= {"pk": item_pk(item_id), "sk": version_sk(version.document_id), "item_id": item_id}
    if version.state is VersionState.PENDING and version.pending_since:
        row |= {"wk": LIBRARY_PENDING, "wa": stamp(version.pending_since)}
    return row


def version_from_row(row: Item) -> Version:
    """Read a version's row."""
    return msgspec.convert(row, Version)


def record_to_row(item_id: str, record: Record) -> Item:
    """Write a line of a document's journal."""
    row: Item = msgspec.to_builtins(record)
    return row | {"pk": item_pk(item_id), "sk": f"{RECORD_PREFIX}{record.number:06d}"}


def count_one_more() -> Update:
    """Write the operation that counts a new document, and refuses one too many."""
    return Update(
        LIBRARY_PK,
        COUNT_SK,
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
    keys = [(LIBRARY_PK, item_sk(item_id))]
    if document_id:
        keys.append((item_pk(item_id), version_sk(document_id)))
    rows: dict[Any, Item] = {row["pk"]: row for row in table.batch_get(keys, consistent=True)}
    if LIBRARY_PK not in rows:
        return None
    version = rows.get(item_pk(item_id))
    return Kept(item_from_row(rows[LIBRARY_PK]), version_from_row(version) if version else None)


def read_items(table: Table, *, consistent: bool = False) -> tuple[LibraryItem, ...]:
    """Read the whole library: fifty documents at most, one query."""
    rows = table.query_all(LIBRARY_PK, prefix=ITEM_PREFIX, consistent=consistent)
    return tuple(item_from_row(row) for row in rows)


def read_versions(table: Table, item_id: str) -> tuple[Version, ...]:
    """Read a document's versions, newest first: a hundred at most, one query."""
    rows = table.query_all(item_pk(item_id), prefix=VERSION_PREFIX, consistent=True)
    versions = (version_from_row(row) for row in rows)
    return tuple(sorted(versions, key=lambda one: one.number, reverse=True))


def read_records(table: Table, item_id: str) -> tuple[Record, ...]:
    """Read the last lines of a document's journal, newest first: one query."""
    page = table.query(
        item_pk(item_id), prefix=RECORD_PREFIX, newest_first=True, limit=MOST_RECORDS
    )
    return tuple(msgspec.convert(row, Record) for row in page.items)


def note_scanner_awaited(table: Table, item_id: str, document_id: str) -> None:
    """Note on a pending version's row that it waits for the scanner; nothing once it is judged."""
    noted = Update(
        item_pk(item_id),
        version_sk(document_id),
        set={"waiting_for": WAITS_FOR_SCANNER},
        expect={"state": str(VersionState.PENDING)},
    )
    try:
        table.write(noted)
    except ConditionFailed:
        return
