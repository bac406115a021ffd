"""How the catalogue is kept: a packed row a kind for its seed, a row a model of the agents'."""

from typing import Final

import msgspec

from chalicelib.aws.items import Item, Operation, Put, Update
from chalicelib.aws.table import Table
from chalicelib.equipment.model import MOST_ENTRIES, Entry, EquipmentKind, Record
from chalicelib.rows.instants import stamp
from chalicelib.rows.service import EQUIPMENT, MODEL, MODEL_ACT, MODEL_COUNT, SEED, SEED_DIGEST

MOST_RECORDS: Final = 50


def put_seed(table: Table, kind: EquipmentKind, packed: bytes, digest: str) -> None:
    """Keep the seed of a kind; the digest is its text's."""
    table.put({**SEED.columns(kind), "packed": packed, "digest": digest})
    table.put({**SEED_DIGEST.columns(kind), "digest": digest})


def find_seed_digest(table: Table, kind: EquipmentKind) -> str:
    """Find the digest of what is kept, empty when nothing is."""
    row = table.get(*SEED_DIGEST.key(kind))
    return str(row["digest"]) if row else ""


def find_seed(table: Table, kind: EquipmentKind) -> bytes | None:
    """Find the packed seed of a kind: one call of some twenty read units."""
    row = table.get(*SEED.key(kind))
    return bytes(row["packed"]) if row else None


def read_entries(table: Table, *, consistent: bool = False) -> tuple[Entry, ...]:
    """Read every model that agents added, corrected or retired: a thousand at most, one query."""
    rows = table.query_all(EQUIPMENT.pk(), prefix=MODEL.prefix, consistent=consistent)
    return tuple(msgspec.convert(row, Entry) for row in rows)


def find_entry(table: Table, key: str) -> Entry | None:
    """Find an agents' model, strongly read."""
    row = table.get(*MODEL.key(key), consistent=True)
    return msgspec.convert(row, Entry) if row else None


def put_entry(entry: Entry, *, after: int | None) -> Put:
    """Write the operation that keeps a model; `after` is the revision it replaces, or None."""
    item: Item = msgspec.to_builtins(entry)
    item |= MODEL.columns(entry.model.key)
    return Put(item, absent=True) if after is None else Put(item, expect={"revision": after})


def count_one_more() -> Operation:
    """Write the operation that counts a new model, and refuses one too many."""
    return Update(
        *MODEL_COUNT.key(),
        add={"models": 1},
        condition="attribute_not_exists(#models) OR #models < :most",
        values={"most": MOST_ENTRIES},
    )


def put_record(record: Record) -> Put:
    """Write the operation that adds a line to the journal."""
    item: Item = msgspec.to_builtins(record)
    keys = MODEL_ACT.columns(stamp(record.at), record.key, record.revision)
    return Put(item | keys, absent=True)


def read_records(table: Table) -> tuple[Record, ...]:
    """Read the last lines of the journal, newest first: one query."""
    page = table.query(MODEL_ACT.pk(), newest_first=True, limit=MOST_RECORDS)
    return tuple(msgspec.convert(row, Record) for row in page.items)
