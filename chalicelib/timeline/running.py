"""What runs on a state machine, read beside the open cases in the same order: the latest start first.

Both lists are as long as there are cases. They are read together, a page at a time, and of what runs no
more is held than what started about when the cases at hand did. A case whose execution is not found so
(its start was noted late, it was redriven) is asked about by name.
"""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from chalicelib.aws.machine import Machine
from chalicelib.timeline.pace import Pace

NOTED_WITHIN: Final = timedelta(minutes=5)
"""A start is noted right after it, by another clock: so far from each other the two may stand."""

MOST_PAGES: Final = 8
"""Pages held at most, of a thousand executions each, some 250 KB."""


@dataclass(frozen=True, slots=True)
class _Page:
    """A page as it is held: where it was read, and when each execution started, by name."""

    place: str
    started: Mapping[str, datetime]
    oldest: datetime


class Running:
    """The executions of one machine, from the place where a former walk stopped."""

    def __init__(self, machine: Machine, place: str, pace: Pace) -> None:
        """`place` is "" for the beginning; `pace` is that of ListExecutions."""
        self._machine, self._pace = machine, pace
        self._next: str | None = place
        self._pages: deque[_Page] = deque(maxlen=MOST_PAGES)

    @property
    def place(self) -> str:
        """Give where another walk finds what this one still holds."""
        return self._pages[0].place if self._pages else self._next or ""

    def look(self, latest: datetime, earliest: datetime) -> None:
        """Hold what started between two instants, of which the later was looked at before."""
        while self._next is not None and not self._reaches(earliest - NOTED_WITHIN):
            self._read(self._next)
        while len(self._pages) > 1 and self._pages[0].oldest > latest + NOTED_WITHIN:
            self._pages.popleft()

    def find(self, name: str) -> datetime | None:
        """Give when an execution started that runs; None when it is not among those held."""
        return next((page.started[name] for page in self._pages if name in page.started), None)

    def _reaches(self, instant: datetime) -> bool:
        return bool(self._pages) and self._pages[-1].oldest < instant

    def _read(self, place: str) -> None:
        self._pace.take()
        found = self._machine.list_running(place)
        started = {one.name: one.started_at for one in found.executions}
        if started:
            self._pages.append(_Page(place, started, min(started.values())))
        self._next = found.next or None
