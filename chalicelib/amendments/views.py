"""What people and programs read of changes that were asked for."""

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.amendments.model import Amendment, AmendmentKind, AmendmentState
from chalicelib.amendments.read_wanted import LABELS
from chalicelib.amendments.store import list_amendments
from chalicelib.dossiers.model import Dossier
from chalicelib.form.mobiles import show_mobile
from chalicelib.web import formats
from chalicelib.web.words import _, tell

KINDS: Mapping[AmendmentKind, str] = {
    AmendmentKind.CONTACT: _("Coordonnées du client"),
    AmendmentKind.PRELOAD: _("Pré-chargement du stockage virtuel"),
}
STATES: Mapping[AmendmentState, tuple[str, str]] = {
    AmendmentState.OPEN: (_("En attente de réponse"), "now"),
    AmendmentState.ACCEPTED: (_("Acceptée et appliquée"), "done"),
    AmendmentState.REFUSED: (_("Refusée"), "stop"),
}


@dataclass(frozen=True, slots=True)
class ShownAmendment:
    """A request as its page shows it."""

    number: int
    kind: str
    state: str
    tone: str
    is_open: bool
    wanted: tuple[tuple[str, str], ...]
    asked_on: str
    words: str
    decided_on: str
    answer: str


def show_amendments(dossier: Dossier) -> list[ShownAmendment]:
    """Show a dossier's requests, the latest first."""
    return [_show(one) for one in reversed(list_amendments(dossier))]


def _show(one: Amendment) -> ShownAmendment:
    state, tone = STATES[one.state]
    return ShownAmendment(
        one.number,
        tell(KINDS[one.kind]),
        tell(state),
        tone,
        one.state is AmendmentState.OPEN,
        tuple((tell(LABELS[name]), show_value(name, value)) for name, value in one.wanted.items()),
        formats.in_words(one.asked_at),
        one.words,
        formats.in_words(one.decided_at),
        one.answer,
    )


def show_value(name: str, value: str | int) -> str:
    """Set a value for reading."""
    if name == "preload_kwh":
        return tell(_("{number} kWh"), number=formats.number(value))
    return show_mobile(str(value)) if name == "mobile" else str(value)


def view_amendment(one: Amendment) -> Mapping[str, object]:
    """A request for the API."""
    return {
        "number": one.number,
        "kind": str(one.kind),
        "state": str(one.state),
        "wanted": dict(one.wanted),
        "words": one.words,
        "asked_at": one.asked_at,
        "decided_at": one.decided_at,
        "answer": one.answer,
    }
