"""Thousands of dossiers beside a few that were lived: the rows of these again, under other names.

They stand in the double's memory, and the double asks them by key, as DynamoDB does: in its own
way a query sorts the whole table.
"""

import copy
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from moto.dynamodb.models import dynamodb_backends
from moto.dynamodb.models.dynamo_type import DynamoType, Item, LimitedSizeDict
from moto.dynamodb.models.table import Table

from bench.stage import ACCOUNT, ENVIRONMENT, REGION
from chalicelib.rows.cases import CASE
from chalicelib.rows.model import INDEX_KEYS
from tests.moto_pace import INDEX_NAME, ask_among

KEYS = frozenset(name for pair in INDEX_KEYS.values() for name in pair)
LISTED = KEYS - {"pk", "sk"}
LAST = "\U0010ffff"
COMPARISON, VALUES, LIMIT, START, FORWARD = 1, 2, 3, 4, 5
"""Where moto's own call of a query says what is wanted."""


def moto_table() -> Table:
    """Give the double's own table."""
    table: Table = dynamodb_backends[ACCOUNT][REGION].tables[ENVIRONMENT["TABLE"]]
    return table


def rows_of(dossier_id: str) -> list[Item]:
    """List the rows by which a dossier is found: its head, what an index lists, its words."""
    known: Any = moto_table().items
    own = [row for row in known[DynamoType({"S": CASE.pk(dossier_id)})].values() if _is_listed(row)]
    words = (rows for key, rows in known.items() if key.value.startswith("SF#"))
    return own + [row for rows in words for row in rows.values() if _is_of(row, dossier_id)]


def _is_listed(row: Item) -> bool:
    return row.attrs["sk"].value == "!HEAD" or bool(LISTED & set(row.attrs))


def _is_of(row: Item, dossier_id: str) -> bool:
    return bool(row.attrs["case_id"].value == dossier_id)


def add_clone(rows: Sequence[Item], renamed: Mapping[str, str]) -> None:
    """Add rows once more, each text of `renamed` replaced wherever it stands in them."""
    table: Any = moto_table()
    for row in rows:
        clone = _clone(row, renamed)
        table.items[clone.hash_key][clone.range_key] = clone


def _clone(row: Item, renamed: Mapping[str, str]) -> Item:
    attrs = LimitedSizeDict.__new__(LimitedSizeDict)
    for name, value in row.attrs.items():
        dict.__setitem__(attrs, name, _rename(value, renamed))
    clone = copy.copy(row)
    clone.attrs, clone.hash_key, clone.range_key = attrs, attrs["pk"], attrs["sk"]
    return clone


def _rename(value: DynamoType, renamed: Mapping[str, str]) -> DynamoType:
    if value.type != "S":
        return value
    text = value.value
    for old, new in renamed.items():
        text = text.replace(old, new)
    return value if text == value.value else DynamoType({"S": text})


@dataclass(frozen=True, slots=True)
class Partition:
    """One partition of the table or of an index, in the order of its keys."""

    places: list[tuple[str, str, str]]
    rows: list[Item]

    def cut(self, told: Sequence[Any], range_name: str) -> list[Item]:
        """Give the rows that a query reads, and one or two around them."""
        first, last = 0, len(self.places)
        if told[COMPARISON] == "BEGINS_WITH":
            begins = told[VALUES][0].value
            first = bisect_left(self.places, (begins, "", ""))
            last = bisect_left(self.places, (begins + LAST, "", ""))
        elif told[COMPARISON] == "<=":
            last = bisect_right(self.places, (told[VALUES][0].value, LAST, LAST))
        elif told[COMPARISON]:
            raise NotImplementedError(told[COMPARISON])
        is_forward, limit = told[FORWARD], told[LIMIT] or last
        if start := told[START]:
            at = tuple(start[name]["S"] for name in (range_name, "pk", "sk"))
            first = max(first, bisect_left(self.places, at)) if is_forward else first
            last = last if is_forward else min(last, bisect_right(self.places, at))
        return (
            self.rows[first : first + limit + 2]
            if is_forward
            else self.rows[max(first, last - limit - 2) : last]
        )


@contextmanager
def asked_by_key(patch: Callable[[object, str, object], None]) -> Iterator[None]:
    """Have the double find what a query asks for by its key; nothing is written meanwhile."""
    partitions = _sort_all()

    def ask(table: Table, *told: Any, **more: Any) -> Any:
        index = told[INDEX_NAME] or ""
        partition = partitions.get((index, told[0].value), Partition([], []))
        return ask_among(table, partition.cut(told, INDEX_KEYS[index][1]), *told, **more)

    whole = Table.query
    patch(Table, "query", ask)
    yield
    patch(Table, "query", whole)


def _sort_all() -> dict[tuple[str, str], Partition]:
    known: Any = moto_table().items
    found: dict[tuple[str, str], list[tuple[tuple[str, str, str], Item]]] = defaultdict(list)
    for rows in known.values():
        for row in rows.values():
            for index, (hash_name, range_name) in INDEX_KEYS.items():
                if hash_name in row.attrs and range_name in row.attrs:
                    order = tuple(row.attrs[name].value for name in (range_name, "pk", "sk"))
                    found[index, row.attrs[hash_name].value].append((order, row))
    for rows in found.values():
        rows.sort(key=lambda one: one[0])
    return {
        key: Partition([order for order, _row in rows], [row for _order, row in rows])
        for key, rows in found.items()
    }
