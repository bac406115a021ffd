"""What a kind says of its delays; planning them, keeping their rows and acting on them are the same for all."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from chalicelib.cases.kind import AnyKind
from chalicelib.timeline.plan import Due, PauseBegun, Site


def _nowhere(_case: Any) -> Site:
    return Site()


def _never(_case: Any) -> None:
    """It does not pause."""


def _as_planned(_case: Any, _due: Due, planned: datetime, _now: datetime) -> datetime:
    return planned


def _is_welcome(_case: Any, _due: Due) -> bool:
    return False


def _unmarked(head: Any, _due: Due, _now: datetime) -> Any:
    return head


@dataclass(frozen=True, slots=True)
class Delays:
    """The delays of a kind's cases: what they depend on, and what is seen of one that is over.

    `site_of` says where a case is, `pause_of` which pause of it lasts. `move` gives a planned date as it
    stands at a business instant, when the case knows of something that suspends it. `is_unwelcome` says
    that nobody is to be told this time: who would be has said no, or has done it. `mark` gives the head
    with what people see of a delay that is over.
    """

    site_of: Callable[[Any], Site] = _nowhere
    pause_of: Callable[[Any], PauseBegun | None] = _never
    move: Callable[[Any, Due, datetime, datetime], datetime] = _as_planned
    is_unwelcome: Callable[[Any, Due], bool] = _is_welcome
    mark: Callable[[Any, Due, datetime], Any] = _unmarked


AS_PLANNED: Final = Delays()
"""The delays of a kind that says nothing of them: whole days of the calendar, as they were planned."""


def delays_of(kind: AnyKind) -> Delays:
    """Give what a kind says of its delays."""
    found: Delays = kind.delays.get() if kind.delays else AS_PLANNED
    return found
