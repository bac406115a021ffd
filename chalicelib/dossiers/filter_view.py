"""A list's filter as its page shows it: the form, the chips that remove a part, the address."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from chalicelib.dossiers.filters import (
    ALL_DAYS,
    LABELS,
    Filter,
    Order,
    Span,
    read_filter,
    write_filter,
)
from chalicelib.reference.operators import OPERATORS
from chalicelib.refusals import FieldProblem
from chalicelib.words import formats
from chalicelib.words.translation import _, translate

ADDRESSED: Mapping[str, str] = {
    "operator": "gestionnaire",
    "signed": "signee",
    "offer": "offre",
    "created_from": "cree_du",
    "created_to": "cree_au",
    "modified_from": "modifie_du",
    "modified_to": "modifie_au",
    "commissioned_from": "mes_du",
    "commissioned_to": "mes_au",
    "sort": "tri",
}
"""The filter's fields as they stand in the address of a page."""

SIGNED: Mapping[str, str] = {"yes": _("Signée"), "no": _("À signer")}
SORTS: Mapping[str, str] = {
    "changed": _("Dernière modification, la plus récente d’abord"),
    "-changed": _("Dernière modification, la plus ancienne d’abord"),
    "created": _("Création, la plus récente d’abord"),
    "-created": _("Création, la plus ancienne d’abord"),
    "commissioned": _("Mise en service, la plus récente d’abord"),
    "-commissioned": _("Mise en service, la plus ancienne d’abord"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks of a list: the filter, what was typed, what is wrong with it."""

    wanted: Filter
    texts: Mapping[str, str]
    problems: tuple[FieldProblem, ...]


def read_asked(query: Mapping[str, str]) -> Asked:
    """Read the filter of an address."""
    texts = {name: query[field] for name, field in ADDRESSED.items() if query.get(field)}
    wanted, problems = read_filter(texts)
    return Asked(wanted, texts, problems)


def to_address(wanted: Filter) -> dict[str, str]:
    """Give the fields of an address that ask for a filter."""
    return {ADDRESSED[name]: text for name, text in write_filter(wanted).items()}


def show_filter(asked: Asked) -> dict[str, object]:
    """What the form shows: what was typed, the choices, and the errors at their fields."""
    typed = {ADDRESSED[name]: text for name, text in asked.texts.items()}
    errors = {ADDRESSED[one.field]: translate(one.message, **one.values) for one in asked.problems}
    return {
        "typed": typed,
        "errors": errors,
        "operators": [(code, one.label) for code, one in OPERATORS.items()],
        "signed": [(value, translate(text)) for value, text in SIGNED.items()],
        "sorts": [(value, translate(text)) for value, text in SORTS.items()],
        "is_open": bool(asked.texts),
    }


def list_chips(wanted: Filter) -> list[tuple[str, Filter]]:
    """List the parts of a filter in words, each with the filter without it."""
    chips: list[tuple[str, Filter]] = []
    if wanted.operator:
        words = _pair("operator", OPERATORS[wanted.operator].label)
        chips.append((words, replace(wanted, operator="")))
    if wanted.signed:
        words = _pair("signed", translate(SIGNED[wanted.signed]))
        chips.append((words, replace(wanted, signed=None)))
    if wanted.offer:
        chips.append((_pair("offer", wanted.offer), replace(wanted, offer="")))
    for name, title in SPAN_TITLES.items():
        span: Span = getattr(wanted, name)
        if not span.is_open:
            rest = replace(wanted, **{name: ALL_DAYS})  # type: ignore[arg-type] # one of its spans
            chips.append((_tell_span(translate(title), span), rest))
    sort = write_filter(wanted).get("sort", "")
    if sort:
        words = _pair("sort", translate(SORTS[sort]))
        chips.append((words, replace(wanted, order=Order.CHANGED, oldest_first=False)))
    return chips


SPAN_TITLES: Mapping[str, str] = {
    "created": _("Créé"),
    "modified": _("Modifié"),
    "commissioned": _("Mis en service"),
}


def _pair(name: str, value: str) -> str:
    return translate(_("{label} : {value}"), label=translate(LABELS[name]), value=value)


def _tell_span(title: str, span: Span) -> str:
    first, last = formats.in_figures(span.first_on), formats.in_figures(span.last_on)
    if span.first_on and span.last_on:
        return translate(_("{title} du {first} au {last}"), title=title, first=first, last=last)
    if span.first_on:
        return translate(_("{title} à partir du {first}"), title=title, first=first)
    return translate(_("{title} jusqu’au {last}"), title=title, last=last)
