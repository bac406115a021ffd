"""The installer's page with just what is asked for, and the history of one slot's files."""

from chalice.app import Response

from chalicelib.accounts.acting import as_actor
from chalicelib.aws.clock import business_now
from chalicelib.documents.blueprints import DOSSIER, pages
from chalicelib.documents.model import load_slot
from chalicelib.documents.piece_words import label_course, tell_decision, tell_review
from chalicelib.documents.places import place_of
from chalicelib.documents.slot_views import tell_reasons
from chalicelib.documents.to_give_page import draw_to_give
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Piece
from chalicelib.dossiers.statuses import Status
from chalicelib.policy.audiences import INSTALLERS, PROFESSIONALS
from chalicelib.web.page import page
from chalicelib.web.visit import Visit
from chalicelib.words.translation import translate


@page(pages, f"{DOSSIER}/a-fournir", allow=INSTALLERS)
def show_to_give(visit: Visit, dossier_id: str) -> Response:
    """Show only the pieces that are asked for or refused, with what to do about each (F303)."""
    dossier = load_dossier(dossier_id, seen_by=as_actor(visit.person, "page"))
    if dossier.head.status is Status.DRAFT:
        return visit.go(place_of(dossier))
    return draw_to_give(visit, dossier)


@page(pages, f"{DOSSIER}/pieces/{{slot}}/historique", allow=PROFESSIONALS)
def show_history(visit: Visit, dossier_id: str, slot: str) -> Response:
    """Show every file that a slot ever had, newest first, with what became of each."""
    dossier = load_dossier(dossier_id, seen_by=as_actor(visit.person, "page"))
    wanted = load_slot(dossier, slot, business_now())
    pieces = [piece for piece in dossier.pieces if piece.slot == slot]
    return visit.show(
        "documents/history.html",
        label=translate(wanted.label),
        lines=[show_course(piece) for piece in reversed(pieces)],
        back=place_of(dossier),
    )


def show_course(piece: Piece) -> dict[str, object]:
    """One file of the history, in words."""
    label, tone = label_course(piece)
    return {
        "piece": piece,
        "label": translate(label),
        "tone": tone,
        "decision": tell_decision(piece),
        "review": tell_review(piece),
        "reasons": tell_reasons(piece),
    }
