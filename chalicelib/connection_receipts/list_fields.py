"""Every field of a dossier's form as a receipt lists it: its label, its value, its words."""

from collections.abc import Iterator
from dataclasses import dataclass

from chalicelib.form.field_kinds import Field, Rows, StepForm
from chalicelib.form.fields import load_step_form
from chalicelib.form.figures import StepValues, rows_of
from chalicelib.form.recap import show_value
from chalicelib.form.steps import AS_TYPED, STEPS, Step
from chalicelib.form.values import Form, FormValue
from chalicelib.receipts.of_kind import Line
from chalicelib.receipts.plain_lines import plain
from chalicelib.words.translation import _, translate

NOT_KEPT = "email_confirmation"
"""Typed a second time and never kept: it is no answer of its own."""


def list_fields(form: Form) -> Iterator[Line]:
    """List every field of the five steps, in the order of the pages, answered or not."""
    for step in STEPS:
        yield from _list_step(step, form.get(step.value, {}))


def _list_step(step: Step, values: StepValues) -> Iterator[Line]:
    table = load_step_form(step)
    title = translate(table.title)
    for one in _list_told(table, values):
        yield Line(step.value, title, one.name, one.label, plain(one.value), one.text)


@dataclass(frozen=True, slots=True)
class _Told:
    """A field of a step, with its label, its value as it is kept and in words."""

    name: str
    label: str
    value: FormValue
    text: str


def _list_told(table: StepForm, values: StepValues) -> Iterator[_Told]:
    for entry in table.entries():
        if isinstance(entry, Rows):
            yield from _list_rows(entry, values)
        elif entry.name != NOT_KEPT:
            yield _tell(entry.name, translate(entry.label), entry, values.get(entry.name))
    known = {entry.name for entry in table.entries()} | {AS_TYPED}
    for name in sorted(values.keys() - known):
        yield _unlisted(name, values[name])


def _list_rows(entry: Rows, values: StepValues) -> Iterator[_Told]:
    rows = rows_of(values, entry.name)
    if not rows:
        yield _Told(entry.name, translate(entry.label), None, "")
    for index, row in enumerate(rows):
        title = translate(_("{thing} {number}"), thing=translate(entry.one), number=index + 1)
        for column in entry.fields:
            label = translate(_("{thing} : {column}"), thing=title, column=translate(column.label))
            name = f"{entry.name}.{index}.{column.name}"
            yield _tell(name, label, column, row.get(column.name))


def _tell(name: str, label: str, entry: Field, value: FormValue) -> _Told:
    return _Told(name, label, value, show_value(entry, value))


def _unlisted(name: str, value: FormValue) -> _Told:
    """A value that no table describes any more is sealed all the same, under its own name."""
    return _Told(name, name, value, "" if value is None else str(plain(value)))
