"""The plan: which delays begin with a milestone, until which other, and when they are over.

The plan is computed once, when the milestone is reached, and kept as data: what is shown and
acted on later does not move when a rule or a calendar changes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from chalicelib.dossiers.kinds import EventKind, Milestone
from chalicelib.reference.delays import Delay, Grade, due_at, find_delay


@dataclass(frozen=True, slots=True)
class Span:
    """Delays from one milestone to another.

    Of `rules` the first that holds for the dossier counts, unless `each`: then every one has
    its date.
    """

    starts: Milestone
    awaits: Milestone
    rules: tuple[str, ...]
    acts: EventKind
    each: bool = False


@dataclass(frozen=True, slots=True)
class Site:
    """What the plan needs of a dossier: where it is and its connection power (kVA)."""

    postcode: str
    power_kva: float | None


@dataclass(frozen=True, slots=True)
class Due:
    """What is due: something to be done at each of `dates`, unless `awaits` is reached first.

    `seq` is the number of the event that reached `starts`; dates are business time, UTC.
    """

    rule_id: str
    acts: EventKind
    starts: Milestone
    awaits: Milestone
    seq: int
    since: datetime
    dates: tuple[datetime, ...]
    legal_ref: str
    grade: Grade


PLAN: tuple[Span, ...] = (
    Span(
        Milestone.SUBMITTED,
        Milestone.SUBSCRIPTION_SIGNED,
        ("signature_reminder_1", "signature_reminder_2", "signature_reminder_3"),
        EventKind.REMINDER_DUE,
        each=True,
    ),
    Span(
        Milestone.REQUEST_QUALIFIED,
        Milestone.REQUEST_VALIDATED,
        ("proposal_small", "proposal"),
        EventKind.DELAY_PASSED,
    ),
    Span(
        Milestone.REQUEST_VALIDATED,
        Milestone.COMMISSIONED,
        ("connection_small", "connection"),
        EventKind.DELAY_PASSED,
    ),
    Span(
        Milestone.COMMISSIONING_ORDERED,
        Milestone.COMMISSIONED,
        ("commissioning",),
        EventKind.DELAY_PASSED,
    ),
)


def plan_due(
    milestone: Milestone, at: datetime, seq: int, site: Site, plan: tuple[Span, ...] = PLAN
) -> tuple[Due, ...]:
    """Plan what falls due after a milestone reached at an instant by the event numbered `seq`."""
    spans = (span for span in plan if span.starts is milestone)
    planned = (_plan_span(span, at, seq, site) for span in spans)
    return tuple(due for due in planned if due is not None)


def _plan_span(span: Span, at: datetime, seq: int, site: Site) -> Due | None:
    found = (find_delay(rule, at.date(), site.power_kva) for rule in span.rules)
    delays = [delay for delay in found if delay is not None]
    if not delays:
        return None
    counted = delays if span.each else delays[:1]
    first: Delay = counted[0]
    return Due(
        rule_id=first.rule_id,
        acts=span.acts,
        starts=span.starts,
        awaits=span.awaits,
        seq=seq,
        since=at,
        dates=tuple(sorted(due_at(delay, at, site.postcode) for delay in counted)),
        legal_ref=first.legal_ref,
        grade=first.grade,
    )


def is_moot(due: Due, reached: Mapping[Milestone, int]) -> bool:
    """Say whether nothing is due any more: the end was reached, or the start taken back.

    `reached` gives each milestone's event number: a start reached again by a later event
    makes the former delay moot too.
    """
    if due.awaits in reached or due.starts not in reached:
        return True
    return reached[due.starts] != due.seq


def next_date(due: Due, now: datetime) -> datetime | None:
    """Give the first date still to come; dates missed meanwhile are acted on as one."""
    return next((one for one in due.dates if one > now), None)
