"""A dossier's answers as people read them again: before sending, and on its page."""

from dataclasses import dataclass

from chalicelib.form.answer import answer_of, answer_of_row
from chalicelib.form.field_kinds import Field, Kind, Rows
from chalicelib.form.fields import load_step_form
from chalicelib.form.figures import StepValues, rows_of
from chalicelib.form.merge import list_typed
from chalicelib.form.steps import STEPS, Step
from chalicelib.form.values import Form, FormValue
from chalicelib.words.translation import _, translate

type Pair = tuple[str, str, str]
"""A label, a text, and `num` for figures and identifiers."""

FIGURES = {Kind.NUMBER, Kind.WHOLE, Kind.PDL, Kind.SIRET, Kind.MOBILE, Kind.POSTCODE}


@dataclass(frozen=True, slots=True)
class StepRecap:
    """What was answered in a step."""

    number: int
    title: str
    pairs: tuple[Pair, ...]


def recap_form(form: Form) -> tuple[StepRecap, ...]:
    """The answers of the five steps, in order; what was not answered is left out."""
    return tuple(recap_step(step, form.get(step.value, {})) for step in STEPS)


def recap_step(step: Step, values: StepValues) -> StepRecap:
    """The answers of one step."""
    table = load_step_form(step)
    pairs: list[Pair] = []
    for entry in table.entries():
        if isinstance(entry, Rows):
            pairs += [
                (translate(entry.one), recap_row(entry, row), "")
                for row in rows_of(values, entry.name)
            ]
        elif text := show_value(entry, values.get(entry.name)):
            pairs.append((translate(entry.label), text, "num" if entry.kind in FIGURES else ""))
    return StepRecap(table.number, translate(table.title), tuple(pairs))


def recap_row(entry: Rows, row: StepValues) -> str:
    """A row in one line: `20 × Voltec Tarka 425 W`, `AB 32`."""
    return str(answer_of_row(entry, row))


def show_unit(step: Step, values: StepValues, name: str) -> str:
    """What a field or a group of rows holds, right or wrong, in one line."""
    entry = load_step_form(step).find(name)
    wrong = [str(text) for text in list_typed(values, name).values() if text]
    if isinstance(entry, Rows):
        shown = [recap_row(entry, row) for row in rows_of(values, name)]
    else:
        shown = [show_value(entry, values.get(name))] if entry else []
    return " ; ".join(text for text in (*shown, *wrong) if text) or translate(_("(rien)"))


def show_value(field: Field, value: FormValue) -> str:
    """One answer as people read it, with its unit; nothing for a tick that is not set."""
    return str(answer_of(field, value))
