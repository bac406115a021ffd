"""What the pieces of a dossier decide: its milestones, and whether it waits for one.

Every use case that adds, accepts, refuses or asks for a piece ends with `settle_pieces`, so
that the rule is written once.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Protocol

from chalicelib.cases.files.model import WITH_COPY
from chalicelib.dossiers.kinds import Milestone
from chalicelib.dossiers.model import Change, Dossier, Piece, PieceState
from chalicelib.dossiers.statuses import Move, Status, next_status
from chalicelib.dossiers.store import with_parts


class Slot(Protocol):
    """A piece that a dossier needs, as the reference data names it."""

    @property
    def code(self) -> str:
        """The slot's word, such as `consuel`."""

    @property
    def due(self) -> str:
        """When it is due: `submit`, `dso_request`, `commissioning` or `never`."""


LACKING = frozenset({PieceState.REJECTED, PieceState.REFUSED, PieceState.EXPECTED})
UNDECIDED = LACKING | {PieceState.PENDING, PieceState.HELD}
UPLOADED = WITH_COPY | {PieceState.PENDING, PieceState.HELD}

CAN_WAIT = frozenset({Status.NEW, Status.WITH_OPERATOR, Status.COMMISSIONING_PENDING})


def latest_pieces(dossier: Dossier) -> dict[str, Piece]:
    """Give the piece that counts in each slot: the last one that was not superseded.

    Where several stand side by side, one that a person refused counts until a newer one comes.
    """
    counting: dict[str, Piece] = {}
    for piece in dossier.pieces:
        known = counting.get(piece.slot)
        stays = known is not None and _is_refused_beside(known, piece)
        if piece.state is not PieceState.SUPERSEDED and not stays:
            counting[piece.slot] = piece
    return counting


def _is_refused_beside(refused: Piece, later: Piece) -> bool:
    """Say whether a person refused a piece while a later one stood there already: that is no answer."""
    decided_at = refused.decided_at
    return (
        refused.state is PieceState.REFUSED
        and decided_at is not None
        and later.created_at < decided_at
    )


def list_lacking(dossier: Dossier) -> tuple[Piece, ...]:
    """List the pieces that were refused or asked for and not replaced yet."""
    counting = latest_pieces(dossier)
    return tuple(
        piece
        for piece in dossier.pieces
        if piece.state in LACKING and _is_lacking(piece, counting[piece.slot])
    )


def _is_lacking(piece: Piece, counting: Piece) -> bool:
    """Say whether a refused or asked piece is the one that counts, or was refused along with it."""
    if piece.document_id == counting.document_id:
        return True
    first, last = sorted((piece, counting), key=lambda one: (one.created_at, one.document_id))
    return counting.state is PieceState.REFUSED and _is_refused_beside(first, last)


def has_undecided(dossier: Dossier) -> bool:
    """Say whether a piece is asked for, refused or in check."""
    return any(piece.state in UNDECIDED for piece in latest_pieces(dossier).values())


def is_met(dossier: Dossier, slot: Slot) -> bool:
    """Say whether a slot has an accepted piece."""
    return any(piece.state is PieceState.ACCEPTED for piece in dossier.pieces_of(slot.code))


def is_uploaded(dossier: Dossier, slot: Slot) -> bool:
    """Say whether a slot has a file that was not refused."""
    return any(piece.state in UPLOADED for piece in dossier.pieces_of(slot.code))


def milestones_of_pieces(dossier: Dossier, slots: Iterable[Slot]) -> frozenset[Milestone]:
    """Give the milestones that the accepted pieces of a sent dossier reach.

    The pieces are complete once all that is due for the connection request is accepted and
    nothing is asked for; the Consuel is accepted once all that is due before commissioning is.
    """
    due = tuple(slots)
    first = [slot for slot in due if slot.due in {"submit", "dso_request"}]
    last = [slot for slot in due if slot.due == "commissioning"]
    found: set[Milestone] = set()
    if not _gates_filing(dossier, last) and all(is_met(dossier, slot) for slot in first):
        found.add(Milestone.PIECES_COMPLETE)
    if all(is_met(dossier, slot) for slot in last):
        found.add(Milestone.CONSUEL_ACCEPTED)
    return frozenset(found)


def _gates_filing(dossier: Dossier, last: Iterable[Slot]) -> bool:
    """Say whether a piece keeps the request from being filed: lacking, in check or not accepted yet.

    One in check or to review that is due before commissioning only, such as the Consuel, does not.
    """
    later = {slot.code for slot in last}
    return any(
        piece.state in LACKING or (piece.state in UNDECIDED and piece.slot not in later)
        for piece in latest_pieces(dossier).values()
    ) or any(
        piece.state is PieceState.READABLE and piece.slot not in later for piece in dossier.pieces
    )


BY_PIECES = frozenset({Milestone.PIECES_COMPLETE, Milestone.CONSUEL_ACCEPTED})


def settle_pieces(dossier: Dossier, change: Change, slots: Iterable[Slot]) -> Change:
    """Complete a change of pieces with the status and the milestones that follow from it.

    A draft only keeps its files. A sent dossier waits for a piece while one is refused or
    asked for, and goes back where it came from once every piece can be read.
    """
    if not dossier.head.is_open:
        return change
    after = replace(with_parts(dossier, change.pieces, change.requests), head=change.head)
    status, came_from = _status_by_pieces(after)
    wanted = milestones_of_pieces(after, slots)
    known = dossier.head.milestones.keys() - set(change.unreached)
    lost = {name for name in BY_PIECES - wanted if name in known}
    if Milestone.REQUEST_FILED in known:
        # What was filed stays filed: a piece asked for afterwards suspends the status alone.
        lost.discard(Milestone.PIECES_COMPLETE)
    if Milestone.COMMISSIONING_ORDERED in known:
        lost.discard(Milestone.CONSUEL_ACCEPTED)
    return replace(
        change,
        head=replace(change.head, status=status, came_from=came_from),
        reached=(*change.reached, *sorted(wanted - known)),
        unreached=(*change.unreached, *sorted(lost)),
    )


def _status_by_pieces(dossier: Dossier) -> tuple[Status, Status | None]:
    head = dossier.head
    if head.status in CAN_WAIT and list_lacking(dossier):
        return next_status(head.status, Move.ASK_PIECE), head.status
    if head.status is Status.AWAITING_PIECE and not has_undecided(dossier):
        return next_status(head.status, Move.PIECES_ACCEPTED, head.came_from), None
    return head.status, head.came_from
