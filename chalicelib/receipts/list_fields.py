"""Every field of a dossier's form as a receipt lists it: its label, its value, its words."""

from collections.abc import Iterator
from decimal import Decimal

from chalicelib.form.field_kinds import Field, Rows
from chalicelib.form.fields import load_step_form
from chalicelib.form.figures import StepValues, rows_of
from chalicelib.form.recap import show_value
from chalicelib.form.steps import AS_TYPED, STEPS, Step
from chalicelib.form.values import Form, FormValue
from chalicelib.receipts.model import Document, Json
from chalicelib.words.translation import _, translate

NOT_KEPT = "email_confirmation"
"""Typed a second time and never kept: it is no answer of its own."""


def list_fields(form: Form) -> list[Json]:
    """List every field of the five steps, in the order of the pages, answered or not."""
    return [line for step in STEPS for line in _list_step(step, form.get(step.value, {}))]


def _list_step(step: Step, values: StepValues) -> Iterator[Document]:
    table = load_step_form(step)
    about: Document = {"step": step.value, "step_title": translate(table.title)}
    for entry in table.entries():
        if isinstance(entry, Rows):
            yield from (about | line for line in _list_rows(entry, values))
        elif entry.name != NOT_KEPT:
            yield about | _line(entry.name, translate(entry.label), entry, values.get(entry.name))
    known = {entry.name for entry in table.entries()} | {AS_TYPED}
    for name in sorted(values.keys() - known):
        yield about | _unlisted(name, values[name])


def _list_rows(entry: Rows, values: StepValues) -> Iterator[Document]:
    rows = rows_of(values, entry.name)
    if not rows:
        yield _unlisted(entry.name, None) | {"label": translate(entry.label)}
    for index, row in enumerate(rows):
        title = translate(_("{thing} {number}"), thing=translate(entry.one), number=index + 1)
        for column in entry.fields:
            label = translate(_("{thing} : {column}"), thing=title, column=translate(column.label))
            name = f"{entry.name}.{index}.{column.name}"
            yield _line(name, label, column, row.get(column.name))


def _line(name: str, label: str, entry: Field, value: FormValue) -> Document:
    return {
        "field": name,
        "label": label,
        "value": plain(value),
        "text": show_value(entry, value),
    }


def _unlisted(name: str, value: FormValue) -> Document:
    """A value that no table describes any more is sealed all the same, under its own name."""
    text = "" if value is None else str(plain(value))
    return {"field": name, "label": name, "value": plain(value), "text": text}


def plain(value: FormValue) -> Json:
    """Write a value for the JSON; a fraction becomes text, which every reader reads alike."""
    match value:
        case Decimal():
            return f"{value.normalize():f}"
        case list():
            return [plain(one) for one in value]
        case dict():
            return {name: plain(one) for name, one in value.items()}
        case _:
            return value
