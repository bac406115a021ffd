"""The data of a plain case as a receipt lists them: each field of its frozen value, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from chalicelib.cases.plain import PlainCase
from chalicelib.receipts.instants import in_utc, tell_instant
from chalicelib.receipts.model import Json
from chalicelib.receipts.of_kind import Line
from chalicelib.words.formats import in_words, show_number
from chalicelib.words.translation import _, translate

PART = "data"


def tell_data(case: PlainCase[Any], title: str, labels: Mapping[str, str]) -> Iterator[Line]:
    """Tell every field of a plain case's data under one title; both are msgids.

    A field without a label is sealed all the same, under its own name.
    """
    for one in fields(case.data):
        value = getattr(case.data, one.name)
        label = translate(labels.get(one.name, one.name))
        yield Line(PART, translate(title), one.name, label, plain(value), _in_words(value))


def plain(value: object) -> Json:
    """Write a value for the JSON; a fraction becomes text, which every reader reads alike."""
    match value:
        case None | bool() | int() | str():
            return value
        case datetime():
            return in_utc(value)
        case date():
            return value.isoformat()
        case Decimal():
            return f"{value.normalize():f}"
        case Mapping():
            return {str(name): plain(one) for name, one in value.items()}
        case list() | tuple():
            return [plain(one) for one in value]
        case _:
            raise TypeError(type(value).__name__)


def _in_words(value: object) -> str:
    match value:
        case bool():
            return translate(_("Oui") if value else _("Non"))
        case int() | Decimal():
            return show_number(value)
        case datetime():
            return tell_instant(value)
        case date():
            return in_words(value)
        case Mapping():
            return ", ".join(f"{name} {_in_words(one)}" for name, one in value.items())
        case list() | tuple():
            return ", ".join(map(_in_words, value))
        case _:
            return "" if value is None else str(value)
