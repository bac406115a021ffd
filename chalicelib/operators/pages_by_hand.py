"""Agents' acts on a request: correct its number, move its dossier by hand with a reason."""

from datetime import date

from chalice.app import Response

from chalicelib.accounts.acting import as_actor
from chalicelib.operators.blueprints import pages
from chalicelib.operators.refusals import MilestoneUnreadable
from chalicelib.operators.request_page import draw_request
from chalicelib.policy.audiences import AGENTS
from chalicelib.refusals import InvalidFields, NotFound, Refusal
from chalicelib.web.page import page
from chalicelib.web.visit import Visit
from chalicelib.words.translation import _, translate

REQUEST = "/operateurs/dossiers/{dossier_id}"


@page(pages, REQUEST + "/numero", method="POST", allow=AGENTS)
def correct(visit: Visit, dossier_id: str) -> Response:
    """Correct the operator's number; what is wrong with it is told at its field."""
    from chalicelib.operators.correct_reference import correct_reference

    form = visit.form
    try:
        correct_reference(
            dossier_id,
            form.text("number"),
            was=form.text("was"),
            by=as_actor(visit.person, "page"),
        )
    except NotFound:
        raise
    except Refusal as refusal:
        errors = {"number": translate(refusal.message, **refusal.values)}
        return draw_request(visit, dossier_id, errors=errors, status=refusal.status)
    return visit.go(f"/operateurs/dossiers/{dossier_id}", flash=_("Le numéro est corrigé."))


@page(pages, REQUEST + "/statut", method="POST", allow=AGENTS)
def move(visit: Visit, dossier_id: str) -> Response:
    """Move the dossier by hand, where its status allows it."""
    from chalicelib.operators.move_dossier import move_dossier

    form, actor = visit.form, as_actor(visit.person, "page")
    try:
        on = _read_day(form.text("moved_on"))
        move_dossier(dossier_id, form.text("move"), on, form.text("why"), by=actor)
    except NotFound:
        raise
    except InvalidFields as refusal:
        errors = {
            NAMES[one.field]: translate(one.message, **one.values) for one in refusal.problems
        }
        return draw_request(visit, dossier_id, errors=errors, status=422)
    except Refusal as refusal:
        field = NAMES.get(refusal.field or "", "move")
        errors = {field: translate(refusal.message, **refusal.values)}
        return draw_request(visit, dossier_id, errors=errors, status=refusal.status)
    return visit.go(f"/operateurs/dossiers/{dossier_id}", flash=_("Le dossier est déplacé."))


NAMES = {"move": "move", "reason": "why", "on": "moved_on"}
"""The fields of a move as the page names them: another form of it has its own date and reason."""


def _read_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise MilestoneUnreadable(field="on") from None
