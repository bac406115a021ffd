"""Agents' pages: how the operators' connectors fare, and what is entered by hand."""

from datetime import date

from chalice.app import Response

from chalicelib.accounts.acting import as_actor
from chalicelib.operators import pages_by_hand
from chalicelib.operators.blueprints import pages
from chalicelib.operators.note_codes_read import note_codes_read
from chalicelib.operators.prepare_request import release_request
from chalicelib.operators.record_by_hand import record_by_hand
from chalicelib.operators.refusals import MilestoneUnreadable
from chalicelib.operators.request_page import draw_request
from chalicelib.policy.audiences import AGENTS
from chalicelib.refusals import NotFound, Refusal
from chalicelib.web.form import Form
from chalicelib.web.page import page
from chalicelib.web.visit import Visit
from chalicelib.words.translation import _, translate

LONGEST_DETAIL = 300
DETAILS = ("piece", "reason", "planned_on", "valid_until")


@page(pages, "/operateurs", allow=AGENTS)
def show_connectors(visit: Visit) -> Response:
    """Show every operator's connector, its troubles and the codes nobody knows."""
    from chalicelib.operators.connectors_page import draw_connectors

    return draw_connectors(visit)


@page(pages, "/operateurs/dossiers/{dossier_id}", allow=AGENTS)
def show_request(visit: Visit, dossier_id: str) -> Response:
    """Show a dossier's request and the form to enter a milestone by hand."""
    return draw_request(visit, dossier_id)


@page(pages, "/operateurs/dossiers/{dossier_id}", method="POST", allow=AGENTS)
def enter_milestone(visit: Visit, dossier_id: str) -> Response:
    """Enter a milestone by hand, with its date and the operator's reference."""
    form = visit.form
    try:
        record_by_hand(
            dossier_id,
            form.text("code"),
            _read_day(form.text("on")),
            by=as_actor(visit.person, "page"),
            reference=form.text("reference"),
            details=_details(form),
        )
    except NotFound:
        raise
    except Refusal as refusal:
        message = translate(refusal.message, **refusal.values)
        errors = {refusal.field or "code": message}
        return draw_request(visit, dossier_id, errors=errors, status=422)
    return visit.go(f"/operateurs/dossiers/{dossier_id}", flash=_("Le jalon est enregistré."))


@page(pages, "/operateurs/dossiers/{dossier_id}/reprendre", method="POST", allow=AGENTS)
def release(visit: Visit, dossier_id: str) -> Response:
    """Let the job try again, now, what failed or was put aside."""
    release_request(dossier_id, by=as_actor(visit.person, "page"))
    done = _("La démarche repart : elle est tentée dans la minute.")
    return visit.go(f"/operateurs/dossiers/{dossier_id}", flash=done)


@page(pages, "/operateurs/dossiers/{dossier_id}/codes-lus", method="POST", allow=AGENTS)
def read_codes(visit: Visit, dossier_id: str) -> Response:
    """Note that the unknown codes were read."""
    note_codes_read(dossier_id, by=as_actor(visit.person, "page"))
    done = _("C’est noté : le dossier n’est plus signalé.")
    return visit.go(f"/operateurs/dossiers/{dossier_id}", flash=done)


def _read_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise MilestoneUnreadable(field="on") from None


def _details(form: Form) -> dict[str, str]:
    told = {name: form.text(name)[:LONGEST_DETAIL] for name in DETAILS}
    return {name: text for name, text in told.items() if text}


__all__ = ["pages", "pages_by_hand"]
