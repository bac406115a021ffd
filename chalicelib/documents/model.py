"""What may happen to the files of a dossier: pure decisions, from a dossier to a change.

A file goes `pending → readable | rejected | held`, and from `readable` to `accepted` at once where
the stage's policy names a rule that accepts it; what comes late or twice moves nothing.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from chalicelib.aws.items import Operation
from chalicelib.cases.files.model import WITH_COPY
from chalicelib.cases.files.refusals import SlotUnknown
from chalicelib.cases.files.transitions import forgotten, pending_again, with_verdict
from chalicelib.cases.thread import put_thread, read_thread
from chalicelib.documents.refusals import UploadClosed
from chalicelib.documents.room import may_upload, require_room
from chalicelib.dossiers.acceptance import accept_by_rule
from chalicelib.dossiers.attached import EVENTS, is_attached
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.model import Change, Dossier, Piece, PieceState
from chalicelib.dossiers.needed_slots import list_needed_slots
from chalicelib.dossiers.paper_rows import put_reading
from chalicelib.dossiers.pieces import LACKING, settle_pieces
from chalicelib.dossiers.statuses import Status
from chalicelib.readings.model import PaperReadings
from chalicelib.reference.attached_slots import ATTACHED_SLOTS
from chalicelib.reference.required_pieces import OTHER, Slot, find_slot
from chalicelib.verdicts.checked import Checked
from chalicelib.verdicts.verdict import Outcome

MOST_REPLACED = 12
"""So many older files one accepted file replaces at once: a transaction has a bounded size."""


VERDICT_EVENTS = {
    PieceState.READABLE: EventKind.PIECE_READABLE,
    PieceState.ACCEPTED: EventKind.PIECE_ACCEPTED,
    PieceState.REJECTED: EventKind.PIECE_REFUSED,
    PieceState.HELD: EventKind.PIECE_HELD,
}
"""What a verdict's event is called, by what it made of the file."""


def list_slots_of(dossier: Dossier, now: datetime) -> tuple[Slot, ...]:
    """List a dossier's slots: those of its answers, and those that an operator asked for."""
    slots = list_needed_slots(dossier, now)
    known = {slot.code for slot in slots}
    asked = dict.fromkeys(piece.slot for piece in dossier.pieces if piece.slot not in known)
    return slots + tuple(replace(OTHER, code=code) for code in asked)


def load_slot(dossier: Dossier, code: str, now: datetime) -> Slot:
    """Load a slot of a dossier by its code; SlotUnknown when it has none of that code."""
    if code in ATTACHED_SLOTS:
        return ATTACHED_SLOTS[code]
    slot = find_slot(list_slots_of(dossier, now), code)
    if slot is None:
        raise SlotUnknown
    return slot


def add_pending(dossier: Dossier, piece: Piece, now: datetime) -> Change | None:
    """Decide to keep a file that is announced or has arrived; None when it is known already."""
    if dossier.find_piece(piece.document_id):
        return None
    slot = load_slot(dossier, piece.slot, now)
    require_room(dossier, slot, piece.size_bytes, piece.created_by)
    return change_pieces(dossier, EventKind.PIECE_UPLOADED, (piece,), now)


def record_verdict(
    dossier: Dossier,
    document_id: str,
    checked: Checked,
    now: datetime,
    paper: PaperReadings | None = None,
) -> Change | None:
    """Decide what a verdict changes; None when the file left `pending` before (R25).

    What was read in a readable file is kept in the same transaction, in which the stage's policy
    may accept it.
    """
    piece = dossier.find_piece(document_id)
    if piece is None or piece.state is not PieceState.PENDING:
        return None
    slot = load_slot(dossier, piece.slot, now)
    replaced = _replaced_by(dossier, piece, slot, checked.verdict.outcome)
    decided = with_verdict(piece, checked, now)
    if decided.state is PieceState.READABLE and not is_attached(slot.code):
        decided = accept_by_rule(dossier, decided, paper, now)
    if decided.state is PieceState.REJECTED and not decided.words:
        asked = [one.words for one in replaced if one.words]
        decided = replace(decided, words=asked[-1] if asked else "")
    kind = VERDICT_EVENTS[decided.state]
    superseded = (replace(one, state=PieceState.SUPERSEDED) for one in replaced[-MOST_REPLACED:])
    change = change_pieces(dossier, kind, (decided, *superseded), now)
    change = replace(change, also=_call_sender(dossier, decided))
    if paper is None or not paper.has_text or decided.state not in WITH_COPY:
        return change
    return replace(change, also=(*change.also, put_reading(dossier.head.dossier_id, paper)))


