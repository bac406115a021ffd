"""The piece that an operator awaits: asked for on the dossier, and noted once it has it."""

from dataclasses import replace
from datetime import timedelta

from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.model import Change, Piece, PieceState, RequestState
from chalicelib.dossiers.needed_slots import list_needed_slots
from chalicelib.dossiers.statuses import Move, Status
from chalicelib.operators.view import View, change_of, moved
from chalicelib.reference.required_pieces import OTHER, find_slot

LOOKS_AGAIN = timedelta(minutes=15)
"""When the job first looks whether an awaited piece has come, in real time."""


def ask_for_piece(view: View) -> Change | None:
    """The operator awaits a piece: so does the dossier."""
    raw = view.course.asked
    admitted = view.head.status in {Status.WITH_OPERATOR, Status.COMMISSIONING_PENDING}
    if raw is None or view.is_settled(raw) or not admitted:
        return None
    slot = _slot_of(view, raw.details.get("piece", ""))
    piece = Piece(
        document_id=f"asked-{view.request.number}-{raw.source}-{raw.number}",
        slot=slot,
        state=PieceState.EXPECTED,
        created_at=view.now,
        created_by=f"operator-{view.operator.code}",
        words=raw.details.get("reason", raw.label)[:500],
    )
    return change_of(
        view,
        EventKind.REQUEST_INCOMPLETE,
        raw,
        head=moved(view, Move.ASK_PIECE, came_from=view.head.status),
        request=replace(
            view.request,
            awaited_piece=slot,
            asked_at=raw.at,
            next_at=view.real_now + LOOKS_AGAIN,
        ),
        pieces=(piece,),
        details={"slot": slot, "asked_at": raw.at.isoformat()},
        also=view.settle(raw),
    )


def note_asked(view: View) -> Change | None:
    """The operator awaits a piece while the dossier waits for another: their clock stands from then on."""
    raw = view.course.asked
    if raw is None or view.is_settled(raw) or view.head.status is not Status.AWAITING_PIECE:
        return None
    if view.request.asked_at == raw.at:
        return None
    asked = replace(view.request, asked_at=raw.at)
    details = {"asked_at": raw.at.isoformat()}
    return change_of(view, EventKind.REQUEST_MILESTONE, raw, request=asked, details=details)


def note_answered(view: View) -> Change | None:
    """The operator has the piece that it awaited, whoever sent it."""
    raw = view.course.last
    awaited = view.request.awaited_piece or view.request.asked_at
    if not awaited or view.course.asked is not None:
        return None
    if view.head.status is Status.AWAITING_PIECE:
        return None
    to_order = view.request.state is RequestState.TO_ORDER
    had = replace(
        view.request,
        awaited_piece="",
        asked_at=None,
        next_at=view.request.next_at if to_order else None,
    )
    details = {"answered": view.request.awaited_piece}
    return change_of(view, EventKind.REQUEST_MILESTONE, raw, request=had, details=details)


def _slot_of(view: View, asked: str) -> str:
    """The dossier's slot that an operator names; a piece that has none of its own is another."""
    slots = list_needed_slots(view.dossier, view.now)
    return asked if find_slot(slots, asked) else OTHER.code
