"""The statuses of a dossier and the only moves between them.

A move that the table does not hold is refused. What an operator says while the dossier
waits for a piece is kept as a raw milestone and applied once the dossier is back where it
came from.
"""

from collections.abc import Mapping
from enum import StrEnum

from chalicelib.cases.kind import Statuses


class Status(StrEnum):
    """Where a dossier stands, in the words installers read."""

    DRAFT = "brouillon"
    NEW = "nouveau"
    AWAITING_PIECE = "attente_de_piece"
    WITH_OPERATOR = "en_traitement_grd"
    COMMISSIONING_PENDING = "mes_en_attente"
    COMMISSIONING_ORDERED = "mise_en_service_commandee"
    CLOSED = "cloture"
    CANCELLED = "annule"


class Move(StrEnum):
    """What makes a dossier change its status."""

    SEND = "send"
    ASK_PIECE = "ask_piece"
    PIECES_ACCEPTED = "pieces_accepted"
    FILE = "file"
    VALIDATE = "validate"
    REFUSE = "refuse"
    ORDER = "order"
    REPLAN = "replan"
    COMMISSION = "commission"
    CANCEL = "cancel"


MOVES: Mapping[tuple[Status, Move], Status] = {
    (Status.DRAFT, Move.SEND): Status.NEW,
    (Status.NEW, Move.ASK_PIECE): Status.AWAITING_PIECE,
    (Status.NEW, Move.FILE): Status.WITH_OPERATOR,
    (Status.WITH_OPERATOR, Move.ASK_PIECE): Status.AWAITING_PIECE,
    (Status.COMMISSIONING_PENDING, Move.ASK_PIECE): Status.AWAITING_PIECE,
    (Status.WITH_OPERATOR, Move.VALIDATE): Status.COMMISSIONING_PENDING,
    (Status.COMMISSIONING_PENDING, Move.REFUSE): Status.WITH_OPERATOR,
    (Status.COMMISSIONING_PENDING, Move.ORDER): Status.COMMISSIONING_ORDERED,
    (Status.COMMISSIONING_ORDERED, Move.REPLAN): Status.COMMISSIONING_PENDING,
    (Status.COMMISSIONING_ORDERED, Move.COMMISSION): Status.CLOSED,
}
"""The design's table, but for the two moves that depend on more than the status."""

FINAL = frozenset({Status.CLOSED, Status.CANCELLED})
STATUSES = Statuses(Status.DRAFT, MOVES, FINAL)
BEFORE_FILING = frozenset({Status.DRAFT, Status.NEW})


def next_status(current: Status, move: Move, came_from: Status | None = None) -> Status:
    """Give the status after a move; IllegalMove when the table does not hold it.

    `came_from` is where a dossier that waits for a piece goes back to.
    """
    if move is Move.CANCEL and current not in FINAL:
        return Status.CANCELLED
    if move is Move.PIECES_ACCEPTED and current is Status.AWAITING_PIECE and came_from:
        return came_from
    return Status(STATUSES.after(current, move))


def is_before_filing(status: Status, came_from: Status | None) -> bool:
    """Say whether nothing has been filed yet: until then the installer may cancel."""
    return (came_from if status is Status.AWAITING_PIECE else status) in BEFORE_FILING
