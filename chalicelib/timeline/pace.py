"""Hold calls below what a service takes: so many at once, and then so many a second."""

import time
from collections.abc import Callable
from threading import Lock


class Pace:
    """A bucket of turns that fills at a rate; whoever finds it empty waits for the next turn."""

    def __init__(
        self,
        a_second: float,
        at_once: int,
        *,
        clock: Callable[[], float] = time.monotonic,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        """Begin with a full bucket; `clock` gives seconds."""
        self._a_second, self._at_once = a_second, at_once
        self._clock, self._pause = clock, pause
        self._left, self._seen = float(at_once), clock()
        self._lock = Lock()

    def take(self) -> None:
        """Take a turn, once there is one."""
        with self._lock:
            now = self._clock()
            filled = self._left + (now - self._seen) * self._a_second
            self._left, self._seen = min(filled, self._at_once) - 1, now
            missing = -self._left
        if missing > 0:
            self._pause(missing / self._a_second)
