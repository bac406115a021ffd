"""The double of AWS without its three slow habits: most of what the tests' time was spent on.

It looks for every attribute of every item under some ten names before it answers, copies every
value of the table before each transaction, and sorts the whole table for each query. What
DynamoDB answers is written in wire form already, a scalar never changes in place, and a query is
of one partition.
"""

import copy
from collections.abc import Iterable
from itertools import chain
from typing import Any

from moto.core.serialize import SERVICE_SPECIFIC_SERIALIZERS, JSONSerializer
from moto.dynamodb.models.dynamo_type import DDBType, DynamoType
from moto.dynamodb.models.table import Table

PLAIN = frozenset({"S", "N", "BOOL", "NULL"})
SCALARS = frozenset({DDBType.STRING, DDBType.NUMBER, DDBType.BOOLEAN, DDBType.NULL})


class WireSerializer(JSONSerializer):
    """Hands attribute values on as they are; binary ones, and all else, moto writes itself."""

    def _serialize_type_structure(self, serialized: Any, value: Any, shape: Any, key: str) -> None:
        if shape.name != "AttributeValue" or type(value) is not dict or len(value) != 1:
            super()._serialize_type_structure(serialized, value, shape, key)
            return
        ((kind, content),) = value.items()
        written: dict[str, Any] = {kind: content}
        if kind not in PLAIN:
            self._serialize(written, content, shape.members[kind], kind)
        self._default_serialize(serialized, written, shape, key)


def ask_among(table: Table, rows: Iterable[Any], *told: Any, **more: Any) -> Any:
    """Ask a query of some rows of a table; the table itself is left as it is, for other threads."""
    view = copy.copy(table)
    view.all_items = lambda: list(rows)  # type: ignore[method-assign] # what it is for
    return _ask(view, *told, **more)


_ask = Table.query
INDEX_NAME = 7
"""Where moto's own call of a query names the index."""


def _ask_one_partition(table: Table, *told: Any, **more: Any) -> Any:
    known: Any = table.items
    if told[INDEX_NAME]:
        rows = chain.from_iterable(one.values() for one in known.values())
    else:
        rows = known.get(told[0], {}).values()
    return ask_among(table, rows, *told, **more)


def mend_pace() -> None:
    """Teach moto all three, for this process."""
    Table.query = _ask_one_partition  # type: ignore[method-assign, assignment] # what it is for
    SERVICE_SPECIFIC_SERIALIZERS.setdefault("dynamodb", {})["json"] = WireSerializer
    copy_whole = DynamoType.__deepcopy__

    def copied(value: Any, memo: dict[int, Any]) -> Any:
        return value if value.type in SCALARS else copy_whole(value, memo)

    DynamoType.__deepcopy__ = copied  # type: ignore[method-assign, assignment] # what it is for
