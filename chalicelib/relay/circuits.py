"""Who may enter a consumer now: a circuit for each, so that one that hangs holds one worker at most.

A consumer is taken for sound once it has come back in time. Until then, and again from the first
trouble on, one worker at a time tries it, after a back-off; all others pass it over.
"""

import math
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import Enum

LONGEST_S = 60.0

GIVEN_UP_S = 300.0
"""So long nobody enters a consumer in which somebody still is; then they are taken to be lost."""


class CameBack(Enum):
    """How a consumer came back; after trouble, so many seconds pass before its first next try."""

    WELL = 0.0
    BUSY = 0.5
    SILENT = 30.0


@dataclass(slots=True)
class _Circuit:
    is_sound: bool = False
    inside: int = 0
    troubles: int = 0
    back_off_s: float = 0.0
    not_before_s: float = 0.0
    given_up_s: float = 0.0
    still_in: list[Callable[[], bool]] = field(default_factory=list)
    """Of each that was waited for in vain, what says whether it has come back since."""

    def may_be_tried(self, now: float) -> bool:
        """Say whether its back-off is over and nobody is in it any more."""
        is_free = now >= self.given_up_s or all(is_back() for is_back in self.still_in)
        return now >= self.not_before_s and is_free

    def opens_in(self, now: float, most_s: float) -> float:
        """Give the seconds until it may be tried; without end where nobody knows, or it is long."""
        if self.may_be_tried(now):
            return 0.0
        is_known = now < self.not_before_s and self.back_off_s <= most_s
        return self.not_before_s - now if is_known else math.inf


class Circuits:
    """The circuits of one process, by the consumer's name; `clock` gives seconds that only grow."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Know nothing of anybody yet."""
        self.clock = clock
        self._lock = threading.Lock()
        self._of: defaultdict[str, _Circuit] = defaultdict(_Circuit)

    def enter(self, name: str) -> bool:
        """Enter a consumer, if one may now; whoever entered leaves."""
        with self._lock:
            one = self._of[name]
            if not one.is_sound and (one.inside or not one.may_be_tried(self.clock())):
                return False
            one.inside += 1
            return True

    def leave(self, name: str, how: CameBack, is_back: Callable[[], bool] | None = None) -> None:
        """Leave a consumer, or give up waiting for what `is_back` is asked about.

        Trouble of those who entered beside each other counts once.
        """
        with self._lock:
            one, now = self._of[name], self.clock()
            one.inside -= 1
            one.is_sound = how is CameBack.WELL
            if one.is_sound:
                one.troubles, one.not_before_s = 0, 0.0
                one.still_in.clear()
            elif now >= one.not_before_s:
                one.back_off_s = min(how.value * 2**one.troubles, LONGEST_S)
                one.not_before_s = now + one.back_off_s
                one.troubles += 1
            if is_back:
                one.still_in.append(is_back)
                one.given_up_s = now + GIVEN_UP_S

    def opens_in(self, names: Iterable[str], most_s: float) -> float:
        """Give the seconds until the first of these may be tried.

        A back-off of more than `most_s` is not waited for while it lasts: it has no end then.
        """
        with self._lock:
            now = self.clock()
            return min(self._of[name].opens_in(now, most_s) for name in names)
