"""The documents' pages: deposit with or without JavaScript, read and withdraw; others stand apart."""

from chalice.app import Response

from chalicelib.accounts.acting import as_actor
from chalicelib.aws.clock import business_now
from chalicelib.cases.files.answer_ticket import answer_ticket
from chalicelib.cases.files.keep_file import note_arrival
from chalicelib.cases.files.ticket import open_form, open_ticket
from chalicelib.documents import pages_agents, pages_to_give
from chalicelib.documents.attached_views import show_own_files, show_sent_files
from chalicelib.documents.blueprints import DOSSIER, pages
from chalicelib.documents.decide_piece import withdraw_piece
from chalicelib.documents.model import load_slot
from chalicelib.documents.places import place_of, place_of_slot
from chalicelib.documents.read_piece import read_piece
from chalicelib.documents.slot_views import guide_to, is_pending, list_slot_views
from chalicelib.dossiers.attached import is_attached
from chalicelib.dossiers.load import load_dossier
from chalicelib.policy.audiences import PROFESSIONALS, SIGNED_IN
from chalicelib.web.page import page
from chalicelib.web.partials import provide
from chalicelib.web.visit import Visit
from chalicelib.words.translation import _

__all__ = ["pages", "pages_agents", "pages_to_give"]

provide("list_slots", list_slot_views)
provide("any_pending", is_pending)
provide("guide_to", guide_to)
provide("show_own_files", show_own_files)
provide("show_sent_files", show_sent_files)


@page(pages, "/dossiers/pieces-a-prevoir", allow=PROFESSIONALS)
def show_pieces_ahead(visit: Visit) -> Response:
    """Show which pieces a dossier will need, before one is begun (F143)."""
    from chalicelib.documents.pieces_ahead import draw_pieces_ahead

    return draw_pieces_ahead(visit)


@page(pages, f"{DOSSIER}/pieces", allow=SIGNED_IN)
def show_pieces(visit: Visit, dossier_id: str) -> Response:
    """Show the slots by themselves: the script takes the fresh list from here."""
    dossier = load_dossier(dossier_id, seen_by=as_actor(visit.person, "page"))
    return visit.show("documents/pieces.html", dossier=dossier, back=place_of(dossier))


@page(pages, f"{DOSSIER}/pieces/{{slot}}/depot", allow=PROFESSIONALS)
def show_deposit(visit: Visit, dossier_id: str, slot: str) -> Response:
    """Show a form that posts one file straight to the bucket, without JavaScript."""
    actor = as_actor(visit.person, "page")
    back_path = f"/dossiers/{dossier_id}/pieces/{slot}/recu"
    ticket = open_form(dossier_id, slot, by=actor, back_path=back_path)
    dossier = load_dossier(dossier_id, seen_by=actor)
    wanted = load_slot(dossier, slot, business_now())
    return visit.show(
        "documents/deposit.html",
        dossier=dossier,
        slot=wanted,
        ticket=ticket,
        back=place_of_slot(dossier, slot),
    )


@page(pages, f"{DOSSIER}/pieces/{{slot}}/recu", allow=PROFESSIONALS)
def receive_back(visit: Visit, dossier_id: str, slot: str) -> Response:
    """Come back from the bucket after a deposit without JavaScript: a button leads on."""
    dossier = load_dossier(dossier_id, seen_by=as_actor(visit.person, "page"))
    load_slot(dossier, slot, business_now())
    document_id = visit.query.get("document", "")
    return visit.show("documents/received.html", document_id=document_id)


@page(pages, f"{DOSSIER}/pieces/{{slot}}/recu", method="POST", allow=PROFESSIONALS)
def note_received(visit: Visit, dossier_id: str, slot: str) -> Response:
    """Keep the row of a file that was deposited without JavaScript."""
    actor = as_actor(visit.person, "page")
    document_id = visit.form.text("document")
    note_arrival(dossier_id, slot, document_id, by=actor, now=business_now())
    dossier = load_dossier(dossier_id, seen_by=actor)
    return visit.go(
        place_of_slot(dossier, slot), flash=_("Fichier reçu : sa vérification commence.")
    )


@page(pages, f"{DOSSIER}/pieces/{{slot}}/billet", method="POST", allow=PROFESSIONALS)
def give_ticket(visit: Visit, dossier_id: str, slot: str) -> Response:
    """Give the script a ticket for one picked file, or the sentence that says why not."""
    return answer_ticket(visit, lambda **picked: open_ticket(dossier_id, slot, **picked))


@page(pages, f"{DOSSIER}/fichiers/{{document_id}}", allow=SIGNED_IN)
def read_file(visit: Visit, dossier_id: str, document_id: str) -> Response:
    """Send the browser to the served copy, for a few minutes."""
    return visit.go(read_piece(dossier_id, document_id, by=as_actor(visit.person, "page")))


@page(
    pages,
    f"{DOSSIER}/fichiers/{{document_id}}/retrait",
    method="POST",
    allow=PROFESSIONALS,
)
def withdraw(visit: Visit, dossier_id: str, document_id: str) -> Response:
    """Take a file out of a draft or of a message not sent, or take back a request for a piece."""
    dossier = withdraw_piece(dossier_id, document_id, by=as_actor(visit.person, "page"))
    gone = dossier.find_piece(document_id)
    if gone is not None and is_attached(gone.slot):
        return visit.go(place_of_slot(dossier, gone.slot), flash=_("Le fichier est retiré."))
    return visit.go(place_of(dossier), flash=_("La pièce est retirée."))
