"""What of a firm's dossiers a list shows, and in which order: pure, from what an address says.

The space and one status are keys of the table; all that is here applies within a bounded read,
but for the order, which has a key too (`list_dossiers`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from chalicelib.reference.operators import OPERATORS
from chalicelib.refusals import FieldProblem
from chalicelib.words.translation import _


class Order(StrEnum):
    """By what date a list is sorted."""

    CHANGED = "changed"
    CREATED = "created"
    COMMISSIONED = "commissioned"
    """Only dossiers that have a commissioning date."""


class Signed(StrEnum):
    """Whether the client signed the subscription."""

    YES = "yes"
    NO = "no"
    """Sent and not signed: a draft is neither."""


@dataclass(frozen=True, slots=True)
class Span:
    """Some days, both ends included; an end that is None is open."""

    first_on: date | None = None
    last_on: date | None = None

    @property
    def is_open(self) -> bool:
        """Say whether the span keeps every day, and what has none."""
        return self.first_on is None and self.last_on is None

    def has(self, day: date | None) -> bool:
        """Say whether a day is in the span; what has no day is in the open one alone."""
        if self.is_open:
            return True
        if day is None:
            return False
        return (self.first_on or day) <= day <= (self.last_on or day)


ALL_DAYS = Span()
LONGEST_OFFER = 80


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list keeps, beyond its space and its status, and how it is sorted."""

    operator: str = ""
    signed: Signed | None = None
    offer: str = ""
    created: Span = ALL_DAYS
    modified: Span = ALL_DAYS
    commissioned: Span = ALL_DAYS
    order: Order = Order.CHANGED
    oldest_first: bool = False

    @property
    def keeps_all(self) -> bool:
        """Say whether no dossier is left out."""
        spans = (self.created, self.modified, self.commissioned)
        plain = not self.operator and self.signed is None and not self.offer
        return plain and all(span.is_open for span in spans)


UNFILTERED = Filter()


FIELDS = (
    "operator",
    "signed",
    "offer",
    "created_from",
    "created_to",
    "modified_from",
    "modified_to",
    "commissioned_from",
    "commissioned_to",
    "sort",
)
"""The filter's fields as the API and a job name them; `sort` is `-created` for oldest first."""

LABELS: Mapping[str, str] = {
    "operator": _("Gestionnaire de réseau"),
    "signed": _("Souscription"),
    "offer": _("Offre"),
    "created_from": _("Créé à partir du"),
    "created_to": _("Créé jusqu’au"),
    "modified_from": _("Modifié à partir du"),
    "modified_to": _("Modifié jusqu’au"),
    "commissioned_from": _("Mis en service à partir du"),
    "commissioned_to": _("Mis en service jusqu’au"),
    "sort": _("Tri"),
}
SPANS = ("created", "modified", "commissioned")


def read_filter(texts: Mapping[str, str]) -> tuple[Filter, tuple[FieldProblem, ...]]:
    """Read a filter from its fields, and what is wrong with them; a wrong field keeps all."""
    problems: list[FieldProblem] = []
    spans = {name: _read_span(texts, name, problems) for name in SPANS}
    bare = {"sort": texts.get("sort", "").strip().removeprefix("-")}
    sort = _read_choice(bare, "sort", tuple(Order), problems)
    found = Filter(
        operator=_read_choice(texts, "operator", tuple(OPERATORS), problems),
        signed=_signed(_read_choice(texts, "signed", tuple(Signed), problems)),
        offer=texts.get("offer", "").strip()[:LONGEST_OFFER],
        created=spans["created"],
        modified=spans["modified"],
        commissioned=spans["commissioned"],
        order=Order(sort or Order.CHANGED),
        oldest_first=texts.get("sort", "").strip().startswith("-"),
    )
    return found, tuple(problems)


def write_filter(wanted: Filter) -> dict[str, str]:
    """Write a filter as its fields, those that say something alone."""
    texts = {"operator": wanted.operator, "signed": wanted.signed or "", "offer": wanted.offer}
    for name in SPANS:
        span: Span = getattr(wanted, name)
        texts[f"{name}_from"] = span.first_on.isoformat() if span.first_on else ""
        texts[f"{name}_to"] = span.last_on.isoformat() if span.last_on else ""
    sort = f"-{wanted.order}" if wanted.oldest_first else str(wanted.order)
    texts["sort"] = "" if sort == Order.CHANGED else sort
    return {name: str(text) for name, text in texts.items() if text}


def _signed(text: str) -> Signed | None:
    return Signed(text) if text else None


def _read_choice(
    texts: Mapping[str, str], name: str, choices: tuple[str, ...], problems: list[FieldProblem]
) -> str:
    text = texts.get(name, "").strip()
    if not text or text in choices:
        return text
    words = _("{label} : choisissez une des réponses proposées.")
    problems.append(FieldProblem(name, "choice", words, {"label": LABELS[name]}))
    return ""


def _read_span(texts: Mapping[str, str], name: str, problems: list[FieldProblem]) -> Span:
    ends = [_read_day(texts, f"{name}_{end}", problems) for end in ("from", "to")]
    first_on, last_on = ends
    if first_on and last_on and first_on > last_on:
        words = _("{label} : indiquez une date qui ne précède pas le début de la période.")
        field = f"{name}_to"
        problems.append(FieldProblem(field, "span", words, {"label": LABELS[field]}))
        return ALL_DAYS
    return Span(first_on, last_on)


def _read_day(texts: Mapping[str, str], name: str, problems: list[FieldProblem]) -> date | None:
    text = texts.get(name, "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        words = _("{label} : indiquez une date, par exemple 2026-03-31.")
        problems.append(FieldProblem(name, "date", words, {"label": LABELS[name]}))
        return None
