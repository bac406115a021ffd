"""What a declaration says of rows: their keys, of whom they speak, how they end.

Declarations are named tuples: making their classes costs a Lambda's cold start a third of what
frozen dataclasses do, and every Lambda makes them.
"""

import zlib
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Literal, NamedTuple, cast

from chalicelib.rows import patterns
from chalicelib.rows.tracked import TrackedRows

type IndexName = Literal["by_firm", "by_status", "work"]

INDEX_KEYS: Mapping[str, tuple[str, str]] = {
    "": ("pk", "sk"),
    "by_firm": ("fk", "fs"),
    "by_status": ("gk", "gs"),
    "work": ("wk", "wa"),
}
"""The columns by which the table and each of its indexes are asked."""

KEY_COLUMNS = frozenset(name for pair in INDEX_KEYS.values() for name in pair)


class Subject(StrEnum):
    """Of whom a row or an object holds personal data."""

    CLIENT = "client"
    """The producer for whom a dossier is made."""
    INSTALLER = "installer"
    AGENT = "agent"
    ASKER = "asker"
    """Somebody without a dossier who asked our teams something."""
    REPORTER = "reporter"
    """Somebody who reported a barrier to accessibility."""
    VISITOR = "visitor"
    """Whoever opens a public page, by a fingerprint of their source address."""


class Erasure(StrEnum):
    """What becomes of a row or an object when the person of a dossier is erased."""

    DELETED = "deleted"
    """It is removed."""
    BLANKED = "blanked"
    """It stays to be counted, its personal columns empty."""
    EXPIRES = "expires"
    """It goes by itself at the end of its life."""
    KEPT = "kept"
    """It stays, for the reason that the declaration gives."""


class Listing(NamedTuple):
    """One list that an index answers: the key it is asked by, and the order of what it gives."""

    index_name: IndexName
    under: str
    order: str
    answers: str
    shards: int = 1
    """By how many keys it is asked: the last field of `under` is the shard, where there are several."""

    @property
    def columns(self) -> tuple[str, str]:
        """Give the columns that put a row on the list."""
        return INDEX_KEYS[self.index_name]

    def pk(self, *parts: object) -> str:
        """Write the key by which the list is asked."""
        return patterns.fill(self.under, parts)

    def place(self, *parts: object) -> str:
        """Write the place of a row on the list."""
        return patterns.fill(self.order, parts)

    def read_place(self, place: str) -> tuple[str, ...]:
        """Read the parts of a place; ValueError when it is none of this list's."""
        return patterns.read(self.order, place)

    def entry(self, *parts: object, at: str) -> dict[str, str]:
        """Write the columns that put a row on the list, at a place."""
        hash_name, range_name = self.columns
        return {hash_name: self.pk(*parts), range_name: at}

    def shard_pks(self, *parts: object) -> tuple[str, ...]:
        """Write all the keys by which a sharded list is asked."""
        return tuple(self.pk(*parts, shard) for shard in range(self.shards))

    def shard_entry(self, *parts: object, of: str, at: str) -> dict[str, str]:
        """Write the columns that put a row on a sharded list: one thing always stands in one shard."""
        shard = zlib.crc32(of.encode()) % self.shards
        return self.entry(*parts, shard, at=at)

    def lists(self, key: str) -> bool:
        """Say whether a key of the index is this list's."""
        if patterns.is_fixed(self.under):
            return key == self.under
        try:
            return all(patterns.read(self.under, key))
        except ValueError:
            return False


class Partition(NamedTuple):
    """Rows that stand together, read by one query.

    `begins` tells it from another one whose keys are written alike, by the kind of its id.
    """

    pattern: str
    begins: str = ""

    @property
    def marker(self) -> str:
        """Give how its keys begin: all of one without fields."""
        return self.begins or patterns.begins(self.pattern)

    def pk(self, *parts: object) -> str:
        """Write the partition's key."""
        return patterns.fill(self.pattern, parts)

    def read(self, pk: str) -> tuple[str, ...]:
        """Read the parts of a key; ValueError when it is no key of this partition."""
        return patterns.read(self.pattern, pk)

    def id_in(self, pk: str) -> str:
        """Read the first part of a key: whose rows they are."""
        return self.read(pk)[0]

    def matches(self, pk: str) -> bool:
        """Say whether a key is of this partition."""
        if patterns.is_fixed(self.pattern):
            return pk == self.pattern
        return pk.startswith(self.marker)


