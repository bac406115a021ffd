"""The double of AWS without its two slow habits: most of what the tests' time was spent on.

It looks for every attribute of every item under some ten names before it answers, and copies
every value of the table before each transaction. What DynamoDB answers is written in wire form
already, and a scalar never changes in place.
"""

from typing import Any

from moto.core.serialize import SERVICE_SPECIFIC_SERIALIZERS, JSONSerializer
from moto.dynamodb.models.dynamo_type import DDBType, DynamoType

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


def mend_pace() -> None:
    """Teach moto both, for this process."""
    SERVICE_SPECIFIC_SERIALIZERS.setdefault("dynamodb", {})["json"] = WireSerializer
    copy_whole = DynamoType.__deepcopy__

    def copied(value: Any, memo: dict[int, Any]) -> Any:
        return value if value.type in SCALARS else copy_whole(value, memo)

    DynamoType.__deepcopy__ = copied  # type: ignore[method-assign, assignment] # what it is for
