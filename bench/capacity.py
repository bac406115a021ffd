"""What calls on the table cost in DynamoDB's units, by its published rules.

Sizes are those of "Item sizes and formats", units those of "Read/write operations": a strong
read costs one unit for 4 KB, an eventual one half, a write one for 1 KB, a transactional write
two, and each index row that changes a write of its own.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

type Wire = Mapping[str, Any]

READ_BYTES = 4096
WRITE_BYTES = 1024


@dataclass(frozen=True, slots=True)
class Index:
    """An index as the stack declares it; `projected` is None when it holds every attribute."""

    name: str
    keys: tuple[str, str]
    projected: frozenset[str] | None = None

    def row_of(self, item: Wire | None) -> dict[str, Any] | None:
        """Give the row that an item has in the index, or None when it lacks a key."""
        if item is None or any(key not in item for key in self.keys):
            return None
        kept = {"pk", "sk", *self.keys} | (self.projected or frozenset())
        return {name: value for name, value in item.items() if not self.projected or name in kept}


def indexes_of(resource: Mapping[str, Any]) -> tuple[Index, ...]:
    """Read the indexes from the table's properties in the template."""
    return tuple(
        Index(
            one["IndexName"],
            (one["KeySchema"][0]["AttributeName"], one["KeySchema"][1]["AttributeName"]),
            frozenset(one["Projection"]["NonKeyAttributes"])
            if one["Projection"]["ProjectionType"] == "INCLUDE"
            else None,
        )
        for one in resource["GlobalSecondaryIndexes"]
    )


def size_of(item: Wire) -> int:
    """Weigh an item in bytes: its attributes' names and values."""
    return sum(len(name.encode()) + _size_of_value(value) for name, value in item.items())


def _size_of_value(value: Wire) -> int:
    ((kind, content),) = value.items()
    match kind:
        case "S":
            return len(content.encode())
        case "N":
            return math.ceil(len(content.strip("-").replace(".", "").strip("0")) / 2) + 1
        case "B":
            return len(content)
        case "M":
            return 3 + size_of(content) + len(content)
        case "L":
            return 3 + sum(1 + _size_of_value(one) for one in content)
        case _:
            return 1


def read_units(items: Iterable[Wire], *, strong: bool) -> float:
    """Cost one read of these items together: a query, or the read of one item or of none."""
    blocks = max(1, math.ceil(sum(size_of(item) for item in items) / READ_BYTES))
    return blocks * (1.0 if strong else 0.5)


def write_units(
    before: Wire | None,
    after: Wire | None,
    indexes: tuple[Index, ...],
    *,
    transactional: bool,
) -> float:
    """Cost one write, its index rows included; the larger of before and after counts."""
    base = _blocks(before, after) * (2 if transactional else 1)
    return base + sum(
        _index_units(index, index.row_of(before), index.row_of(after)) for index in indexes
    )


def _index_units(index: Index, before: Wire | None, after: Wire | None) -> int:
    if before == after:
        return 0
    if before is None or after is None:
        return _blocks(before, after)
    if any(before[key] != after[key] for key in index.keys):
        return _blocks(before, None) + _blocks(None, after)
    return _blocks(before, after)


def _blocks(before: Wire | None, after: Wire | None) -> int:
    largest = max(size_of(item) if item else 0 for item in (before, after))
    return max(1, math.ceil(largest / WRITE_BYTES))
