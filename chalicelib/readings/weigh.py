"""One reading against the form: do they agree, differ, or is the form silent?"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from chalicelib.form.answer import answer_of, answer_of_row
from chalicelib.form.field_kinds import Rows
from chalicelib.form.fields import find_field, find_step_of
from chalicelib.form.figures import StepValues, rows_of
from chalicelib.form.values import Form, FormValue
from chalicelib.readings.compare import (
    NameMatch,
    match_names,
    match_person,
    same_city,
    same_code,
    same_model,
    same_number,
    same_pdl,
    same_street,
)
from chalicelib.readings.findings import DifferenceKind
from chalicelib.readings.model import ConsuelType, Reading, Subject
from chalicelib.readings.rules import Rule, Severity, Way
from chalicelib.words.grouping import PDL_GROUPS
from chalicelib.words.translation import _
from chalicelib.words.values import Day, Grouped, Joined, Number, Text, Value

_PEAK_TOLERANCE_KWC: Final = Decimal("0.01")
"""Papers round a peak power to two decimals, ten watts."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """What came out: `match` tells the names apart that agree in part."""

    field: str
    typed: Value
    match: NameMatch
    severity: Severity
    kind: DifferenceKind = DifferenceKind.FORM_AND_PAPER

    @property
    def agrees(self) -> bool:
        """Say whether the paper says what the form says."""
        return self.match is NameMatch.SAME


def weigh(rule: Rule, form: Form, reading: Reading) -> Weighed | None:
    """Compare one reading with the form; None when the form says nothing about it."""
    return _WAYS[rule.way](rule, form, reading)


def _plainly(same: Callable[[str, str], bool]) -> Callable[[Rule, Form, Reading], Weighed | None]:
    """Compare one field's text with the reading."""

    def weigh_text(rule: Rule, form: Form, reading: Reading) -> Weighed | None:
        field = rule.fields[0]
        value = value_of(form, field)
        if not isinstance(value, str) or not value:
            return None
        return _weighed(rule, form, is_same=same(value, reading.value))

    return weigh_text


def _weigh_number(rule: Rule, form: Form, reading: Reading) -> Weighed | None:
    value = value_of(form, rule.fields[0])
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    tolerance = _PEAK_TOLERANCE_KWC if rule.subject is Subject.PEAK_POWER else Decimal(0)
    return _weighed(rule, form, is_same=same_number(Decimal(value), reading.value, tolerance))


def _weigh_storage(rule: Rule, form: Form, reading: Reading) -> Weighed | None:
    """Violet means physical storage; a box left empty in a saved step means none."""
    if not form.get("plant"):
        return None
    has_battery = value_of(form, rule.fields[0]) is True
    is_violet = reading.value == ConsuelType.VIOLET
    match = NameMatch.SAME if has_battery == is_violet else NameMatch.OTHER
    typed = Text(_("Avec batterie physique") if has_battery else _("Sans batterie physique"))
    kind = DifferenceKind.WITH_STORAGE if is_violet else DifferenceKind.WITHOUT_STORAGE
    return Weighed(rule.fields[0], typed, match, rule.severity, kind)


def _weigh_equipment(rule: Rule, form: Form, reading: Reading) -> Weighed | None:
    """A paper may name one of several models."""
    name = rule.fields[0]
    rows = rows_of(form.get("equipment", {}), name)
    if not rows:
        return None
    is_same = any(same_model(*_model_of(row), reading.value) for row in rows)
    return _weighed(rule, form, is_same=is_same)


def _model_of(row: StepValues) -> tuple[str, str]:
    return str(row.get("brand") or ""), str(row.get("model") or "")


def _weigh_name(rule: Rule, form: Form, reading: Reading) -> Weighed | None:
    """The best of what the form says: a client, a company, or the contract's holder."""
    weighed = [_grade(rule, *one, reading) for one in _list_names(rule, form)]
    order = list(NameMatch)
    return min(weighed, key=lambda one: order.index(one.match), default=None)


