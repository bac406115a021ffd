"""Files that stand beside a dossier's pieces: who may add, read and take them out. Pure.

A file is *given* once the message or the request that it came with is sent; before that it is
its author's alone, as the words of a message are.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from chalicelib.audit.model import Actor
from chalicelib.aws.items import Delete
from chalicelib.cases.files.given import is_given
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.model import Change, Dossier, Piece, PieceState
from chalicelib.dossiers.statuses import Status
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import can
from chalicelib.reference.attached_slots import ATTACHED_SLOTS, MESSAGE_FILE, TOTAL_CONSUEL
from chalicelib.refusals import NotFound, Refusal
from chalicelib.rows.cases import PIECE
from chalicelib.words.translation import _

ADDING: Final[Mapping[str, Connection]] = {
    MESSAGE_FILE.code: Connection.ATTACH,
    TOTAL_CONSUEL.code: Connection.ASK_AMENDMENT,
}
"""What somebody does who deposits in a slot beside the pieces."""

EVENTS: Final[Mapping[EventKind, EventKind]] = {
    EventKind.PIECE_UPLOADED: EventKind.FILE_ATTACHED,
    EventKind.PIECE_READABLE: EventKind.ATTACHED_READABLE,
    EventKind.PIECE_REFUSED: EventKind.ATTACHED_REFUSED,
    EventKind.PIECE_HELD: EventKind.ATTACHED_HELD,
    EventKind.PIECE_WITHDRAWN: EventKind.ATTACHED_REMOVED,
    EventKind.PIECE_RECHECKED: EventKind.ATTACHED_RECHECKED,
}
"""What a piece's event is called when the file stands beside the pieces: it queues no mail."""


class AlreadyGiven(Refusal):
    """The message or the request that the file came with is sent: it stays."""

    code = "already-given"
    status = 409
    message = _(
        "Ce fichier est parti avec un message ou une demande : il ne peut plus être retiré. "
        "Dites dans un nouveau message qu’il ne compte pas."
    )


def is_attached(slot: str) -> bool:
    """Say whether a slot's files stand beside the pieces."""
    return slot in ATTACHED_SLOTS


def may_add(by: Actor, slot: str) -> bool:
    """Say whether somebody may deposit in a slot at all; pieces are installers'."""
    return can(by, ADDING.get(slot, Connection.HAND_IN))


def takes_attached(dossier: Dossier) -> bool:
    """Say whether files may come beside the pieces: on a sent dossier whose person is not erased."""
    head = dossier.head
    is_sent = bool(head.reference) and head.status is not Status.DRAFT
    return is_sent and not dossier.is_erasure_begun


def list_own(dossier: Dossier, slot: str, person_id: str) -> tuple[Piece, ...]:
    """List a person's files of a slot that went with nothing yet, oldest first, refused ones too."""
    return tuple(
        one
        for one in dossier.pieces_of(slot)
        if one.created_by == person_id and not is_given(dossier, one)
    )


def may_read_attached(dossier: Dossier, piece: Piece, by: Actor) -> bool:
    """Say whether somebody may read a file beside the pieces: its author, or both sides once given."""
    if not can(by, Connection.ATTACH):
        return False
    return piece.created_by == by.person_id or is_given(dossier, piece)


def take_out(dossier: Dossier, document_id: str, person_id: str) -> Change | None:
    """Decide to take a file out of a message or a request that is not sent yet: its author's.

    Raises NotFound for what is none of theirs, AlreadyGiven; again, it changes nothing.
    """
    file = dossier.find_piece(document_id)
    if file is None or not is_attached(file.slot) or file.created_by != person_id:
        raise NotFound
    if file.state is PieceState.SUPERSEDED:
        return None
    if is_given(dossier, file):
        raise AlreadyGiven
    gone = replace(file, state=PieceState.SUPERSEDED, pending_since=None)
    details = {"slot": file.slot, "document_id": document_id}
    return Change(EventKind.ATTACHED_REMOVED, dossier.head, pieces=(gone,), details=details)


def forget_row(dossier_id: str, file: Piece) -> Delete:
    """Write the operation that forgets where a file stood, once it stands in a slot."""
    return Delete(*PIECE.key(dossier_id, file.slot, file.document_id))
