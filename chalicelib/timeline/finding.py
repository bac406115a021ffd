"""What the supervisor finds of one case's execution; pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from chalicelib.cases.process import Process, expected_tokens
from chalicelib.timeline.model import OLDEST_EXECUTION, SETTLING
from chalicelib.timeline.store import OpenRow

SUSPICION: Final = timedelta(minutes=10)
"""How long an execution must look stalled: a step that refuses is retried for some minutes."""


class Finding(StrEnum):
    """What the supervisor finds of one case's execution."""

    SOUND = "sound"
    LOST = "lost"
    TOO_OLD = "too_old"
    UNANSWERED = "unanswered"
    SUSPECT = "suspect"
    STALLED = "stalled"


@dataclass(frozen=True, slots=True)
class Watched:
    """One open case as the supervisor sees it.

    `started_at` is None when no execution of its generation runs; one that did is `dead` then. `waiting`
    are the milestones for which a token of that generation is registered.
    """

    row: OpenRow
    head: Any
    started_at: datetime | None
    dead: bool = False
    waiting: frozenset[str] = frozenset()


def judge(watched: Watched, process: Process, real: datetime) -> Finding:
    """Judge one case's execution at a real instant."""
    started_at, reached = watched.started_at, watched.head.milestones
    if started_at is None:
        return Finding.LOST
    age = real - started_at
    if age > OLDEST_EXECUTION:
        return Finding.TOO_OLD
    if watched.waiting & reached.keys():
        return Finding.UNANSWERED
    expected = expected_tokens(process, reached, watched.head.status)
    if age <= SETTLING or expected <= watched.waiting:
        return Finding.SOUND
    since = watched.row.suspect_since
    return Finding.STALLED if since and real - since >= SUSPICION else Finding.SUSPECT
