"""How the catalogue is kept: a packed row a kind for its seed, a row a model of the agents'."""

from datetime import datetime
from typing import Final

import msgspec

from chalicelib.aws.items import Item, Operation, Put, Update
from chalicelib.aws.table import Table
from chalicelib.equipment.model import MOST_ENTRIES, Entry, EquipmentKind, Record

SEED_PK: Final = "EQUIPMENT#SEED"
ENTRIES_PK: Final = "EQUIPMENT"
JOURNAL_PK: Final = "EQUIPMENT#JOURNAL"
ENTRY_PREFIX: Final = "MODEL#"
COUNT_SK: Final = "COUNT"
MOST_RECORDS: Final = 50


def put_seed(table: Table, kind: EquipmentKind, packed: bytes, digest: str) -> None:
    """Keep the seed of a kind; the digest is its text's."""
    table.put({"pk": SEED_PK, "sk": str(kind), "packed": packed, "digest": digest})
    table.put({"pk": SEED_PK, "sk": f"{kind}#digest", "digest": digest})


def find_seed_digest(table: Table, kind: EquipmentKind) -> str:
    """Find the digest of what is kept, empty when nothing is."""
    row = table.get(SEED_PK, f"{kind}#digest")
    return str(row["digest"]) if row else ""


def find_seed(table: Table, kind: EquipmentKind) -> bytes | None:
    """Find the packed seed of a kind: one call of some twenty read units."""
    row = table.get(SEED_PK, str(kind))
    return bytes(row["packed"]) if row else None


def entry_sk(key: str) -> str:
    """Give the sort key of an agents' model."""
    return f"{ENTRY_PREFIX}{key}"


def read_entries(table: Table, *, consistent: bool = False) -> tuple[Entry, ...]:
    """Read every model that agents added, corrected or retired: a thousand at most, one query."""
    rows = table.query_all(ENTRIES_PK, prefix=ENTRY_PREFIX, consistent=consistent)
    return tuple(msgspec.convert(row, Entry) for row in rows)


def find_entry(table: Table, key: str) -> Entry | None:
    """Find an agents' model, strongly read."""
    row = table.get(ENTRIES_PK, entry_sk(key), consistent=True)
    return msgspec.convert(row, Entry) if row else None


def put_entry(entry: Entry, *, after: int | None) -> Put:
    """Write the operation that keeps a model; `after` is the revision it replaces, or None."""
    item: Item = msgspec.to_builtins(entry)
    item |= {"pk": ENTRIES_PK, "sk": entry_sk(entry.model.key)}
    return Put(item, absent=True) if after is None else Put(item, expect={"revision": after})


def count_one_more() -> Operation:
    """Write the operation that counts a new model, and refuses one too many."""
    return Update(
        ENTRIES_PK,
        COUNT_SK,
        add={"models": 1},
        condition="attribute_not_exists(#models) OR #models < :most",
        values={"most": MOST_ENTRIES},
    )


def put_record(record: Record) -> Put:
    """Write the operation that adds a line to the journal."""
    item: Item = msgspec.to_builtins(record)
    sk = f"{stamp(record.at)}#{record.key}#{record.revision:06d}"
    return Put(item | {"pk": JOURNAL_PK, "sk": sk}, absent=True)


def read_records(table: Table) -> tuple[Record, ...]:
    """Read the last lines of the journal, newest first: one query."""
    page = table.query(JOURNAL_PK, newest_first=True, limit=MOST_RECORDS)
    return tuple(msgspec.convert(row, Record) for row in page.items)


def stamp(at: datetime) -> str:
    """Write an instant so that text order is time order."""
    return at.isoformat(timespec="microseconds")
