"""The plan: which delays begin with a milestone, until which other, and when they are over.

The plan is computed once, when the milestone is reached, and kept as data: what is shown and
acted on later does not move when a rule or a calendar changes. What a wait for a piece suspends
is added when a date is looked at, from the waits that the dossier knows of: no date is rewritten,
so no event that comes twice or late can move one twice.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from chalicelib.cases.process import Process, Span, plan
from chalicelib.dossiers.kinds import EventKind, Milestone
from chalicelib.dossiers.process import PROCESS
from chalicelib.dossiers.waits import Wait, Waits, move_by_waits
from chalicelib.reference.delays import Delay, Grade, Suspension, due_at, find_delay


@dataclass(frozen=True, slots=True)
class Site:
    """What the plan needs of a dossier: where it is and its connection power (kVA)."""

    postcode: str
    power_kva: float | None


@dataclass(frozen=True, slots=True)
class Due:
    """What is due: something to be done at each of `dates`, unless `awaits` is reached first.

    `seq` is the number of the event that reached `starts`; dates are business time, UTC, as they
    were planned. Without `starts` it is the wait for a piece that the event began.
    """

    rule_id: str
    acts: EventKind
    seq: int
    since: datetime
    dates: tuple[datetime, ...]
    legal_ref: str
    grade: Grade
    starts: Milestone | None = None
    awaits: Milestone | None = None
    suspended_by: Suspension = Suspension.NOTHING


def plan_due(
    milestone: Milestone, at: datetime, seq: int, site: Site, process: Process = PROCESS
) -> tuple[Due, ...]:
    """Plan what falls due after a milestone reached at an instant by the event numbered `seq`."""
    begun = ((awaits, span) for awaits, span in plan(process) if span.since == milestone)
    planned = (_plan_span(awaits, span, at, seq, site) for awaits, span in begun)
    return tuple(due for due in planned if due is not None)


def plan_wait(wait: Wait, postcode: str, process: Process = PROCESS) -> tuple[Due, ...]:
    """Plan the reminders of one wait for pieces, however many are asked for meanwhile."""
    pause = process.pause
    found = (find_delay(rule, wait.since.date()) for rule in (pause.rules if pause else ()))
    delays = [delay for delay in found if delay is not None]
    if pause is None or not delays:
        return ()
    due = Due(
        rule_id=delays[0].rule_id,
        acts=EventKind(pause.acts),
        seq=wait.seq,
        since=wait.since,
        dates=tuple(due_at(delay, wait.since, postcode) for delay in delays),
        legal_ref=delays[0].legal_ref,
        grade=delays[0].grade,
    )
    return (due,)


def _plan_span(awaits: str, span: Span, at: datetime, seq: int, site: Site) -> Due | None:
    found = (find_delay(rule, at.date(), site.power_kva) for rule in span.rules)
    delays = [delay for delay in found if delay is not None]
    if not delays:
        return None
    counted = delays if span.each else delays[:1]
    first: Delay = counted[0]
    return Due(
        rule_id=first.rule_id,
        acts=EventKind(span.acts),
        starts=Milestone(span.since),
        awaits=Milestone(awaits),
        seq=seq,
        since=at,
        dates=tuple(sorted(due_at(delay, at, site.postcode) for delay in counted)),
        legal_ref=first.legal_ref,
        grade=first.grade,
        suspended_by=first.suspended_by,
    )


def is_moot(due: Due, reached: Mapping[Milestone, int], wait: Wait | None = None) -> bool:
    """Say whether nothing is due any more: the end was reached, or the start taken back.

    `reached` gives each milestone's event number: a start reached again by a later event
    makes the former delay moot too. `wait` is the wait that lasts, if any.
    """
    if due.starts is None:
        return wait is None or wait.seq != due.seq
    if due.awaits in reached or due.starts not in reached:
        return True
    return reached[due.starts] != due.seq


def move_dates(due: Due, waits: Waits, now: datetime, postcode: str) -> tuple[datetime, ...]:
    """Give the dates as they stand at an instant: moved by what the waits suspended until then."""
    return tuple(
        move_by_waits(one, waits, due.suspended_by, since=due.since, now=now, postcode=postcode)
        for one in due.dates
    )


def next_date(dates: tuple[datetime, ...], now: datetime) -> datetime | None:
    """Give the first date still to come; dates missed meanwhile are acted on as one."""
    return next((one for one in dates if one > now), None)
