"""The documents' pages: deposit with or without JavaScript, read, withdraw, and decide (agents)."""

import json

from chalice.app import Blueprint, Response

from chalicelib.aws.clock import business_now
from chalicelib.documents.decide_piece import (
    ask_piece,
    check_piece_again,
    refuse_piece,
    withdraw_piece,
)
from chalicelib.documents.decisions import AgentReason
from chalicelib.documents.keep_piece import note_arrival
from chalicelib.documents.model import list_slots_of, load_slot
from chalicelib.documents.read_piece import read_piece
from chalicelib.documents.slot_views import guide_to, is_pending, list_slot_views
from chalicelib.documents.ticket import open_form, open_ticket
from chalicelib.dossiers.acting import as_actor
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Dossier
from chalicelib.dossiers.statuses import Status
from chalicelib.refusals import FieldProblem, InvalidFields, Refusal
from chalicelib.verdicts.words import AGENT_LABELS
from chalicelib.web.headers import endpoint_headers
from chalicelib.web.page import page
from chalicelib.web.partials import provide
from chalicelib.web.visit import Visit
from chalicelib.web.words import _, tell

pages = Blueprint(__name__)

provide("list_slots", list_slot_views)
provide("any_pending", is_pending)
provide("guide_to", guide_to)

DOSSIER = "/dossiers/{dossier_id}"


@page(pages, "/dossiers/pieces-a-prevoir", allow=("installer", "agent"))
def show_pieces_ahead(visit: Visit) -> Response:
    """Show which pieces a dossier will need, before one is begun (F143)."""
    from chalicelib.documents.pieces_ahead import draw_pieces_ahead

    return draw_pieces_ahead(visit)


@page(pages, f"{DOSSIER}/pieces", allow=("installer", "agent", "client"))
def show_pieces(visit: Visit, dossier_id: str) -> Response:
    """Show the slots by themselves: the script takes the fresh list from here."""
    dossier = load_dossier(dossier_id, seen_by=as_actor(visit.person, "page"))
    return visit.show("documents/pieces.html", dossier=dossier, back=_place_of(dossier))


@page(pages, f"{DOSSIER}/pieces/{{slot}}/depot", allow=("installer",))
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
        back=_place_of(dossier),
    )


@page(pages, f"{DOSSIER}/pieces/{{slot}}/recu", allow=("installer",))
def receive_back(visit: Visit, dossier_id: str, slot: str) -> Response:
    """Come back from the bucket after a deposit without JavaScript."""
    actor = as_actor(visit.person, "page")
    document_id = visit.query.get("document", "")
    note_arrival(dossier_id, slot, document_id, by=actor, now=business_now())
    dossier = load_dossier(dossier_id, seen_by=actor)
    return visit.go(_place_of(dossier), flash=_("Fichier reçu : sa vérification commence."))


@page(pages, f"{DOSSIER}/pieces/{{slot}}/billet", method="POST", allow=("installer",))
def give_ticket(visit: Visit, dossier_id: str, slot: str) -> Response:
    """Give the script a ticket for one picked file, or the sentence that says why not."""
    size = visit.form.text("size_bytes")
    try:
        ticket = open_ticket(
            dossier_id,
            slot,
            file_name=visit.form.text("file_name"),
            size_bytes=int(size) if size.isdecimal() and len(size) < 15 else 0,
            by=as_actor(visit.person, "page"),
            resumes=True,
        )
    except Refusal as refusal:
        told = {"message": tell(refusal.message, **refusal.values)}
        return visit.answer(json.dumps(told), refusal.status, endpoint_headers())
    form = {
        "id": ticket.document_id,
        "url": ticket.post.url,
        "fields": dict(ticket.post.fields),
        "resumed": ticket.is_resumed,
    }
    return visit.answer(json.dumps(form), 201, endpoint_headers())


@page(pages, f"{DOSSIER}/fichiers/{{document_id}}", allow=("installer", "agent", "client"))
def read_file(visit: Visit, dossier_id: str, document_id: str) -> Response:
    """Send the browser to the served copy, for a few minutes."""
    return visit.go(read_piece(dossier_id, document_id, by=as_actor(visit.person, "page")))


@page(
    pages,
    f"{DOSSIER}/fichiers/{{document_id}}/retrait",
    method="POST",
    allow=("installer", "agent"),
)
def withdraw(visit: Visit, dossier_id: str, document_id: str) -> Response:
    """Take a file out of a draft, or take back a request for a piece."""
    dossier = withdraw_piece(dossier_id, document_id, by=as_actor(visit.person, "page"))
    return visit.go(_place_of(dossier), flash=_("La pièce est retirée."))


