"""Read a journal forward: the dossier as it stood after each event, as far as turns depend on it.

Pure. Whose turn it was then is decided by the same rule as whose turn it is now: each event gives
a dossier of what the journal tells (status, milestones, waits, the states of its files, the piece
that the operator awaits), and `follow_progress` is asked about it. Nothing personal is needed, so
an erased dossier's ledger stays whole.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from chalicelib.audit.model import Event
from chalicelib.cases.model import Reached
from chalicelib.dossiers.kinds import EventKind, Milestone
from chalicelib.dossiers.model import (
    Dossier,
    Head,
    OperatorRequest,
    Piece,
    PieceState,
    RequestState,
)
from chalicelib.dossiers.pieces import LACKING
from chalicelib.dossiers.signing import subscription_rows
from chalicelib.dossiers.statuses import Status
from chalicelib.dossiers.waits import Asker, note_wait

PIECE_STATES = {
    EventKind.PIECE_UPLOADED: PieceState.PENDING,
    EventKind.PIECE_RECHECKED: PieceState.PENDING,
    EventKind.PIECE_READABLE: PieceState.READABLE,
    EventKind.PIECE_ACCEPTED: PieceState.ACCEPTED,
    EventKind.PIECE_REINSTATED: PieceState.ACCEPTED,
    EventKind.PIECE_REFUSED: PieceState.REJECTED,
    EventKind.PIECE_HELD: PieceState.HELD,
    EventKind.PIECE_REQUESTED: PieceState.EXPECTED,
    EventKind.PIECE_WITHDRAWN: PieceState.SUPERSEDED,
    EventKind.REQUEST_INCOMPLETE: PieceState.EXPECTED,
}
"""What each event makes of the file that it names."""

SETTLED = frozenset({EventKind.PIECE_READABLE, EventKind.PIECE_ACCEPTED, EventKind.PIECE_REFUSED})
"""A verdict: what was asked for or refused before in the same slot is replaced by the new file."""

SUBSCRIPTION = {
    EventKind.SUBSCRIPTION_DECLINED: "declined",
    EventKind.SUBSCRIPTION_LINK_SENT: "sent",
    EventKind.SUBSCRIPTION_SIGNED: "signed",
}
"""What each event makes of the subscription's row."""

UNANSWERED = frozenset({EventKind.REQUEST_REFUSED, EventKind.REQUEST_LAPSED})
"""The request is over, and with it what its operator awaited."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A dossier as it stood from an instant on."""

    at: datetime
    dossier: Dossier


def replay(events: Iterable[Event], now_head: Head) -> Iterator[Moment]:
    """Give the dossier after each event of its journal, oldest first.

    `now_head` is the head as it stands: it knows the day on which an operator says that a
    milestone was reached, which may be before we were told. Instants never go back.
    """
    told = {reached.seq: reached.at for reached in now_head.milestones.values()}
    standing: _Standing | None = None
    for event in events:
        at = min(told.get(event.seq, event.at), event.at)
        standing = standing or _Standing(at, now_head.postcode)
        at = max(at, standing.at)
        standing.follow(event, at)
        yield Moment(at, standing.dossier())


@dataclass
class _Standing:
    """What the events so far add up to."""

    at: datetime
    postcode: str
    created_at: datetime = field(init=False)
    pieces: dict[str, Piece] = field(default_factory=dict)
    awaited: str = ""
    subscription: str = ""
    asked_at: datetime | None = None

    def __post_init__(self) -> None:
        self.created_at = self.at
        self.head = Head("", "", "", self.at, self.at, postcode=self.postcode)

    def follow(self, event: Event, at: datetime) -> None:
        """Add one event, at the instant that it counts from."""
        kind = EventKind(event.kind)
        self.at = at
        self._follow_piece(kind, event)
        self._follow_request(kind, event)
        self.subscription = SUBSCRIPTION.get(kind, self.subscription)
        if self.subscription == "declined" and _is_readdressed(kind, event):
            self.subscription = "sent"
        self.head = self._head_after(kind, event)

    def _follow_piece(self, kind: EventKind, event: Event) -> None:
        slot = str(event.details.get("slot", ""))
        state = PIECE_STATES.get(kind)
        if state is None or not slot:
            return
        document_id = str(event.details.get("document_id", f"asked-{event.seq}"))
        known = self.pieces.get(document_id)
        fresh = Piece(document_id, slot, state, self.at, "", decided_at=self.at)
        piece = replace(known, state=state, decided_at=self.at) if known else fresh
        if kind in SETTLED:
            self._replace_lacking(piece)
        self.pieces[document_id] = piece

    def _replace_lacking(self, by: Piece) -> None:
        for one in tuple(self.pieces.values()):
            if one.slot == by.slot and one.document_id != by.document_id and one.state in LACKING:
                self.pieces[one.document_id] = replace(one, state=PieceState.SUPERSEDED)

    def _follow_request(self, kind: EventKind, event: Event) -> None:
        if kind is EventKind.REQUEST_INCOMPLETE:
            self.awaited = str(event.details.get("slot", ""))
        elif kind in UNANSWERED or "sent" in event.details or "answered" in event.details:
            self.awaited, self.asked_at = "", None
        if "asked_at" in event.details:
            self.asked_at = datetime.fromisoformat(str(event.details["asked_at"]))

    def _head_after(self, kind: EventKind, event: Event) -> Head:
        head = self.head
        status = Status(event.status_after) if event.status_after else head.status
        reached = {Milestone(name): Reached(self.at, event.seq) for name in event.reached}
        kept = {
            name: found for name, found in head.milestones.items() if name not in event.unreached
        }
        unreachable = kind is EventKind.NOTICE_BOUNCED or (
            head.client_unreachable and not _is_readdressed(kind, event)
        )
        return replace(
            head,
            status=status,
            updated_at=self.at,
            submitted_at=self.at if Milestone.SUBMITTED in event.reached else head.submitted_at,
            reminded_at=self.at if kind is EventKind.REMINDER_DUE else head.reminded_at,
            closed_at=self.at if status is Status.CANCELLED else None,
            milestones=kept | reached,
            client_unreachable=unreachable,
            waits=note_wait(
                head.waits,
                is_waiting=status is Status.AWAITING_PIECE,
                asker=Asker.OPERATOR if self.awaited or self.asked_at else Asker.US,
                now=self.at,
                seq=event.seq,
                asked_at=self.asked_at,
            ),
        )

    def dossier(self) -> Dossier:
        """Give the dossier as it stands."""
        requests: tuple[OperatorRequest, ...] = ()
        if Milestone.REQUEST_FILED in self.head.milestones:
            state = RequestState.OPEN
            requests = (OperatorRequest(1, "", state, self.at, awaited_piece=self.awaited),)
        rows = subscription_rows(self.subscription)
        return Dossier(self.head, pieces=tuple(self.pieces.values()), requests=requests, rows=rows)


def _is_readdressed(kind: EventKind, event: Event) -> bool:
    """Say whether an event put another address in the place of the client's."""
    return kind is EventKind.CLIENT_CORRECTED or "readdressed" in event.details
