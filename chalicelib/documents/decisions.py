"""What people decide about the files of a dossier: pure decisions, as those of `model`."""

from dataclasses import replace
from datetime import datetime

from chalicelib.audit.model import Actor
from chalicelib.cases.files.by_person import FileReason, accepted_by_person, refused_by_person
from chalicelib.cases.files.refusals import CannotDecide, SlotUnknown
from chalicelib.documents.model import change_pieces, load_slot
from chalicelib.documents.refusals import UploadClosed
from chalicelib.dossiers.attached import is_attached
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.model import Change, Dossier, Piece, PieceState
from chalicelib.dossiers.pieces import latest_pieces
from chalicelib.dossiers.statuses import Status
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import can

ACCEPTED_AS = {
    PieceState.READABLE: EventKind.PIECE_ACCEPTED,
    PieceState.ACCEPTED: EventKind.PIECE_REVIEWED,
    PieceState.REFUSED: EventKind.PIECE_REINSTATED,
}
"""What an agent's acceptance is called, by what the file was."""


def withdraw(dossier: Dossier, document_id: str, by: Actor, now: datetime) -> Change | None:
    """Decide to take a file out of a draft, or back what an agent asked for by mistake."""
    piece = _load_piece(dossier, document_id)
    if piece.state is PieceState.SUPERSEDED:
        return None
    may_edit = can(by, Connection.EDIT_DRAFT)
    in_draft = may_edit and dossier.head.status is Status.DRAFT
    if not in_draft and not (
        can(by, Connection.JUDGE_PIECE) and piece.state is PieceState.EXPECTED
    ):
        raise UploadClosed if may_edit else CannotDecide
    gone = replace(piece, state=PieceState.SUPERSEDED, pending_since=None)
    return change_pieces(dossier, EventKind.PIECE_WITHDRAWN, (gone,), now)


def refuse(
    dossier: Dossier, document_id: str, reason: FileReason, words: str, by: str, now: datetime
) -> Change | None:
    """Decide an agent's refusal of a file that can be read or is held; twice is once."""
    piece = _load_piece(dossier, document_id)
    if piece.state is not PieceState.REFUSED and not dossier.head.is_open:
        raise CannotDecide
    refused = refused_by_person(piece, reason, words, by, now)
    if refused is None or not dossier.head.is_open:
        return None
    change = change_pieces(dossier, EventKind.PIECE_REFUSED, (refused,), now)
    return replace(change, values={"words": words} if words else {})


def accept(dossier: Dossier, document_id: str, by: str, now: datetime) -> Change | None:
    """Decide that an agent read a file and accepts it, or takes back a refusal; twice is once.

    Raises as `accepted_by_person`.
    """
    piece = _load_piece(dossier, document_id)
    if not (dossier.head.is_open or piece.is_accepted_by_person):
        raise CannotDecide
    accepted = accepted_by_person(piece, by, now)
    if accepted is None:
        return None
    return change_pieces(dossier, ACCEPTED_AS[piece.state], (accepted,), now)


def ask(dossier: Dossier, piece: Piece, now: datetime) -> Change | None:
    """Decide to ask for a piece; what is already asked for is asked again only in other words."""
    load_slot(dossier, piece.slot, now)
    if not dossier.head.is_open or is_attached(piece.slot):
        raise UploadClosed
    latest = latest_pieces(dossier).get(piece.slot)
    if latest is not None and latest.state is PieceState.EXPECTED:
        if latest.words == piece.words:
            return None
        piece = replace(latest, words=piece.words)
    change = change_pieces(dossier, EventKind.PIECE_REQUESTED, (piece,), now)
    return replace(change, values={"words": piece.words} if piece.words else {})


def check_again(dossier: Dossier, document_id: str, real: datetime, now: datetime) -> Change:
    """Decide to judge a held file once more, a piece or one beside them."""
    piece = _load_file(dossier, document_id)
    if piece.state is not PieceState.HELD:
        raise CannotDecide
    pending = replace(piece, state=PieceState.PENDING, pending_since=real, attempts=0, reasons=())
    return change_pieces(dossier, EventKind.PIECE_RECHECKED, (pending,), now)


def _load_piece(dossier: Dossier, document_id: str) -> Piece:
    """Load a piece; one that stands beside them is nothing that people accept or refuse."""
    piece = _load_file(dossier, document_id)
    if is_attached(piece.slot):
        raise SlotUnknown
    return piece


def _load_file(dossier: Dossier, document_id: str) -> Piece:
    piece = dossier.find_piece(document_id)
    if piece is None:
        raise SlotUnknown
    return piece