@page(pages, f"{DOSSIER}/fichiers/{{document_id}}/refus", allow=("agent",))
def show_refusal_form(visit: Visit, dossier_id: str, document_id: str) -> Response:
    """Ask the agent why the piece is refused."""
    return _draw_refusal(visit, dossier_id, document_id, {})


@page(pages, f"{DOSSIER}/fichiers/{{document_id}}/refus", method="POST", allow=("agent",))
def refuse(visit: Visit, dossier_id: str, document_id: str) -> Response:
    """Refuse a piece: the installer is told why."""
    reason = visit.form.text("reason")
    actor = as_actor(visit.person, "page")
    try:
        chosen = _choose_reason(reason)
        dossier = refuse_piece(dossier_id, document_id, chosen, visit.form.text("words"), by=actor)
    except InvalidFields as invalid:
        errors = {one.field: tell(one.message, **one.values) for one in invalid.problems}
        return _draw_refusal(visit, dossier_id, document_id, errors, status=422)
    return visit.go(
        _place_of(dossier), flash=_("La pièce est refusée : l’installateur est prévenu.")
    )


@page(pages, f"{DOSSIER}/fichiers/{{document_id}}/relance", method="POST", allow=("agent",))
def check_again(visit: Visit, dossier_id: str, document_id: str) -> Response:
    """Have a held file judged once more."""
    dossier = check_piece_again(dossier_id, document_id, by=as_actor(visit.person, "page"))
    return visit.go(_place_of(dossier), flash=_("La vérification est relancée."))


@page(pages, f"{DOSSIER}/demande-de-piece", allow=("agent",))
def show_request_form(visit: Visit, dossier_id: str) -> Response:
    """Ask the agent which piece is needed, and why."""
    return _draw_request(visit, dossier_id, {})


@page(pages, f"{DOSSIER}/demande-de-piece", method="POST", allow=("agent",))
def request_piece(visit: Visit, dossier_id: str) -> Response:
    """Ask the installer for one more piece: the dossier waits for it."""
    actor = as_actor(visit.person, "page")
    try:
        _require_words(visit.form.text("words"))
        dossier = ask_piece(dossier_id, visit.form.text("slot"), visit.form.text("words"), by=actor)
    except InvalidFields as invalid:
        errors = {one.field: tell(one.message, **one.values) for one in invalid.problems}
        return _draw_request(visit, dossier_id, errors, status=422)
    return visit.go(_place_of(dossier), flash=_("La pièce est demandée à l’installateur."))


def _place_of(dossier: Dossier) -> str:
    """Give the page on which the dossier's slots stand."""
    here = f"/dossiers/{dossier.head.dossier_id}"
    is_draft = dossier.head.status is Status.DRAFT
    return f"{here}/etape/5#pieces" if is_draft else f"{here}#pieces"


def _choose_reason(reason: str) -> AgentReason:
    if reason not in set(AgentReason):
        words = _("Motif : choisissez l’un des trois.")
        raise InvalidFields((FieldProblem("reason", "missing", words),))
    return AgentReason(reason)


def _require_words(words: str) -> None:
    if not words.strip():
        sentence = _("Précisions : dites à l’installateur ce qui est attendu et pourquoi.")
        raise InvalidFields((FieldProblem("words", "missing", sentence),))


def _draw_refusal(
    visit: Visit, dossier_id: str, document_id: str, errors: dict[str, str], *, status: int = 200
) -> Response:
    dossier = load_dossier(dossier_id, seen_by=as_actor(visit.person, "page"))
    return visit.show(
        "documents/refuse.html",
        status=status,
        dossier=dossier,
        piece=dossier.find_piece(document_id),
        document_id=document_id,
        reasons=[(str(one), tell(AGENT_LABELS[one])) for one in AgentReason],
        errors=errors,
        typed=visit.form.as_mapping() if visit.request.method == "POST" else {},
        back=_place_of(dossier),
    )


def _draw_request(
    visit: Visit, dossier_id: str, errors: dict[str, str], *, status: int = 200
) -> Response:
    dossier = load_dossier(dossier_id, seen_by=as_actor(visit.person, "page"))
    slots = [(slot.code, tell(slot.label)) for slot in list_slots_of(dossier, business_now())]
    return visit.show(
        "documents/request.html",
        status=status,
        dossier=dossier,
        slots=slots,
        errors=errors,
        typed=visit.form.as_mapping() if visit.request.method == "POST" else {},
        back=_place_of(dossier),
    )
