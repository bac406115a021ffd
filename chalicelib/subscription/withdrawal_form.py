"""The withdrawal form: what the model asks for (Code de la consommation, R221-1), filled in.

The reader only adds the day and, on paper, a signature.
"""

from collections.abc import Mapping
from datetime import datetime

from chalicelib.settings import load_settings
from chalicelib.words import formats
from chalicelib.words.translation import _, translate


def list_form_lines(
    reference: str, shown: Mapping[str, str], signed_at: datetime | None
) -> tuple[tuple[str, str], ...]:
    """List the form's lines, names and values; an empty value is for the reader to fill.

    `signed_at` is None before the signature: the form is shown then too.
    """
    contract = _("Adhésion à l’offre de stockage virtuel, dossier {reference}")
    return (
        (
            translate(_("À l’attention de")),
            translate(_("Raccordo, {address}"), address=load_settings().sender),
        ),
        (
            translate(_("Je vous notifie ma rétractation du contrat")),
            translate(contract, reference=reference),
        ),
        (translate(_("Conclu le")), formats.in_words(signed_at) if signed_at else ""),
        (translate(_("Nom du consommateur")), shown.get("holder", "")),
        (translate(_("Adresse du consommateur")), shown.get("address", "")),
        (translate(_("Signature (sur papier seulement)")), ""),
        (translate(_("Date")), ""),
    )
