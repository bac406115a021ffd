"""Draw the mandate of representation of a dossier, filled in and not signed: for a hand to sign.

The wording is the one that clients sign online on that day. What the dossier does not know is
left as a line to fill in.
"""

from datetime import date, datetime

from chalicelib.dossiers.model import Dossier
from chalicelib.form.fields import load_step_form
from chalicelib.form.recap import show_value
from chalicelib.form.steps import Step
from chalicelib.receipts.sheet import Sheet
from chalicelib.reference.days import legal_day
from chalicelib.subscription.draw_paper import LANGUAGE
from chalicelib.subscription.recap import name_holder, write_address
from chalicelib.subscription.texts import Text, TextId, texts_on
from chalicelib.words.translation import _, in_language, translate

BLANK = "…" * 30
TO_SIGN = (
    _("Nom et prénom du signataire"),
    _("Qualité, pour une entreprise"),
    _("Fait à"),
    _("Le"),
)


def draw_mandate(dossier: Dossier, at: datetime) -> bytes:
    """Draw the mandate as worded on the day of `at`, and give the PDF's bytes."""
    text = find_mandate(legal_day(at, dossier.head.postcode))
    with in_language(LANGUAGE):
        reference = dossier.head.reference
        foot = translate(_("Raccordo – dossier {reference} – page"), reference=reference or "–")
        sheet = Sheet(title=f"{text.title} {reference}".strip(), foot=foot, at=at)
        sheet.head(text.title)
        for label, value in list_parties(dossier):
            sheet.pair(label, value or BLANK)
        sheet.title(translate(_("Ce que dit le mandat")))
        for paragraph in text.paragraphs:
            sheet.text(paragraph)
            sheet.gap()
        sheet.text(text.consent, strong=True)
        sheet.title(translate(_("Signature du mandant")))
        for label in TO_SIGN:
            sheet.pair(translate(label), BLANK)
        sheet.pair(translate(_("Signature")), "\n\n\n")
        wording = _("Texte « {version} », le même que celui que le client signe en ligne.")
        sheet.text(translate(wording, version=text.version), small=True)
        return sheet.finish()


def find_mandate(on: date) -> Text:
    """Find the wording of the mandate on a day."""
    texts = texts_on(on, has_contract=False, is_consumer=False)
    return next(text for text in texts if text.text_id is TextId.MANDATE)


def list_parties(dossier: Dossier) -> list[tuple[str, str]]:
    """List who mandates, for which installation; an empty value is not known."""
    client, electricity = dossier.values_of(Step.CLIENT), dossier.values_of(Step.ELECTRICITY)
    is_company = client.get("client_type") == "professionnel"
    place = write_address(dossier) if client.get("address") else ""
    pairs = [
        (translate(_("Dossier")), dossier.head.reference),
        (translate(_("Mandant")), name_holder(dossier).strip()),
        (translate(_("Type de client")), _show(Step.CLIENT, "client_type", client)),
        (translate(_("SIRET")), _show(Step.CLIENT, "siret", client)),
        (translate(_("Adresse de l’installation")), place),
        (translate(_("Point de livraison (PDL)")), _show(Step.ELECTRICITY, "pdl", electricity)),
        (
            translate(_("Gestionnaire du réseau")),
            _show(Step.ELECTRICITY, "operator", electricity),
        ),
    ]
    return [pair for pair in pairs if is_company or pair[0] != translate(_("SIRET"))]


def _show(step: Step, name: str, values: object) -> str:
    from chalicelib.form.field_kinds import Field

    entry = load_step_form(step).find(name)
    found = values.get(name) if isinstance(values, dict) else None
    return show_value(entry, found) if isinstance(entry, Field) else ""
