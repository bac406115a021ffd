"""What people and programs read of changes that were asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from chalicelib.amendments.model import POWERS, Amendment, AmendmentKind, AmendmentState
from chalicelib.amendments.read_power import PEAK
from chalicelib.amendments.read_wanted import LABELS
from chalicelib.amendments.store import list_amendments
from chalicelib.amendments.total_consuel import Said, find_said
from chalicelib.dossiers.model import Dossier
from chalicelib.dossiers.statuses import Status
from chalicelib.form.mobiles import show_mobile
from chalicelib.words import formats
from chalicelib.words.formats import show_number
from chalicelib.words.translation import _, translate

KINDS: Mapping[AmendmentKind, str] = {
    AmendmentKind.CONTACT: _("Coordonnées du client"),
    AmendmentKind.PRELOAD: _("Pré-chargement du stockage virtuel"),
    AmendmentKind.POWER: _("Augmentation de puissance"),
    AmendmentKind.CANCELLATION: _("Annulation du dossier"),
}
STATES: Mapping[AmendmentState, tuple[str, str]] = {
    AmendmentState.OPEN: (_("En attente de réponse"), "now"),
    AmendmentState.ACCEPTED: (_("Acceptée et appliquée"), "done"),
    AmendmentState.REFUSED: (_("Refusée"), "stop"),
}
MOOT = (_("Sans objet : le dossier est annulé"), "draft")


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
    files: tuple[str, ...]
    said: str
    differs: bool


def show_amendments(dossier: Dossier) -> list[ShownAmendment]:
    """Show a dossier's requests, the latest first."""
    return [_show(dossier, one) for one in reversed(list_amendments(dossier))]


def _show(dossier: Dossier, one: Amendment) -> ShownAmendment:
    is_open = one.state is AmendmentState.OPEN
    is_moot = is_open and dossier.head.status is Status.CANCELLED
    state, tone = MOOT if is_moot else STATES[one.state]
    said = find_said(dossier, one.document_id, one.wanted) if one.document_id else None
    return ShownAmendment(
        one.number,
        translate(KINDS[one.kind]),
        translate(state),
        tone,
        is_open and not is_moot,
        tuple(
            (translate(LABELS[name]), show_value(name, value)) for name, value in one.wanted.items()
        ),
        formats.in_words(one.asked_at),
        one.words,
        formats.in_words(one.decided_at),
        one.answer,
        (one.document_id,) if one.document_id else (),
        _tell_said(dossier, one, said),
        said is not None and not said.agrees,
    )


def _tell_said(dossier: Dossier, one: Amendment, said: Said | None) -> str:
    """Tell what the new Consuel says of the total power, beside what is asked for."""
    file = dossier.find_piece(one.document_id) if one.document_id else None
    if file is None or not file.is_readable:
        return ""
    if said is None:
        return translate(_("La puissance n’a pas pu être lue dans le fichier : comparez à l’œil."))
    values = {"power": said.power_kva, "page": said.page}
    agrees = _("Le Consuel dit {power} kVA (page {page}), comme la demande.")
    differs = _("Le Consuel dit {power} kVA (page {page}) : ce n’est pas ce qui est demandé.")
    return translate(agrees if said.agrees else differs, **values)


def show_value(name: str, value: str | int) -> str:
    """Set a value for reading."""
    if name == "preload_kwh":
        return translate(_("{number} kWh"), number=formats.number(value))
    if name in POWERS:
        words = _("{number} kWc") if name == PEAK else _("{number} kVA")
        return translate(words, number=show_number(Decimal(str(value))))
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
        "document_id": one.document_id,
    }


def is_power_pending(dossier: Dossier) -> bool:
    """Say whether a power increase waits for its answer."""
    asked = (one for one in list_amendments(dossier) if one.kind is AmendmentKind.POWER)
    return any(one.state is AmendmentState.OPEN for one in asked)


def tell_open_amendments(dossier: Dossier) -> list[str]:
    """Tell, for the dossier's own page, of each request that waits for our answer: no call."""
    return [one.kind for one in show_amendments(dossier) if one.is_open]
