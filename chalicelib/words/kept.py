"""How the values of a refusal are kept in a row: plain, so that they are read in any language.

A text of ours is not kept: what is kept of a sentence is its code, by which the room's words
find the text that it has today.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from chalicelib.words.values import Day, Grouped, Number, Value

type Plain = str | int | Decimal | list[int] | dict[str, Plain]
"""What a row of the table holds of a value."""


def keep_values(values: Mapping[str, Value]) -> dict[str, Plain]:
    """Give values as a row keeps them; TypeError for a text of ours."""
    return {name: _keep(value) for name, value in values.items()}


def restore_values(kept: Mapping[str, object]) -> dict[str, Value]:
    """Give values back as they were before they were kept."""
    return {name: _restore(value) for name, value in kept.items()}


def _keep(value: Value) -> Plain:
    match value:
        case str():
            return str(value)
        case int():
            return value
        case float():
            return Decimal(str(value))
        case Day(on):
            return {"day": on.isoformat()}
        case Number(number, unit):
            return {"number": number, "unit": unit}
        case Grouped(digits, groups):
            return {"digits": digits, "groups": list(groups)}
        case _:
            raise TypeError(f"{type(value).__name__} is kept by a code, not as it is")


def _restore(kept: object) -> Value:
    match kept:
        case {"day": str(on)}:
            return Day(date.fromisoformat(on))
        case {"number": number, "unit": str(unit)}:
            return Number(Decimal(str(number)), unit)
        case {"digits": str(digits), "groups": list(groups)}:
            return Grouped(digits, tuple(int(one) for one in groups))
        case Decimal():
            return int(kept) if kept == kept.to_integral_value() else float(kept)
        case str() | int():
            return kept
        case _:
            raise TypeError(f"no value of ours: {kept}")