def _list_names(rule: Rule, form: Form) -> list[tuple[str, str, str]]:
    """Every name that the form claims: the field to correct, the name, and a given name."""
    if rule.subject is Subject.INSTALLER_NAME:
        return [(rule.fields[0], name, "")] if (name := _text(form, rule.fields[0])) else []
    holder, company = _text(form, "holder_name"), _text(form, "company_name")
    last_name, first_name = _text(form, "last_name"), _text(form, "first_name")
    names = [("holder_name", holder, ""), ("company_name", company, "")]
    if last_name:
        names.append(("last_name", last_name, first_name))
    return [one for one in names if one[1]]


def _grade(rule: Rule, field: str, name: str, given: str, reading: Reading) -> Weighed:
    read = reading.value
    match = match_person(name, given, read) if given else match_names(name, read)
    partly = match is NameMatch.PARTLY
    severity = Severity.WARNING if partly else rule.severity
    kind = DifferenceKind.PART_OF_NAME if partly else DifferenceKind.FORM_AND_PAPER
    return Weighed(field, f"{given} {name}".strip(), match, severity, kind)


def _weighed(rule: Rule, form: Form, *, is_same: bool) -> Weighed:
    match = NameMatch.SAME if is_same else NameMatch.OTHER
    return Weighed(rule.fields[0], typed_value(form, rule.fields[0]), match, rule.severity)


def _text(form: Form, name: str) -> str:
    value = value_of(form, name)
    return value if isinstance(value, str) else ""


def value_of(form: Form, name: str) -> FormValue:
    """The value of a field by its name, wherever it stands in the form."""
    step = find_step_of(name)
    return form.get(step.value, {}).get(name) if step else None


def typed_value(form: Form, name: str) -> Value:
    """What the form says; "" when it is silent."""
    step = find_step_of(name)
    entry = find_field(step, name) if step else None
    if step is None or entry is None:
        return ""
    if isinstance(entry, Rows):
        rows = rows_of(form.get(step.value, {}), name)
        return Joined(tuple(answer_of_row(entry, row) for row in rows), " ; ") if rows else ""
    return answer_of(entry, value_of(form, name))


def label_of(name: str) -> str:
    """The label of a field, a msgid."""
    step = find_step_of(name)
    entry = find_field(step, name) if step else None
    return entry.label if entry else ""


def read_value(reading: Reading) -> Value:
    """What the paper says."""
    match reading.subject:
        case Subject.PDL:
            return Grouped(reading.value, PDL_GROUPS)
        case Subject.SUBSCRIBED_POWER | Subject.CONNECTION_POWER | Subject.INSTALLED_POWER:
            return Number(Decimal(reading.value), "kVA")
        case Subject.PEAK_POWER:
            return Number(Decimal(reading.value), "kWc")
        case Subject.CLIENT_TYPE:
            return Text(_CLIENT_TYPES.get(reading.value, reading.value))
        case Subject.ISSUED_ON | Subject.RECEIVED_ON:
            return Day(date.fromisoformat(reading.value))
        case Subject.CONSUEL_TYPE:
            return reading.written
        case _:
            return reading.value


_CLIENT_TYPES: Final[Mapping[str, str]] = {
    "particulier": _("Particulier"),
    "professionnel": _("Professionnel"),
}

_WAYS: Final[Mapping[Way, Callable[[Rule, Form, Reading], Weighed | None]]] = {
    Way.PDL: _plainly(same_pdl),
    Way.CHOICE: _plainly(lambda typed, read: typed == read),
    Way.CODE: _plainly(same_code),
    Way.STREET: _plainly(same_street),
    Way.CITY: _plainly(same_city),
    Way.NUMBER: _weigh_number,
    Way.STORAGE: _weigh_storage,
    Way.EQUIPMENT: _weigh_equipment,
    Way.NAME: _weigh_name,
}
