"""The page of the connectors: how each fares, its last runs, the codes to label."""

from collections.abc import Mapping

from chalice.app import Response

from chalicelib.aws.clock import real_now
from chalicelib.aws.ids import new_token
from chalicelib.operators.health import LINES_REFUSED
from chalicelib.operators.overview import list_connectors, list_hand_tasks
from chalicelib.reference.operators import Meaning
from chalicelib.web.visit import Visit
from chalicelib.words.translation import _, translate

MEANINGS: Mapping[Meaning, str] = {
    Meaning.RECEIVED: _("Une information, sans effet sur le dossier"),
    Meaning.INCOMPLETE: _("Le gestionnaire attend une pièce"),
    Meaning.COMPLEMENTED: _("Le gestionnaire a reçu la pièce"),
    Meaning.QUALIFIED: _("La demande est complète"),
    Meaning.VALIDATED: _("Le raccordement est validé"),
    Meaning.REFUSED: _("La demande est refusée"),
    Meaning.LAPSED: _("La proposition est caduque"),
    Meaning.ORDERED: _("La mise en service est commandée"),
    Meaning.PLANNED: _("L’intervention est planifiée"),
    Meaning.REPLANNED: _("L’intervention est à replanifier"),
    Meaning.COMMISSIONED: _("La mise en service est faite"),
    Meaning.CANCELLED: _("La demande est annulée par le gestionnaire"),
}


def tell_trouble(kept: str) -> str:
    """Tell what went wrong in a pass: our own trouble in words, an operator's as it answered."""
    kind, _colon, counts = kept.partition(":")
    if kind != LINES_REFUSED:
        return kept
    refused, _colon, number = counts.partition(":")
    words = _("Lignes refusées : {refused} sur {number}")
    return translate(words, refused=refused, number=number)


def draw_connectors(
    visit: Visit, *, errors: Mapping[str, str] | None = None, status: int = 200
) -> Response:
    """Draw the page; `errors` are those of a label, shown at the code that was typed."""
    return visit.show(
        "operators/connectors.html",
        status=status,
        connectors=list_connectors(),
        tasks=list_hand_tasks(real_now()),
        meanings=[(str(one), translate(words)) for one, words in MEANINGS.items()],
        meaning_labels={one: translate(words) for one, words in MEANINGS.items()},
        errors=errors or {},
        typed=visit.form.as_mapping() if errors else {},
        new_key=new_token(),
        tell_trouble=tell_trouble,
    )
