"""The whole registry: every kind of row and of object, found by its key."""

from collections.abc import Mapping
from typing import Any

from chalicelib.rows import beside, cases, dossiers, journal, leads, people, service, visitors
from chalicelib.rows.model import Partition, Row
from chalicelib.rows.objects import OBJECTS
from chalicelib.rows.patterns import fields_of, is_fixed
from chalicelib.rows.stored import StoredObject

OF_CASE: tuple[Row, ...] = (*cases.ROWS, *dossiers.ROWS, *beside.ROWS)
"""The rows of a dossier's own partition, whatever room writes them."""

ROWS: tuple[Row, ...] = (
    *OF_CASE,
    *(*journal.ROWS, *leads.ROWS, *people.ROWS, *visitors.ROWS, *service.ROWS),
)

PARTITIONS_OF_CASE: tuple[Partition, ...] = tuple(
    dict.fromkeys(row.partition for row in ROWS if fields_of(row.partition.pattern) == ("case_id",))
)
"""Where all of a dossier stands: itself, its journal, its messages."""


def find_row(item: Mapping[str, Any]) -> Row | None:
    """Find of which kind an item of the table is, by its key; None when no room declared it."""
    known = [row for row in ROWS if row.is_row(item)]
    return max(known, key=_closeness, default=None)


def _closeness(row: Row) -> tuple[bool, int, bool, int, int]:
    """Say how much of a key a declaration tells: the one that tells most is meant."""
    partition = row.partition
    return (
        is_fixed(partition.pattern),
        len(partition.marker),
        is_fixed(row.sort),
        len(row.prefix),
        len(row.sort),
    )


def find_object(bucket: str, key: str) -> StoredObject | None:
    """Find of which kind an object is, by its bucket's word and its key."""
    known = [one for one in OBJECTS if one.bucket == bucket and key.startswith(one.prefix)]
    return max(known, key=lambda one: len(one.prefix), default=None)
