"""Answering the contradiction radar: explain a difference, confirm what could not be read."""

from chalice.app import Response

from chalicelib.accounts.acting import as_actor
from chalicelib.deposit.blueprints import pages
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Dossier
from chalicelib.dossiers.statuses import Status
from chalicelib.policy.audiences import PROFESSIONALS
from chalicelib.refusals import InvalidFields
from chalicelib.web.page import page
from chalicelib.web.visit import Visit
from chalicelib.words.translation import _, translate


@page(
    pages,
    "/dossiers/{dossier_id}/ecarts/{finding_id}/explication",
    method="POST",
    allow=PROFESSIONALS,
)
def explain(visit: Visit, dossier_id: str, finding_id: str) -> Response:
    """Keep why a difference is right, in the person's own words."""
    from chalicelib.dossiers.answer_finding import explain_difference

    actor, name = as_actor(visit.person, "page"), f"words-{finding_id}"
    try:
        dossier = explain_difference(dossier_id, finding_id, visit.form.text(name), by=actor)
    except InvalidFields as refusal:
        told = [translate(one.message, **one.values) for one in refusal.problems]
        dossier = load_dossier(dossier_id, seen_by=actor)
        return draw_with_errors(visit, dossier, {name: " ".join(told)})
    place = f"{place_of(dossier)}#ecart-{finding_id}"
    return visit.go(place, flash=_("L’explication est enregistrée."))


@page(
    pages,
    "/dossiers/{dossier_id}/lectures/{finding_id}/confirmation",
    method="POST",
    allow=PROFESSIONALS,
)
def confirm(visit: Visit, dossier_id: str, finding_id: str) -> Response:
    """Keep that a person compared a paper that could not be read."""
    from chalicelib.dossiers.answer_finding import confirm_reading

    dossier = confirm_reading(dossier_id, finding_id, by=as_actor(visit.person, "page"))
    place = f"{place_of(dossier)}#lecture-{finding_id}"
    return visit.go(place, flash=_("La comparaison est enregistrée."))


def place_of(dossier: Dossier) -> str:
    """Give the page that shows the findings: a draft's recap, or the sent dossier's own."""
    here = f"/dossiers/{dossier.head.dossier_id}"
    return f"{here}/recapitulatif" if dossier.head.status is Status.DRAFT else here


def draw_with_errors(visit: Visit, dossier: Dossier, errors: dict[str, str]) -> Response:
    """Draw the page that shows the findings again, what is wrong at its field."""
    if dossier.head.status is Status.DRAFT:
        from chalicelib.deposit.recap_page import draw_recap

        return draw_recap(visit, dossier, errors=errors, status=422)
    from chalicelib.dossiers.dossier_page import draw_dossier

    return draw_dossier(visit, dossier, errors=errors, status=422)
