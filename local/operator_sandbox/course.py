"""What the sandbox does with a request, and when: a pure function of what it was told.

Milestones are never stored: they follow from when the request came, which complements and orders
came since, and how the request is to behave. Codes DMTR, DMREC, INPL, INRP, CPRE, CPNR and CNRE are
the operators' attested words; the others are the sandbox's own. Its delays (10, 40 and 25 days) are
those that a partner portal announces, and oblige nobody.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import takewhile

from local.operator_sandbox.clock import day_in_france, days

REFUSAL_AFTER = days(8)
ASKS_AFTER = days(3)
QUALIFIED_AFTER = days(10)
ODDITY_AFTER = days(20)
VALIDATED_AFTER = days(40)
PROPOSAL_LASTS = days(90)
SHORT_PROPOSAL_LASTS = days(5)
LATE_REFUSAL_AFTER = days(2)
PLANNED_AFTER = days(5)
REPLANNED_AFTER = days(12)
COMMISSIONED_AFTER = days(25)


class Behaviour(StrEnum):
    """How a request is to turn out."""

    NOMINAL = "nominal"
    INCOMPLETE = "incomplete"
    """A piece is asked; its complement is accepted."""
    REFUSE = "refuse"
    REFUSE_LATE = "refuse_late"
    """Refused after having been validated."""
    REPLAN = "replan"
    """The first visit cannot take place; commissioning must be ordered again."""
    NOT_DONE = "not_done"
    """The first visit is closed without commissioning."""
    LAPSE = "lapse"
    """The proposal lasts five days only."""
    UNKNOWN_CODE = "unknown_code"
    ERROR500 = "error500"
    """Every list that names this request answers 500."""
    NONSENSE = "nonsense"
    """This request's entry in a list is not what the API says."""
    TIMEOUT = "timeout"
    """Every list that names this request hangs."""
    LOST_REPLY = "lost_reply"
    """The first filing is recorded and answers 500 all the same."""


@dataclass(frozen=True)
class Milestone:
    """One thing that happened to a request."""

    code: str
    label: str
    at: datetime
    details: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Told:
    """Something the supplier told us about a request: a complement (its piece) or an order (its key)."""

    what: str
    at: datetime


@dataclass(frozen=True)
class Request:
    """A connection request as the sandbox keeps it."""

    external_id: str
    key: str
    content: dict[str, object]
    behaviour: Behaviour
    received_at: datetime
    complements: tuple[Told, ...] = ()
    orders: tuple[Told, ...] = ()
    cancelled_at: datetime | None = None


def milestones(request: Request, now: datetime) -> list[Milestone]:
    """All that has happened to the request by `now`, oldest first; its place in the list is its number."""
    past = list(takewhile(lambda one: one.at <= now, _course(request)))
    if request.cancelled_at is None:
        return past
    before = [one for one in past if one.at <= request.cancelled_at]
    return [*before, Milestone("ANNUL", "Demande annulée", request.cancelled_at)]


def is_validated(request: Request, now: datetime) -> bool:
    """Whether a commissioning can be ordered: validated, and neither over nor already ordered."""
    known = milestones(request, now)
    return bool(known) and known[-1].code in {"VALID", "INRP", "CPNR"}


def is_over(request: Request, now: datetime) -> bool:
    """Whether nothing more can happen to the request."""
    return milestones(request, now)[-1].code in {"CNRE", "REFUS", "CADUC", "CPRE", "ANNUL"}


def _course(request: Request) -> Iterator[Milestone]:
    yield Milestone("DMTR", "Demande transmise", request.received_at)
    if request.behaviour is Behaviour.REFUSE:
        yield Milestone("CNRE", "Demande close, non recevable", request.received_at + REFUSAL_AFTER)
        return
    complete_at = request.received_at
    if request.behaviour is Behaviour.INCOMPLETE:
        yield _asked(request)
        if not request.complements:
            return
        complete_at = request.complements[0].at
        yield Milestone("CPLR", "Complément reçu", complete_at)
    yield Milestone("DMREC", "Demande recevable", complete_at + QUALIFIED_AFTER)
    if request.behaviour is Behaviour.UNKNOWN_CODE:
        yield Milestone("ZZ99", "Jalon que personne ne connaît", complete_at + ODDITY_AFTER)
    yield from _from_proposal(request, complete_at + VALIDATED_AFTER)


def _asked(request: Request) -> Milestone:
    piece = str(request.content.get("asked_piece", "mairie"))
    return Milestone(
        "INCPL",
        "Demande incomplète : pièce attendue",
        request.received_at + ASKS_AFTER,
        {"piece": piece, "reason": "La pièce fournie n'est pas lisible."},
    )


def _from_proposal(request: Request, validated_at: datetime) -> Iterator[Milestone]:
    short = request.behaviour is Behaviour.LAPSE
    lapses_at = validated_at + (SHORT_PROPOSAL_LASTS if short else PROPOSAL_LASTS)
    until = {"valid_until": day_in_france(lapses_at).isoformat()}
    yield Milestone("VALID", "Demande validée, proposition émise", validated_at, until)
    if request.behaviour is Behaviour.REFUSE_LATE:
        yield Milestone("REFUS", "Demande refusée après étude", validated_at + LATE_REFUSAL_AFTER)
        return
    if not request.orders:
        yield Milestone("CADUC", "Proposition caduque", lapses_at)
        return
    for rank, order in enumerate(request.orders):
        yield from _visit(request.behaviour, rank, order.at)


def _visit(behaviour: Behaviour, rank: int, ordered_at: datetime) -> Iterator[Milestone]:
    done_at = ordered_at + COMMISSIONED_AFTER
    planned = {"planned_on": day_in_france(done_at).isoformat()}
    yield Milestone("MESC", "Mise en service commandée", ordered_at)
    yield Milestone("INPL", "Intervention planifiée", ordered_at + PLANNED_AFTER, planned)
    if behaviour is Behaviour.REPLAN and rank == 0:
        yield Milestone("INRP", "Intervention à replanifier", ordered_at + REPLANNED_AFTER)
    elif behaviour is Behaviour.NOT_DONE and rank == 0:
        yield Milestone("CPNR", "Close, prestation non réalisée", done_at)
    else:
        on = {"commissioned_on": day_in_france(done_at).isoformat()}
        yield Milestone("CPRE", "Close, prestation réalisée", done_at, on)
