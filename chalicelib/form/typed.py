"""A step's values as the texts that a page shows in its fields, right or wrong."""

from collections.abc import Mapping
from decimal import Decimal

from chalicelib.form.field_kinds import Field, Kind, Rows
from chalicelib.form.fields import load_step_form
from chalicelib.form.figures import StepValues, rows_of
from chalicelib.form.mobiles import show_mobile
from chalicelib.form.steps import AS_TYPED, Step
from chalicelib.form.values import FormValue


def to_texts(step: Step, values: StepValues) -> dict[str, str]:
    """The text of every filled field of a step, by path; wrong ones as they were typed."""
    texts: dict[str, str] = {}
    for entry in load_step_form(step).entries():
        if isinstance(entry, Rows):
            texts |= rows_to_texts(entry, rows_of(values, entry.name))
        elif text := to_text(entry, values.get(entry.name)):
            texts[entry.name] = text
    if texts.get("email"):
        texts["email_confirmation"] = texts["email"]
    return texts | wrong_texts(values)


def rows_to_texts(entry: Rows, rows: tuple[StepValues, ...]) -> Mapping[str, str]:
    """The texts of rows' cells, by path."""
    return {
        f"{entry.name}.{index}.{field.name}": text
        for index, row in enumerate(rows)
        for field in entry.fields
        if (text := to_text(field, row.get(field.name)))
    }


def wrong_texts(values: StepValues) -> dict[str, str]:
    """What was typed wrongly, by path."""
    typed = values.get(AS_TYPED)
    return {path: str(text) for path, text in typed.items()} if isinstance(typed, dict) else {}


def to_text(field: Field, value: FormValue) -> str:
    """One value as its field shows it; a tick that is not set shows nothing."""
    if value is None or (field.kind is Kind.CHECKBOX and value is False):
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, Decimal | int):
        return plain_number(Decimal(value))
    if field.kind is Kind.MOBILE and isinstance(value, str):
        return show_mobile(value)
    return str(value)


def plain_number(number: Decimal) -> str:
    """A number as it may be typed again: a decimal comma, no useless zeros, no spaces."""
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def count_rows(texts: Mapping[str, str], name: str) -> int:
    """How many rows of that name have texts."""
    indexes = {path.split(".")[1] for path in texts if path.startswith(f"{name}.")}
    return max((int(index) + 1 for index in indexes), default=0)
