"""What an operator's milestones say as a whole, in whatever order they came."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from chalicelib.operators.model import RawMilestone
from chalicelib.reference.days import end_of_day, legal_day
from chalicelib.reference.operators import Code, Meaning
from chalicelib.rows.instants import is_day_in_reach


@dataclass(frozen=True, slots=True)
class Course:
    """Where a request stands at its operator.

    `asked` is the milestone by which it awaits a piece, `setback` the one after which commissioning
    is to be ordered again, `ended` the one that ended the request without commissioning; each is
    None once something later has overtaken it.
    """

    qualified: RawMilestone | None = None
    validated: RawMilestone | None = None
    asked: RawMilestone | None = None
    ordered: RawMilestone | None = None
    setback: RawMilestone | None = None
    ended: RawMilestone | None = None
    commissioned: RawMilestone | None = None
    planned_on: date | None = None
    last: RawMilestone | None = None


def read_course(
    milestones: Iterable[RawMilestone], find_code: Callable[[str], Code | None]
) -> Course:
    """Read milestones in the order in which they happened; unknown codes say nothing."""
    course = Course()
    for one in sorted(milestones, key=lambda milestone: milestone.order):
        code = find_code(one.code)
        if code is not None:
            course = replace(_after(course, one, code.meaning), last=one)
    return course


_SETS: Mapping[Meaning, str] = {
    Meaning.INCOMPLETE: "asked",
    Meaning.QUALIFIED: "qualified",
    Meaning.VALIDATED: "validated",
    Meaning.REFUSED: "ended",
    Meaning.LAPSED: "ended",
    Meaning.CANCELLED: "ended",
    Meaning.ORDERED: "ordered",
    Meaning.PLANNED: "ordered",
    Meaning.REPLANNED: "setback",
    Meaning.COMMISSIONED: "commissioned",
}
_ANSWERED = ("asked",)
_OVERTAKES: Mapping[Meaning, tuple[str, ...]] = {
    Meaning.COMPLEMENTED: _ANSWERED,
    Meaning.QUALIFIED: _ANSWERED,
    Meaning.VALIDATED: ("asked", "ended"),
    Meaning.REFUSED: ("asked", "setback", "ordered"),
    Meaning.LAPSED: ("asked", "setback", "ordered"),
    Meaning.CANCELLED: ("asked", "setback", "ordered"),
    Meaning.ORDERED: ("setback",),
    Meaning.PLANNED: ("setback",),
    Meaning.REPLANNED: ("ordered",),
    Meaning.COMMISSIONED: ("asked", "setback", "ended"),
}
"""What a milestone makes a thing of the past."""


def _after(course: Course, one: RawMilestone, meaning: Meaning) -> Course:
    changes: dict[str, Any] = dict.fromkeys(_OVERTAKES.get(meaning, ()))
    if meaning in _SETS:
        changes[_SETS[meaning]] = one
    if meaning is Meaning.PLANNED:
        changes["planned_on"] = read_day(one, "planned_on")
    elif meaning is Meaning.REPLANNED:
        changes["planned_on"] = None
    return replace(course, **changes)


def read_day(milestone: RawMilestone, name: str) -> date | None:
    """A date among the milestone's details; None when it is absent, is no date or cannot be."""
    try:
        day = date.fromisoformat(milestone.details.get(name, ""))
    except ValueError:
        return None
    return day if is_day_in_reach(day) else None


def last_instant(day: date, postcode: str) -> datetime:
    """The last instant of a day as people live it at a site: a delay includes its last day."""
    return end_of_day(day, postcode) - timedelta(microseconds=1)


def commissioning_day(milestone: RawMilestone, postcode: str) -> date:
    """The day of commissioning that a milestone tells, else the day it bears at the site."""
    return read_day(milestone, "commissioned_on") or legal_day(milestone.at, postcode)