class Waits(NamedTuple):
    """A row calls for an agent while a column has a value: `reason` is what their list says."""

    reason: str
    column: str
    value: str

    def holds(self, row: Mapping[str, Any]) -> bool:
        """Say whether a row calls for an agent."""
        return bool(row[self.column] == self.value)


class Row(NamedTuple):
    """A kind of row: its keys, its owner, what it holds of whom, and how it ends.

    `exported` names the part of a person's export that holds it, without its `hidden` columns;
    `rules` are the subjects of `reference/retention.py` by which it goes. With `life` the table
    forgets it so long after it was written. `why` says what the other columns leave open: why it
    stays, or why it is not exported.
    """

    name: str
    owner: str
    partition: Partition
    sort: str
    holds: str
    erased: Erasure
    of: tuple[Subject, ...] = ()
    exported: str = ""
    hidden: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    life: timedelta | None = None
    why: str = ""
    archived: bool = False
    """It is in the ZIP of its dossier, by itself or in a sheet."""
    lists: tuple[Listing, ...] = ()
    apart: bool = False
    """It is written without its case's head: whoever decides by it guards it by itself."""
    waits: Waits | None = None
    names_file: str = ""
    """The column that names a file beside the pieces: the file is given once the row stands."""
    leads_to_case: bool = False
    """Its sort key names another case, which goes with this one's person, and before the row."""

    @property
    def prefix(self) -> str:
        """Give how the sort keys of all its rows begin."""
        return patterns.begins(self.sort)

    def pk(self, *parts: object) -> str:
        """Write the key of the partition in which it stands."""
        return self.partition.pk(*parts)

    def sk(self, *parts: object) -> str:
        """Write a sort key."""
        return patterns.fill(self.sort, parts)

    def key(self, *parts: object) -> tuple[str, str]:
        """Write a whole key, from the parts of the partition's and then of the sort key."""
        inside = len(patterns.fields_of(self.partition.pattern))
        return self.pk(*parts[:inside]), self.sk(*parts[inside:])

    def columns(self, *parts: object) -> dict[str, str]:
        """Write a whole key as columns of an item."""
        pk, sk = self.key(*parts)
        return {"pk": pk, "sk": sk}

    def matches(self, sk: str) -> bool:
        """Say whether a sort key of its partition is one of its own."""
        if patterns.is_fixed(self.sort):
            return sk == self.sort
        return sk.startswith(self.prefix) and sk.endswith(patterns.ends(self.sort))

    def is_row(self, item: Mapping[str, Any]) -> bool:
        """Say whether an item of the table, wherever it stands, is a row of this kind."""
        pk, sk = str(item.get("pk", "")), str(item.get("sk", ""))
        return self.partition.matches(pk) and self.matches(sk)

    def read(self, sk: str) -> tuple[str, ...]:
        """Read the parts of a sort key; ValueError when it is none of its own."""
        return patterns.read(self.sort, sk)

    def part(self, sk: str) -> str:
        """Read the first part of a sort key."""
        return self.read(sk)[0]

    def among[Kept: Mapping[str, Any]](self, rows: Mapping[str, Kept]) -> Iterator[Kept]:
        """Pick the rows of this kind among those of a partition, by sort key, in their order."""
        begins, ends = self.prefix, patterns.ends(self.sort)
        if begins == self.sort:
            return iter((rows[begins],) if begins in rows else ())
        if isinstance(rows, TrackedRows):
            return cast(Iterator[Kept], rows.picked(begins, ends))
        return (row for sk, row in rows.items() if sk.startswith(begins) and sk.endswith(ends))

    def expires_s(self, written_at: datetime) -> int:
        """Give when the table forgets a row written at an instant, in seconds of real time."""
        if self.life is None:
            raise ValueError(f"{self.name} does not expire")
        return int((written_at + self.life).timestamp())
