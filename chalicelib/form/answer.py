"""What an answer of the form is, as a value that becomes text where somebody reads it."""

from datetime import date
from decimal import Decimal

from chalicelib.form.field_kinds import Field, Kind, Rows
from chalicelib.form.figures import StepValues
from chalicelib.form.mobiles import show_mobile
from chalicelib.form.typed import to_text
from chalicelib.form.values import FormValue
from chalicelib.reference.operators import OPERATORS
from chalicelib.words.grouping import PDL_GROUPS, SIRET_GROUPS
from chalicelib.words.translation import _
from chalicelib.words.values import Day, Grouped, Joined, Number, Text, Value

YES, NO = Text(_("Oui")), Text(_("Non"))


def answer_of(field: Field, value: FormValue) -> Value:
    """Give one answer with its unit; "" for none, and for a tick that is not set."""
    if value is None or value == "":
        return ""
    match field.kind:
        case Kind.NUMBER | Kind.WHOLE:
            return _number_of(field, value)
        case Kind.CHECKBOX:
            return YES if value else ""
        case Kind.YES_NO:
            return YES if value else NO
        case Kind.CHOICE | Kind.OPERATOR:
            return choice_of(field, str(value))
        case _:
            return identifier_of(field, to_text(field, value))


def answer_of_row(entry: Rows, row: StepValues) -> Value:
    """Give a row in one line: `20 × Voltec Tarka 425 W`, `AB 32`; "" for an empty one."""
    cells = {field.name: answer_of(field, row.get(field.name)) for field in entry.fields}
    count = cells.pop("count", "")
    rest = tuple(cell for cell in cells.values() if cell != "")
    if count:
        return Joined((count, Joined(rest)), " × ")
    return Joined(rest) if rest else ""


def choice_of(field: Field, value: str) -> Value:
    """Give the words of a chosen answer; the value itself when the list has it no more."""
    if field.kind is Kind.OPERATOR:
        return OPERATORS[value].label if value in OPERATORS else value
    return next((Text(one.label) for one in field.choices if one.value == value), value)


def identifier_of(field: Field, text: str) -> Value:
    """Give an identifier in the groups in which people read it; other texts as they are."""
    match field.kind:
        case Kind.PDL:
            return Grouped(text, PDL_GROUPS)
        case Kind.SIRET:
            return Grouped(text, SIRET_GROUPS)
        case Kind.MOBILE:
            return show_mobile(text)
        case Kind.DATE:
            return Day(date.fromisoformat(text))
        case _:
            return text


def _number_of(field: Field, value: FormValue) -> Value:
    if isinstance(value, int | Decimal):
        return Number(Decimal(value), field.unit)
    return f"{value} {field.unit}".strip()
