"""A dossier's answers as people read them again: before sending, and on its page."""

from dataclasses import dataclass
from decimal import Decimal

from chalicelib.form.field_kinds import Field, Kind, Rows
from chalicelib.form.fields import load_step_form
from chalicelib.form.figures import StepValues, rows_of
from chalicelib.form.merge import list_typed
from chalicelib.form.mobiles import show_mobile
from chalicelib.form.numbers import show_number
from chalicelib.form.steps import STEPS, Step
from chalicelib.form.typed import to_text
from chalicelib.form.values import Form, FormValue
from chalicelib.reference.operators import OPERATORS
from chalicelib.web import formats
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
    texts = {field.name: show_value(field, row.get(field.name)) for field in entry.fields}
    count = texts.pop("count", "")
    rest = " ".join(text for text in texts.values() if text)
    return f"{count} × {rest}" if count else rest


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
    if value is None or value == "":
        return ""
    match field.kind:
        case Kind.NUMBER | Kind.WHOLE:
            number = show_number(value) if isinstance(value, int | Decimal) else str(value)
            return f"{number} {field.unit}".strip()
        case Kind.CHECKBOX:
            return translate(_("Oui")) if value else ""
        case Kind.YES_NO:
            return translate(_("Oui")) if value else translate(_("Non"))
        case Kind.CHOICE | Kind.OPERATOR:
            return label_choice(field, str(value))
        case _:
            return show_identifier(field, to_text(field, value))


def label_choice(field: Field, value: str) -> str:
    """The words of a chosen answer."""
    if field.kind is Kind.OPERATOR:
        return OPERATORS[value].label if value in OPERATORS else value
    return next((translate(one.label) for one in field.choices if one.value == value), value)


def show_identifier(field: Field, text: str) -> str:
    """An identifier in the groups in which people read it; other texts as they are."""
    match field.kind:
        case Kind.PDL:
            return formats.pdl(text)
        case Kind.SIRET:
            return formats.siret(text)
        case Kind.MOBILE:
            return show_mobile(text)
        case Kind.DATE:
            return formats.in_words(text)
        case _:
            return text
