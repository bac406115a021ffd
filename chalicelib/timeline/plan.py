"""The plan: which delays begin with a milestone, until which other, and when they are over.

The plan is computed once, when the milestone is reached, and kept as data: what is shown and
acted on later does not move when a rule or a calendar changes. What a pause suspends is added when
a date is looked at, from what the case knows of it: no date is rewritten, so no event that comes
twice or late can move one twice.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib.cases.process import Pause, Process, Span, plan
from chalicelib.reference.days import legal_day
from chalicelib.reference.delays import Delay, Grade, Suspension, due_at, find_delay


@dataclass(frozen=True, slots=True)
class Site:
    """What the plan needs of a case: where it is, and its connection power (kVA) where it has one."""

    postcode: str = ""
    power_kva: float | None = None


class PauseBegun(Protocol):
    """A pause of a case that lasts."""

    @property
    def since(self) -> datetime:
        """Give its first business instant."""

    @property
    def seq(self) -> int:
        """Give the number of the event that began it."""


@dataclass(frozen=True, slots=True)
class Due:
    """What is due: something to be done at each of `dates`, unless `awaits` is reached first.

    `seq` is the number of the event that reached `starts`; dates are business time, UTC, as they
    were planned. Without `starts` it is the pause that the event began.
    """

    rule_id: str
    acts: str
    seq: int
    since: datetime
    dates: tuple[datetime, ...]
    legal_ref: str
    grade: Grade
    starts: str | None = None
    awaits: str | None = None
    suspended_by: Suspension = Suspension.NOTHING


def plan_due(
    process: Process, milestone: str, at: datetime, seq: int, site: Site
) -> tuple[Due, ...]:
    """Plan what falls due after a milestone reached at an instant by the event numbered `seq`."""
    begun = ((awaits, span) for awaits, span in plan(process) if span.since == milestone)
    planned = (_plan_span(awaits, span, at, seq, site) for awaits, span in begun)
    return tuple(due for due in planned if due is not None)


def plan_pause(pause: Pause, begun: PauseBegun, site: Site) -> tuple[Due, ...]:
    """Plan the reminders of one pause, whatever else makes it last meanwhile."""
    on = legal_day(begun.since, site.postcode)
    found = (find_delay(rule, on) for rule in pause.rules)
    delays = [delay for delay in found if delay is not None]
    if not delays:
        return ()
    due = Due(
        rule_id=delays[0].rule_id,
        acts=str(pause.acts),
        seq=begun.seq,
        since=begun.since,
        dates=tuple(due_at(delay, begun.since, site.postcode) for delay in delays),
        legal_ref=delays[0].legal_ref,
        grade=delays[0].grade,
    )
    return (due,)


def _plan_span(awaits: str, span: Span, at: datetime, seq: int, site: Site) -> Due | None:
    on = legal_day(at, site.postcode)
    found = (find_delay(rule, on, site.power_kva) for rule in span.rules)
    delays = [delay for delay in found if delay is not None]
    if not delays:
        return None
    counted = delays if span.each else delays[:1]
    first: Delay = counted[0]
    return Due(
        rule_id=first.rule_id,
        acts=str(span.acts),
        starts=str(span.since),
        awaits=str(awaits),
        seq=seq,
        since=at,
        dates=tuple(sorted(due_at(delay, at, site.postcode) for delay in counted)),
        legal_ref=first.legal_ref,
        grade=first.grade,
        suspended_by=first.suspended_by,
    )


def is_moot(due: Due, reached: Mapping[str, int], pause: PauseBegun | None = None) -> bool:
    """Say whether nothing is due any more: the end was reached, or the start taken back.

    `reached` gives each milestone's event number: a start reached again by a later event
    makes the former delay moot too. `pause` is the pause that lasts, if any.
    """
    if due.starts is None:
        return pause is None or pause.seq != due.seq
    if due.awaits in reached or due.starts not in reached:
        return True
    return reached[due.starts] != due.seq


def next_date(dates: tuple[datetime, ...], now: datetime) -> datetime | None:
    """Give the first date still to come; dates missed meanwhile are acted on as one."""
    return next((one for one in dates if one > now), None)
