"""Items of the table as plain values, and the operations that write them.

An item is a dictionary of text, whole or decimal numbers, truth values, lists and
dictionaries. An operation is data: the table carries it out alone or in a transaction.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

type Attribute = (
    str | int | Decimal | bool | bytes | Sequence[Attribute] | Mapping[str, Attribute] | None
)
type Item = dict[str, Any]
"""What the table gives back: its reader knows each attribute's type, the wire does not."""

type Wire = dict[str, Any]


def to_wire(value: Attribute) -> "AttributeValueTypeDef":
    """Write one value in DynamoDB's wire form."""
    match value:
        case None:
            return {"NULL": True}
        case bool():
            return {"BOOL": value}
        case int() | Decimal():
            return {"N": str(value)}
        case str():
            return {"S": value}
        case bytes():
            return {"B": value}
        case Mapping():
            return {"M": {name: to_wire(one) for name, one in value.items()}}
        case _:
            return {"L": [to_wire(one) for one in value]}


def item_to_wire(item: Mapping[str, Attribute]) -> "dict[str, AttributeValueTypeDef]":
    """Write a whole item in wire form; an attribute that is None is left out."""
    return {name: to_wire(value) for name, value in item.items() if value is not None}


def from_wire(wire: Mapping[str, Any]) -> Any:
    """Read one value from the wire; whole numbers come back as `int`."""
    ((kind, value),) = wire.items()
    match kind:
        case "N":
            number = Decimal(value)
            return int(number) if number == number.to_integral_value() else number
        case "M":
            return {name: from_wire(one) for name, one in value.items()}
        case "L":
            return [from_wire(one) for one in value]
        case "NULL":
            return None
        case _:
            return value


def item_from_wire(wire: Mapping[str, Any]) -> Item:
    """Read a whole item from the wire."""
    return {name: from_wire(value) for name, value in wire.items()}


@dataclass(frozen=True, slots=True)
class Put:
    """Write a whole item, on condition that it is absent or that attributes are as expected."""

    item: Mapping[str, Attribute]
    absent: bool = False
    expect: Mapping[str, Attribute] = field(default_factory=dict)
    condition: str = ""
    values: Mapping[str, Attribute] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Update:
    """Change attributes of one item.

    `condition` is an expression with `#name` for attributes and `:name` for `values`.
    """

    pk: str
    sk: str
    set: Mapping[str, Attribute] = field(default_factory=dict)
    add: Mapping[str, int] = field(default_factory=dict)
    remove: Sequence[str] = ()
    present: bool = False
    absent: bool = False
    expect: Mapping[str, Attribute] = field(default_factory=dict)
    condition: str = ""
    values: Mapping[str, Attribute] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Delete:
    """Remove one item."""

    pk: str
    sk: str
    present: bool = False
    absent: bool = False
    expect: Mapping[str, Attribute] = field(default_factory=dict)
    condition: str = ""
    values: Mapping[str, Attribute] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Check:
    """Refuse the transaction unless one item is as expected."""

    pk: str
    sk: str
    present: bool = False
    absent: bool = False
    expect: Mapping[str, Attribute] = field(default_factory=dict)
    condition: str = ""
    values: Mapping[str, Attribute] = field(default_factory=dict)


type Operation = Put | Update | Delete | Check


def write_condition(operation: Operation) -> tuple[str, dict[str, Attribute]]:
    """Write an operation's condition expression and the values it names."""
    clauses: list[str] = []
    values: dict[str, Attribute] = dict(operation.values)
    if operation.absent:
        clauses.append("attribute_not_exists(#pk)")
    if not isinstance(operation, Put) and operation.present:
        clauses.append("attribute_exists(#pk)")
    for name, value in operation.expect.items():
        clauses.append(f"#{name} = :expect_{name}")
        values[f"expect_{name}"] = value
    if operation.condition:
        clauses.append(f"({operation.condition})")
    return " AND ".join(clauses), values


def write_changes(update: Update) -> tuple[str, dict[str, Attribute]]:
    """Write an update's expression and the values it names; a None is removed."""
    kept = {name: value for name, value in update.set.items() if value is not None}
    removed = [*update.remove, *(name for name, value in update.set.items() if value is None)]
    parts: list[str] = []
    if kept:
        parts.append("SET " + ", ".join(f"#{name} = :set_{name}" for name in kept))
    if update.add:
        parts.append("ADD " + ", ".join(f"#{name} :add_{name}" for name in update.add))
    if removed:
        parts.append("REMOVE " + ", ".join(f"#{name}" for name in removed))
    values: dict[str, Attribute] = {f"set_{name}": value for name, value in kept.items()}
    values |= {f"add_{name}": value for name, value in update.add.items()}
    return " ".join(parts), values


def _expressions(expressions: Mapping[str, str], values: Mapping[str, Attribute]) -> Wire:
    request: Wire = {name: text for name, text in expressions.items() if text}
    names = {found for text in request.values() for found in re.findall(r"#(\w+)", text)}
    if names:
        request["ExpressionAttributeNames"] = {f"#{name}": name for name in sorted(names)}
    if values:
        request["ExpressionAttributeValues"] = {
            f":{name}": to_wire(value) for name, value in values.items()
        }
    return request


def request_of(table_name: str, operation: Operation) -> tuple[str, Wire]:
    """Write the request of one operation, and its kind in a transaction: `Put`, `Update`…"""
    condition, values = write_condition(operation)
    expressions = {"ConditionExpression": condition}
    request: Wire = {"TableName": table_name}
    match operation:
        case Put(item=item):
            request["Item"] = item_to_wire(item)
        case Update():
            changes, more = write_changes(operation)
            expressions["UpdateExpression"] = changes
            values |= more
            request["Key"] = item_to_wire({"pk": operation.pk, "sk": operation.sk})
        case Delete() | Check():
            request["Key"] = item_to_wire({"pk": operation.pk, "sk": operation.sk})
    kind = "ConditionCheck" if isinstance(operation, Check) else type(operation).__name__
    return kind, request | _expressions(expressions, values)


def key_of(operation: Operation) -> tuple[str, str]:
    """Give the key of the item that an operation touches."""
    if isinstance(operation, Put):
        return cast(str, operation.item["pk"]), cast(str, operation.item["sk"])
    return operation.pk, operation.sk
