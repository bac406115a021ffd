"""One run of the operators' job, and what it does about a request that cannot be acted on now."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from chalicelib.audit.model import Actor, platform
from chalicelib.aws.clock import real_instant
from chalicelib.aws.table import Table
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.model import Change, Dossier, OperatorRequest
from chalicelib.dossiers.postpone_request import postpone_request
from chalicelib.operators.apply_milestones import find_request
from chalicelib.operators.cadence import pause_after, with_jitter
from chalicelib.operators.connectors import open_connector
from chalicelib.operators.model import Connector

SHOWN_FROM = 3
"""Failures in a row on one request before agents are shown it."""

PIECE_PAUSE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Round:
    """One run of the job: its table, instants and connectors, and whether its time is over."""

    table: Table
    now: datetime
    real_now: datetime
    is_over: Callable[[], bool] = lambda: False
    connect: Callable[[str], Connector] = open_connector
    by: Actor = field(default_factory=lambda: platform("schedule"))


def change_in(
    round_: Round, dossier: Dossier, decide: Callable[[Dossier, datetime], Change | None]
) -> Dossier:
    """Change a dossier within the run: as the run's actor, at its business instant."""
    return change_dossier(
        dossier.head.dossier_id, decide, by=round_.by, table=round_.table, now=round_.now
    )


def put_off(
    round_: Round, dossier: Dossier, request: OperatorRequest, *, until: datetime | None = None
) -> None:
    """Nothing can be done now: the dossier waits for something. Look again later.

    `until` is the business instant that it waits for, where one is known.
    """
    next_at = real_instant(until) if until else round_.real_now + PIECE_PAUSE
    postpone_request(round_.table, dossier.head.dossier_id, request, next_at)


def try_later(round_: Round, dossier: Dossier, request: OperatorRequest, reason: str) -> None:
    """Try again after a pause; from the third failure on agents are shown it."""
    attempts = request.attempts + 1
    next_at = round_.real_now + with_jitter(pause_after(attempts))
    error = reason[:200]
    if attempts != SHOWN_FROM:
        postpone_request(
            round_.table,
            dossier.head.dossier_id,
            request,
            next_at,
            attempts=attempts,
            error=error,
        )
        return
    note_trouble(round_, dossier, request.number, attempts, error, next_at)


def put_aside(round_: Round, dossier: Dossier, request: OperatorRequest, reason: str) -> None:
    """The same call would fail again: an agent looks at it and lets it go."""
    attempts = max(request.attempts + 1, SHOWN_FROM)
    note_trouble(round_, dossier, request.number, attempts, reason[:200], None)


def note_trouble(
    round_: Round,
    dossier: Dossier,
    number: int,
    attempts: int,
    error: str,
    next_at: datetime | None,
) -> None:
    """Say on the dossier that its operator fails it (`attempts` 0: no longer), for agents."""

    def decide(dossier: Dossier, _now: datetime) -> Change | None:
        current = find_request(dossier, number)
        if current is None:
            return None
        told = replace(current, attempts=attempts, last_error=error, next_at=next_at)
        return Change(
            EventKind.REQUEST_MILESTONE,
            dossier.head,
            requests=(told,),
            details={"request": number, "operator": told.operator, "trouble": attempts},
        )

    change_in(round_, dossier, decide)