def _call_sender(dossier: Dossier, decided: Piece) -> tuple[Operation, ...]:
    """Have who sent a file with a message look at it again when it is refused after all."""
    thread = read_thread(dossier)
    sent = thread.files.get(decided.document_id)
    if sent is None or decided.state is not PieceState.REJECTED:
        return ()
    after = thread.called(sent.number, to=sent.side)
    return (put_thread(dossier.head.dossier_id, after),)


def _replaced_by(dossier: Dossier, piece: Piece, slot: Slot, outcome: Outcome) -> tuple[Piece, ...]:
    """List the older files of the slot that a decided one replaces.

    A rejected file replaces only what was lacking; a readable one, in a slot of one file, all.
    Where a draft's slot takes several, each stands for itself: nobody would learn that one of
    four photos was refused if the next one took its line. Whoever sent it takes it out.
    """
    if is_attached(slot.code) or (slot.is_several and dossier.head.status is Status.DRAFT):
        return ()
    takes_place = outcome is Outcome.ACCEPTED and not slot.is_several
    older = (one for one in dossier.pieces_of(piece.slot) if one.created_at <= piece.created_at)
    return tuple(
        one
        for one in older
        if one.document_id != piece.document_id and (takes_place or one.state in LACKING)
    )


def forget_unsent(dossier: Dossier, document_id: str, now: datetime) -> Change | None:
    """Decide to forget a file that was announced and never arrived."""
    piece = dossier.find_piece(document_id)
    if piece is None or piece.state is not PieceState.PENDING:
        return None
    return change_pieces(dossier, EventKind.PIECE_WITHDRAWN, (forgotten(piece),), now)


def arrive_late(dossier: Dossier, document_id: str, real: datetime, now: datetime) -> Change | None:
    """Decide to take back a file that was forgotten and has arrived after all; None for any other.

    A slow line may still be sending when the form of the upload has long expired: what came is
    not lost, unless a newer file was accepted in its place meanwhile. Raises UploadClosed when
    the slot takes nothing any more.
    """
    piece = dossier.find_piece(document_id)
    if piece is None or not piece.is_forgotten:
        return None
    slot = load_slot(dossier, piece.slot, now)
    if not may_upload(dossier, slot):
        raise UploadClosed
    if not slot.is_several and any(_replaces(one, piece) for one in dossier.pieces_of(slot.code)):
        return None
    back = pending_again(piece, real)
    return change_pieces(dossier, EventKind.PIECE_UPLOADED, (back,), now)


def _replaces(newer: Piece, piece: Piece) -> bool:
    return newer.state in WITH_COPY and newer.created_at > piece.created_at


def change_pieces(
    dossier: Dossier, kind: EventKind, pieces: Sequence[Piece], now: datetime
) -> Change:
    """Make a change of pieces, with the status and milestones that follow from the pieces after it."""
    first = pieces[0]
    details = {"slot": first.slot, "document_id": first.document_id}
    if kind is EventKind.PIECE_ACCEPTED:
        details["accepted_by"] = first.accepted_by
    if first.reasons:
        details["reasons"] = ",".join(first.reasons)
    if is_attached(first.slot):
        return Change(EVENTS[kind], dossier.head, pieces=tuple(pieces), details=details)
    change = Change(kind, dossier.head, pieces=tuple(pieces), details=details)
    return settle_pieces(dossier, change, list_slots_of(dossier, now))
