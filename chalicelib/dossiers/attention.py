"""What of a dossier waits for an agent, and for what reason: pure, from the dossier alone."""

from enum import StrEnum

from chalicelib.dossiers.model import Dossier, PieceState, RequestState
from chalicelib.settings import OperatorSetting


class Reason(StrEnum):
    """Why an agent should look at a dossier."""

    HELD_PIECE = "held_piece"
    BY_HAND = "by_hand"
    CONNECTOR_TROUBLE = "connector_trouble"
    FLAGGED = "flagged"


CONNECTOR_TROUBLE_ATTEMPTS = 3
"""An operator that failed so many times in a row on one request is shown to agents."""

ACTIVE = frozenset(
    {
        RequestState.TO_FILE,
        RequestState.OPEN,
        RequestState.VALIDATED,
        RequestState.TO_ORDER,
        RequestState.ORDERED,
        RequestState.TO_CANCEL,
    }
)


def list_reasons(dossier: Dossier, operator: OperatorSetting | None) -> tuple[Reason, ...]:
    """List why an agent should look at a dossier, in the order they are shown."""
    request = dossier.current_request()
    by_hand = operator is not None and operator.connector == "by_hand"
    active = request is not None and request.state in ACTIVE
    facts = {
        Reason.HELD_PIECE: any(piece.state is PieceState.HELD for piece in dossier.pieces),
        Reason.BY_HAND: active and by_hand,
        Reason.CONNECTOR_TROUBLE: request is not None
        and active
        and request.attempts >= CONNECTOR_TROUBLE_ATTEMPTS,
        Reason.FLAGGED: bool(dossier.head.flags),
    }
    return tuple(reason for reason, holds in facts.items() if holds)
