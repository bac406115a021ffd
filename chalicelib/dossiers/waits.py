"""When a dossier waited for a piece: since when, at whose asking, how many days, and what it moves.

Pure. A wait begins and ends with the status, in the same transaction, so that it is a fact of the
dossier and no page reads the journal for it. What a wait moves is for the reference data to say:
a delay names what suspends it, and what no text suspends is not moved.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from chalicelib.reference.days import legal_day, local_zone
from chalicelib.reference.delays import Suspension
from chalicelib.rows.instants import hold_fields


class Asker(StrEnum):
    """Who asked for the piece: we (a verdict or an agent), or the grid operator."""

    US = "us"
    OPERATOR = "operator"


SUSPENDS: Mapping[Asker, frozenset[Suspension]] = {
    Asker.US: frozenset(),
    Asker.OPERATOR: frozenset({Suspension.OPERATOR_ASKS}),
}
"""Which delays a wait suspends: the operator knows nothing of what we ask for ourselves."""


@dataclass(frozen=True, slots=True)
class Wait:
    """One time that a dossier waited for a piece, in business time.

    `seq` is the number of the event that began it; `ended_at` is None while it lasts.
    """

    since: datetime
    seq: int
    asker: Asker = Asker.US
    ended_at: datetime | None = None

    def __post_init__(self) -> None:
        hold_fields(self, "since", "ended_at")


type Waits = tuple[Wait, ...]


@dataclass(frozen=True, slots=True)
class Suspended:
    """The dossier's clock stands still: since when, at whose asking, how many days now and in all."""

    since: datetime
    asker: Asker
    days: int
    days_in_all: int


def current_wait(waits: Waits) -> Wait | None:
    """Give the wait that lasts, or None."""
    return waits[-1] if waits and waits[-1].ended_at is None else None


def note_wait(
    waits: Waits,
    *,
    is_waiting: bool,
    asker: Asker,
    now: datetime,
    seq: int,
    asked_at: datetime | None = None,
) -> Waits:
    """Give the waits after an event: one begun, one ended, or the same.

    What the operator asks for is waited for since `asked_at`, when they asked, whatever we waited for
    by then and whenever we learnt of it: our own wait ends where theirs begins. No two overlap.
    """
    current = current_wait(waits)
    if not is_waiting:
        return waits if current is None else (*waits[:-1], replace(current, ended_at=now))
    if current is None:
        return (*waits, Wait(_begin(waits, asked_at, now), seq, asker))
    if asker is Asker.OPERATOR and current.asker is Asker.US:
        theirs = Wait(_begin(waits[:-1], asked_at, now), seq, asker)
        ours = () if theirs.since <= current.since else (replace(current, ended_at=theirs.since),)
        return (*waits[:-1], *ours, theirs)
    return waits


def _begin(before: Waits, asked_at: datetime | None, now: datetime) -> datetime:
    """Give when a wait begins: at the asking, never in the time to come nor in a wait before it."""
    ended = before[-1].ended_at if before else None
    begun = min(asked_at or now, now)
    return max(begun, ended) if ended else begun


def count_days(wait: Wait, now: datetime, postcode: str = "", since: datetime | None = None) -> int:
    """Count the days of a wait, as people at the site live them, from `since` on.

    Asked on the 3rd and accepted on the 7th is four days; within one day it is none.
    """
    begun = max(wait.since, since) if since else wait.since
    days = legal_day(wait.ended_at or now, postcode) - legal_day(begun, postcode)
    return max(0, days.days)


def count_waited(waits: Waits, now: datetime, postcode: str = "") -> int:
    """Count the days of all waits together."""
    return sum(count_days(one, now, postcode) for one in waits)


def find_suspension(waits: Waits, now: datetime, postcode: str = "") -> Suspended | None:
    """Say how long the clock has been standing still for a piece; None while it runs."""
    wait = current_wait(waits)
    if wait is None:
        return None
    days, days_in_all = count_days(wait, now, postcode), count_waited(waits, now, postcode)
    return Suspended(wait.since, wait.asker, days, days_in_all)


def move_by_waits(
    at: datetime,
    waits: Waits,
    suspended_by: Suspension,
    *,
    since: datetime,
    now: datetime,
    postcode: str = "",
) -> datetime:
    """Move the end of a delay that runs since an instant by the days that did not count.

    A wait that began after the end moves nothing: the delay had passed. While a wait lasts, the
    end stays ahead of `now`.
    """
    moved = at
    for wait in waits:
        if suspended_by in SUSPENDS[wait.asker] and wait.since < moved:
            moved = _add_days(moved, count_days(wait, now, postcode, since), postcode)
    return moved


def _add_days(at: datetime, days: int, postcode: str) -> datetime:
    """Add days on the site's own clock: the end of a day stays the end of a day."""
    local = at.astimezone(local_zone(postcode))
    return (local + timedelta(days=days)).astimezone(UTC)
