"""The JSON API of documents: a ticket to upload with, the slots, the file, and agents' decisions."""

from typing import TYPE_CHECKING

from chalice.app import Blueprint

from chalicelib.accounts.acting import as_actor
from chalicelib.accounts.model import Person
from chalicelib.aws.clock import business_now
from chalicelib.cases.files.model import WITH_COPY
from chalicelib.cases.files.ticket import Ticket, open_ticket
from chalicelib.documents.decide_piece import (
    accept_piece,
    ask_piece,
    check_piece_again,
    refuse_piece,
    withdraw_piece,
)
from chalicelib.documents.model import list_slots_of
from chalicelib.documents.read_piece import read_piece
from chalicelib.documents.room import may_upload
from chalicelib.documents.slot_views import tell_reasons, view_need
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Dossier, Piece
from chalicelib.policy.audiences import AGENTS, PROFESSIONALS, SIGNED_IN
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import can
from chalicelib.reference.days import legal_day
from chalicelib.reference.required_pieces import Slot
from chalicelib.web.call import Call, Reply
from chalicelib.web.endpoint import endpoint
from chalicelib.words.translation import _

if TYPE_CHECKING:
    from chalicelib.documents.forms import NewPiece, PieceRefusal, PieceRequest

api = Blueprint(__name__)

FORMS = "chalicelib.documents.forms"
PIECES = "/dossiers/{dossier_id}/pieces"
AHEAD = (
    "operator",
    "phases",
    "connection_power_kva",
    "installed_power_kva",
    "peak_power_kwc",
    "plant_location",
    "has_battery",
    "client_type",
)
"""The questions of `pieces_ahead`, which is imported when one is asked; a test ties both."""

type View = dict[str, object]


@endpoint(
    api,
    "GET",
    "/required-pieces",
    allow=PROFESSIONALS,
    summary=_("Lister les pièces à prévoir pour un dossier, d’après quelques réponses"),
    queries=AHEAD,
    gives=f"{FORMS}:SlotsNeeded",
)
def list_pieces_ahead(call: Call) -> View:
    """List the slots that a dossier with these answers would have, before there is one."""
    from chalicelib.documents.pieces_ahead import foresee_pieces, require_answers

    ahead = foresee_pieces(call.query, legal_day(business_now()))
    return {"slots": [view_need(slot) for slot in require_answers(ahead)]}


@endpoint(
    api,
    "POST",
    PIECES,
    allow=PROFESSIONALS,
    creates=True,
    summary=_("Annoncer un fichier et recevoir le formulaire qui l’envoie au stockage"),
    takes=f"{FORMS}:NewPiece",
    gives=f"{FORMS}:TicketAnswer",
)
def announce_piece(call: Call, dossier_id: str) -> Reply:
    """Open a ticket for one file; its form lives fifteen minutes."""
    wanted: NewPiece = call.body
    ticket = open_ticket(
        dossier_id,
        wanted.slot,
        file_name=wanted.file_name,
        size_bytes=wanted.size_bytes,
        by=as_actor(call.person, "api"),
        idempotency_key=call.idempotency_key,
    )
    return Reply(view_ticket(ticket), 201)


@endpoint(
    api,
    "GET",
    PIECES,
    allow=SIGNED_IN,
    summary=_("Lister les pièces attendues du dossier et leurs fichiers"),
    gives=f"{FORMS}:SlotsAnswer",
)
def list_pieces(call: Call, dossier_id: str) -> View:
    """List the slots of a dossier with their files."""
    return view_slots(load_dossier(dossier_id, seen_by=as_actor(call.person, "api")), call.person)


@endpoint(
    api,
    "GET",
    PIECES + "/{document_id}/file",
    allow=SIGNED_IN,
    summary=_("Télécharger un fichier lisible (redirection vers le stockage, 5 minutes)"),
    succeeds=(303,),
)
def download_piece(call: Call, dossier_id: str, document_id: str) -> Reply:
    """Redirect to the served copy of an accepted file."""
    url = read_piece(dossier_id, document_id, by=as_actor(call.person, "api"))
    return Reply(None, 303, {"Location": url})


