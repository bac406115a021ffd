"""Sending a draft: read it all again, send it, and get the number to read aloud."""

from chalice.app import Response

from chalicelib.aws.clock import business_now
from chalicelib.dossiers.acting import as_actor
from chalicelib.dossiers.blueprints import pages
from chalicelib.dossiers.completeness import list_obstacles, list_warnings
from chalicelib.dossiers.field_kinds import STEPS, Step
from chalicelib.dossiers.fields import find_step_of
from chalicelib.dossiers.inputs import html_name
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Dossier
from chalicelib.dossiers.overview import show_pieces
from chalicelib.dossiers.pages_steps import make_steps
from chalicelib.dossiers.recap import recap_form
from chalicelib.dossiers.statuses import Status
from chalicelib.dossiers.submit import list_missing_pieces, submit_dossier
from chalicelib.reference.required_pieces import required_slots
from chalicelib.refusals import FieldProblem, InvalidFields
from chalicelib.web.page import page
from chalicelib.web.visit import Visit
from chalicelib.web.words import tell


@page(pages, "/dossiers/{dossier_id}/recapitulatif", allow=("installer",))
def show_recap(visit: Visit, dossier_id: str) -> Response:
    """Show all that will be sent, what it still lacks and what deserves a second look."""
    dossier = load_dossier(dossier_id, seen_by=as_actor(visit.person, "page"))
    if dossier.head.status is not Status.DRAFT:
        return visit.go(f"/dossiers/{dossier_id}")
    return draw_recap(visit, dossier)


def draw_recap(visit: Visit, dossier: Dossier, *, status: int = 200) -> Response:
    """Draw the recap's page."""
    slots = required_slots(dossier.form, dossier.head.operator, business_now().date())
    return visit.show(
        "dossiers/recap.html",
        status=status,
        dossier=dossier,
        steps=make_steps(dossier, None),
        recaps=recap_form(dossier.form),
        pieces=show_pieces(dossier),
        slots=slots,
        slot_labels={slot.code: tell(slot.label) for slot in slots},
        obstacles=list_links(
            (
                *(problem for _step, problem in list_obstacles(dossier.form)),
                *list_missing_pieces(dossier, slots),
            )
        ),
        warnings=list_links(list_warnings(dossier.form)),
    )


def list_links(problems: tuple[FieldProblem, ...]) -> list[tuple[int, str, str]]:
    """Each problem with its step's number, the anchor of its field and its words."""
    return [
        (
            STEPS.index(find_step_of(problem.field) or Step.DOCUMENTS) + 1,
            f"field-{html_name(problem.field)}",
            tell(problem.message, **problem.values),
        )
        for problem in problems
    ]


@page(pages, "/dossiers/{dossier_id}/envoi", allow=("installer",), method="POST")
def send(visit: Visit, dossier_id: str) -> Response:
    """Send the dossier; a second click lands on the same confirmation."""
    actor = as_actor(visit.person, "page")
    try:
        submit_dossier(dossier_id, by=actor)
    except InvalidFields:
        return draw_recap(visit, load_dossier(dossier_id, seen_by=actor), status=422)
    return visit.go(f"/dossiers/{dossier_id}/envoye")


@page(pages, "/dossiers/{dossier_id}/envoye", allow=("installer",))
def show_sent(visit: Visit, dossier_id: str) -> Response:
    """Confirm the sending, with the reference number to read aloud."""
    dossier = load_dossier(dossier_id, seen_by=as_actor(visit.person, "page"))
    if not dossier.head.reference:
        return visit.go(f"/dossiers/{dossier_id}")
    return visit.show("dossiers/sent.html", dossier=dossier)
