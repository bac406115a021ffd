"""The page of a dossier's request: what was told, what may be entered, corrected or moved."""

from collections.abc import Mapping

from chalice.app import Response

from chalicelib.accounts.acting import as_actor
from chalicelib.dossiers.status_labels import STATUSES
from chalicelib.operators.move_dossier import LONGEST_REASON, list_moves
from chalicelib.operators.overview import RequestView, view_request
from chalicelib.operators.view import LIVE
from chalicelib.web.visit import Visit
from chalicelib.words.translation import _, translate


def draw_request(
    visit: Visit,
    dossier_id: str,
    *,
    errors: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    """Draw the page, with what was typed and what is wrong with it."""
    view = view_request(dossier_id, by=as_actor(visit.person, "page"))
    return visit.show(
        "operators/request.html",
        status=status,
        view=view,
        values=visit.form.as_mapping() if errors else {},
        errors=errors or {},
        moves=make_moves(view),
        may_correct=view.request is not None and view.request.state in LIVE,
        longest=LONGEST_REASON,
    )


def make_moves(view: RequestView) -> list[tuple[str, str]]:
    """The moves by hand that the dossier's status allows, each with where it leads."""
    if view.request is None:
        return []
    words = _("Vers « {status} »")
    return [
        (str(move), translate(words, status=translate(STATUSES[following])))
        for move, following in list_moves(view.dossier.head.status)
    ]