@endpoint(
    api,
    "DELETE",
    PIECES + "/{document_id}",
    allow=PROFESSIONALS,
    summary=_("Retirer un fichier d’un brouillon, ou une pièce demandée par erreur"),
)
def remove_piece(call: Call, dossier_id: str, document_id: str) -> None:
    """Take a file out of a draft."""
    withdraw_piece(dossier_id, document_id, by=as_actor(call.person, "api"))


@endpoint(
    api,
    "POST",
    PIECES + "/{document_id}/accept",
    allow=AGENTS,
    summary=_("Noter qu’une pièce est relue et gardée, ou annuler un refus d’agent"),
    gives=f"{FORMS}:SlotsAnswer",
)
def accept(call: Call, dossier_id: str, document_id: str) -> View:
    """Keep an accepted piece once a person has looked at it."""
    actor = as_actor(call.person, "api")
    return view_slots(accept_piece(dossier_id, document_id, by=actor), call.person)


@endpoint(
    api,
    "POST",
    PIECES + "/{document_id}/refuse",
    allow=AGENTS,
    summary=_("Refuser une pièce, avec un motif"),
    takes=f"{FORMS}:PieceRefusal",
    gives=f"{FORMS}:SlotsAnswer",
)
def refuse(call: Call, dossier_id: str, document_id: str) -> View:
    """Refuse a piece."""
    wanted: PieceRefusal = call.body
    actor = as_actor(call.person, "api")
    dossier = refuse_piece(dossier_id, document_id, wanted.reason, wanted.words, by=actor)
    return view_slots(dossier, call.person)


@endpoint(
    api,
    "POST",
    PIECES + "/{document_id}/check-again",
    allow=AGENTS,
    summary=_("Relancer la vérification d’un fichier retenu"),
    gives=f"{FORMS}:SlotsAnswer",
)
def check_again(call: Call, dossier_id: str, document_id: str) -> View:
    """Have a held file judged once more."""
    actor = as_actor(call.person, "api")
    return view_slots(check_piece_again(dossier_id, document_id, by=actor), call.person)


@endpoint(
    api,
    "POST",
    "/dossiers/{dossier_id}/piece-requests",
    allow=AGENTS,
    summary=_("Demander une pièce de plus à l’installateur"),
    takes=f"{FORMS}:PieceRequest",
    gives=f"{FORMS}:SlotsAnswer",
)
def request_piece(call: Call, dossier_id: str) -> View:
    """Ask for a piece: the dossier waits for it."""
    wanted: PieceRequest = call.body
    dossier = ask_piece(dossier_id, wanted.slot, wanted.words, by=as_actor(call.person, "api"))
    return view_slots(dossier, call.person)


def view_ticket(ticket: Ticket) -> View:
    """A ticket as the API gives it."""
    return {
        "id": ticket.document_id,
        "slot": ticket.slot,
        "url": ticket.post.url,
        "fields": dict(ticket.post.fields),
        "most_bytes": ticket.most_bytes,
        "expires_at": ticket.expires_at,
    }


def view_slots(dossier: Dossier, reader: Person) -> View:
    """The slots as the API gives them; clients see files that can be read only."""
    slots = list_slots_of(dossier, business_now())
    return {"slots": [_view_slot(dossier, slot, reader) for slot in slots]}


def _view_slot(dossier: Dossier, slot: Slot, reader: Person) -> View:
    pieces = dossier.pieces_of(slot.code)
    if not can(reader, Connection.SEE_WANTED):
        pieces = tuple(piece for piece in pieces if piece.state in WITH_COPY)
    return {
        **view_need(slot),
        "may_upload": can(reader, Connection.HAND_IN) and may_upload(dossier, slot),
        "files": [_view_file(piece) for piece in pieces],
    }


def _view_file(piece: Piece) -> View:
    return {
        "id": piece.document_id,
        "state": piece.state,
        "file_name": piece.file_name,
        "size_bytes": piece.size_bytes,
        "pages": piece.pages,
        "reasons": list(tell_reasons(piece)),
        "words": piece.words,
        "decided_at": piece.decided_at,
        "accepted_at": piece.accepted_at,
    }
