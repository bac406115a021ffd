"""Draw a signed paper: the same signature always gives the same bytes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from chalicelib.receipts.instants import tell_instant
from chalicelib.receipts.sheet import Sheet
from chalicelib.subscription.offer_words import name_offer
from chalicelib.subscription.papers import TITLES
from chalicelib.subscription.professional import LABELS
from chalicelib.subscription.recap import read_shown
from chalicelib.subscription.texts import Text, TextId
from chalicelib.subscription.withdrawal_form import list_form_lines
from chalicelib.words import formats
from chalicelib.words.translation import _, in_language, translate

LANGUAGE = "fr"
"""A contract under French law is drawn in French, whoever reads it."""

SHOWN: Mapping[str, str] = {
    "holder": _("Titulaire"),
    "email": _("Adresse e-mail qui a reçu le lien"),
    "address": _("Adresse de l’installation"),
    "pdl": _("Point de livraison (PDL)"),
    "operator": _("Gestionnaire du réseau"),
    "connection_power_kva": _("Puissance de raccordement (kVA)"),
    "peak_power_kwc": _("Puissance crête des panneaux (kWc)"),
}


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature as the journal keeps it.

    `values` are the event's erasable ones; `event_hash` is the hash that seals it in the journal.
    `withdrawal_last_on` is None for a professional.
    """

    reference: str
    at: datetime
    seq: int
    event_hash: str
    values: Mapping[str, str]
    offer: str
    differs: tuple[str, ...]
    withdrawal_last_on: date | None


def draw_paper(text: Text, signed: Signed) -> bytes:
    """Draw one text as it was signed, and give the PDF's bytes."""
    with in_language(LANGUAGE):
        title = translate(TITLES[text.text_id])
        foot = translate(_("Raccordo – dossier {reference} – page"), reference=signed.reference)
        sheet = Sheet(title=f"{title} {signed.reference}", foot=foot, at=signed.at)
        sheet.head(text.title)
        _draw_parties(sheet, signed)
        _draw_text(sheet, text)
        _draw_signature(sheet, text, signed)
        if text.text_id is TextId.ADHESION and signed.withdrawal_last_on:
            _draw_withdrawal(sheet, signed, signed.withdrawal_last_on)
        return sheet.finish()


def _draw_parties(sheet: Sheet, signed: Signed) -> None:
    sheet.pair(translate(_("Dossier")), signed.reference, strong=True)
    code, _space, version = signed.offer.partition(" ")
    sheet.pair(translate(_("Offre")), name_offer(code, version))
    shown = read_shown(signed.values.get("shown", ""))
    for name, label in SHOWN.items():
        if shown.get(name):
            value = formats.pdl(shown[name]) if name == "pdl" else shown[name]
            sheet.pair(translate(label), value)


def _draw_text(sheet: Sheet, text: Text) -> None:
    sheet.title(translate(_("Ce qui a été signé")))
    for paragraph in text.paragraphs:
        sheet.text(paragraph)
        sheet.gap()
    sheet.text(translate(_("Case cochée : « {consent} »"), consent=text.consent), strong=True)


def _draw_signature(sheet: Sheet, text: Text, signed: Signed) -> None:
    values = signed.values
    sheet.title(translate(_("Signature électronique")))
    sheet.pair(translate(_("Nom écrit au clavier")), values.get("name", ""), strong=True)
    for name, label in LABELS.items():
        if values.get(name):
            sheet.pair(translate(label), values[name])
    if signed.differs:
        sheet.text(
            translate(_("L’entreprise est écrite autrement que dans le dossier : confirmé."))
        )
    sheet.pair(translate(_("Signé le")), tell_instant(signed.at))
    sheet.pair(translate(_("Origine de la connexion")), values.get("source_address", ""))
    sheet.pair(translate(_("Navigateur")), values.get("browser", ""))
    sheet.pair(translate(_("Version du texte")), text.version)
    sheet.pair(translate(_("SHA-256 du texte")), _in_two_lines(text.sha256))
    sheet.pair(translate(_("Journal")), translate(_("événement n° {number}"), number=signed.seq))
    sheet.pair(translate(_("SHA-256 de l’événement")), _in_two_lines(signed.event_hash))


def _in_two_lines(fingerprint: str) -> str:
    half = len(fingerprint) // 2
    return f"{fingerprint[:half]}\n{fingerprint[half:]}"


def _draw_withdrawal(sheet: Sheet, signed: Signed, last_on: date) -> None:
    # On a page of its own: who tears it out leaves the contract whole.
    sheet.turn()
    sheet.head(translate(_("Formulaire de rétractation")))
    words = _("À n’utiliser que si vous souhaitez vous rétracter, jusqu’au {day} compris.")
    sheet.text(translate(words, day=formats.in_words(last_on)))
    shown = read_shown(signed.values.get("shown", ""))
    for label, value in list_form_lines(signed.reference, shown, signed.at):
        sheet.pair(label, value or "\n\n")
