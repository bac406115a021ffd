"""What of a dossier waits for an agent, and for what reason: pure, from the dossier alone."""

from datetime import date
from enum import StrEnum

from chalicelib.cases.files.given import is_given
from chalicelib.cases.thread import read_thread
from chalicelib.dossiers.client_address import is_of_address
from chalicelib.dossiers.kinds import Milestone
from chalicelib.dossiers.model import (
    Dossier,
    Head,
    Piece,
    PieceState,
    RequestState,
)
from chalicelib.dossiers.sides import AGENTS
from chalicelib.dossiers.signing import has_declined, is_left_unsigned
from chalicelib.dossiers.statuses import Status
from chalicelib.reference.acceptance import Rule, name_rule
from chalicelib.rows.beside import WAITING
from chalicelib.rows.dossiers import READING
from chalicelib.settings import OperatorSetting


class Reason(StrEnum):
    """Why an agent should look at a dossier."""

    HELD_PIECE = "held_piece"
    HELD_FILE = "held_file"
    """No verdict could be given on a file of a message or of a request: it may be judged anew."""
    TO_REVIEW = "to_review"
    """A piece can be read, and nobody of us has read it yet (F144)."""
    BY_HAND = "by_hand"
    CONNECTOR_TROUBLE = "connector_trouble"
    REFUSED_REQUEST = "refused_request"
    """The operator refused; what follows is filed once an agent has put it right."""
    CONTRADICTION = "contradiction"
    """A paper says other than the form, on a point that matters, and nobody explained it."""
    FLAGGED = "flagged"
    """The operator used a code that nobody knows."""
    LATE = "late"
    """A delay of law or practice passed before what was awaited came."""
    UNREAD_MESSAGE = "unread_message"
    """The installer wrote, and nobody of us has read it: even on a dossier that is over."""
    AMENDMENT = "amendment"
    """The installer asked for a change of what was sent."""
    CLIENT_QUESTION = "client_question"
    """The client asked something, and nobody has answered: on a dossier that is over too."""
    UNSIGNED = "unsigned"
    """The client let every reminder pass, or said no."""
    MISSING_REFERENCE = "missing_reference"
    """The request is filed, and its operator's number is not known yet."""
    REPLANNED = "replanned"
    """The operator could not come as planned: commissioning is to be ordered again."""
    CLIENT_ADDRESS = "client_address"
    """The client's address was replaced after sending, and no agent has looked at it yet."""


WATCHED = frozenset(
    {Reason.UNSIGNED, Reason.MISSING_REFERENCE, Reason.REPLANNED, Reason.CLIENT_ADDRESS}
)
"""What agents watch without having to act first: somebody else is asked already."""


EVEN_OVER = frozenset(
    {Reason.HELD_FILE, Reason.UNREAD_MESSAGE, Reason.AMENDMENT, Reason.CLIENT_QUESTION}
)
"""Reasons that hold on a dossier that is over too."""


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
FILED = frozenset(
    {RequestState.OPEN, RequestState.VALIDATED, RequestState.TO_ORDER, RequestState.ORDERED}
)
BEFORE_ORDER = frozenset({RequestState.VALIDATED, RequestState.TO_ORDER})

UNREAD = name_rule(Rule.FORMAT_CHECK)
"""What accepts a file without a look at its content: an agent looks at it all the same."""

DELAY_PASSED = "delay_passed"
"""How the flag of a delay begins; the milestone that was awaited and the rule follow."""


def delay_flag(awaited: Milestone, rule_id: str) -> str:
    """Write the flag of a delay that passed before a milestone was reached."""
    return f"{DELAY_PASSED}:{awaited}:{rule_id}"


def standing_flags(head: Head) -> tuple[str, ...]:
    """List the flags that still call for an agent: a delay's no more once its end came."""
    return tuple(flag for flag in head.flags if not _is_settled(flag, head))


def _is_delay(flag: str) -> bool:
    return flag.partition(":")[0] == DELAY_PASSED


def _is_settled(flag: str, head: Head) -> bool:
    _kind, _colon, rest = flag.partition(":")
    return _is_delay(flag) and rest.partition(":")[0] in head.milestones


def list_reasons(
    dossier: Dossier,
    operator: OperatorSetting | None,
    on: date,
    known: tuple[str, ...] | None = None,
) -> tuple[Reason, ...]:
    """List why an agent should look at a dossier on that day, in the order they are shown.

    `known` are the reasons as they were, where nothing has changed that papers say or are
    compared with: they are not compared again, for most changes concern none of it.
    """
    of_request = _reasons_of_request(dossier, operator)
    of_rows = _reasons_of_rows(dossier)
    facts = {
        Reason.HELD_PIECE: any(piece.state is PieceState.HELD for piece in dossier.pieces),
        Reason.HELD_FILE: any(
            file.state is PieceState.HELD and is_given(dossier, file) for file in dossier.attached
        ),
        Reason.TO_REVIEW: dossier.head.is_open and bool(list_unreviewed(dossier)),
        Reason.BY_HAND: Reason.BY_HAND in of_request,
        Reason.CONNECTOR_TROUBLE: Reason.CONNECTOR_TROUBLE in of_request,
        Reason.REFUSED_REQUEST: Reason.REFUSED_REQUEST in of_request,
        Reason.CONTRADICTION: dossier.head.is_open
        and (_is_contradicted(dossier, on) if known is None else Reason.CONTRADICTION in known),
        Reason.FLAGGED: any(
            not _is_delay(flag) and not is_of_address(flag) for flag in dossier.head.flags
        ),
        Reason.LATE: any(_is_delay(flag) for flag in standing_flags(dossier.head)),
        Reason.UNREAD_MESSAGE: bool(read_thread(dossier).unread_by(AGENTS)),
        # What was asked of a dossier that is cancelled since is moot.
        Reason.AMENDMENT: dossier.head.status is not Status.CANCELLED
        and Reason.AMENDMENT in of_rows,
        Reason.CLIENT_QUESTION: Reason.CLIENT_QUESTION in of_rows,
        Reason.UNSIGNED: _is_unsigned(dossier),
        Reason.MISSING_REFERENCE: Reason.MISSING_REFERENCE in of_request,
        Reason.REPLANNED: Reason.REPLANNED in of_request,
        Reason.CLIENT_ADDRESS: any(map(is_of_address, dossier.head.flags)),
    }
    return tuple(reason for reason, holds in facts.items() if holds)


def _reasons_of_rows(dossier: Dossier) -> frozenset[Reason]:
    """What other rooms' rows call for: each of their declarations says while which column has what."""
    return frozenset(
        Reason(kind.waits.reason)
        for kind in WAITING
        if kind.waits and any(map(kind.waits.holds, kind.among(dossier.rows)))
    )


def _reasons_of_request(dossier: Dossier, operator: OperatorSetting | None) -> frozenset[Reason]:
    """What the current request to the operator waits for, of an agent."""
    request = dossier.current_request()
    if request is None:
        return frozenset()
    by_hand = operator is not None and operator.connector == "by_hand"
    active = request.state in ACTIVE
    again = request.state is RequestState.TO_FILE and request.number > 1
    facts = {
        Reason.BY_HAND: active and by_hand,
        Reason.CONNECTOR_TROUBLE: active and request.attempts >= CONNECTOR_TROUBLE_ATTEMPTS,
        Reason.REFUSED_REQUEST: again and not by_hand and request.next_at is None,
        Reason.MISSING_REFERENCE: request.state in FILED and not request.external_id,
        Reason.REPLANNED: request.is_replanned and request.state in BEFORE_ORDER,
    }
    return frozenset(reason for reason, holds in facts.items() if holds)


def list_unreviewed(dossier: Dossier) -> tuple[Piece, ...]:
    """List the files to review: readable ones, and those accepted by a rule that read nothing."""
    return tuple(
        piece
        for piece in dossier.pieces
        if piece.state is PieceState.READABLE
        or (piece.state is PieceState.ACCEPTED and piece.accepted_by == UNREAD)
    )


def _is_unsigned(dossier: Dossier) -> bool:
    is_asked = dossier.head.is_open and not dossier.reached(Milestone.SUBSCRIPTION_SIGNED)
    return is_asked and (has_declined(dossier) or is_left_unsigned(dossier))


def _is_contradicted(dossier: Dossier, on: date) -> bool:
    if not any(READING.among(dossier.rows)):
        return False
    from chalicelib.dossiers.radar import look_at_papers  # most Lambdas never compare anything

    return bool(look_at_papers(dossier, on).blocking)
