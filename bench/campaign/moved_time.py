"""Time that passes without being waited for: pauses of the product and of the SDK move the clock."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import botocore.endpoint
import time_machine

from chalicelib.aws.table import Table
from chalicelib.relay.circuits import Circuits
from chalicelib.relay.dispatch import Dispatcher
from chalicelib.timeline.pace import Pace

BEGINS_AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
WAITING: tuple[Any, ...] = (Table, Circuits, Dispatcher, Pace)
"""What waits, or looks at how long it has waited, by a default of its own."""


@dataclass
class MovedTime:
    """The clock of a world."""

    traveller: Any
    moved_s: float = 0.0

    def pause(self, seconds: float) -> None:
        """Let seconds pass."""
        self.moved_s += seconds
        self.traveller.shift(timedelta(seconds=seconds))

    def monotonic(self) -> float:
        """Give seconds that only grow: what went by, and what was let pass."""
        return _real_monotonic() + self.moved_s


_real_sleep, _real_monotonic = time.sleep, time.monotonic


@contextmanager
def move_time() -> Iterator[MovedTime]:
    """Have all pauses of this process move the clock instead; the clock ticks on beside that."""
    with time_machine.travel(BEGINS_AT, tick=True) as traveller:
        moved = MovedTime(traveller)
        instead: dict[Any, Any] = {_real_sleep: moved.pause, _real_monotonic: moved.monotonic}
        endpoint: Any = botocore.endpoint
        kept, kept_time = [_swap(one.__init__, instead) for one in WAITING], endpoint.time
        endpoint.time = SimpleNamespace(sleep=moved.pause, time=time.time)
        try:
            yield moved
        finally:
            endpoint.time = kept_time
            for give_back in kept:
                give_back()


def _swap(function: Any, instead: dict[Any, Any]) -> Callable[[], None]:
    """Put others for the defaults of a function; give what undoes it."""
    plain, named = function.__defaults__, function.__kwdefaults__
    function.__defaults__ = tuple(_other(one, instead) for one in plain) if plain else plain
    if named:
        function.__kwdefaults__ = {key: _other(one, instead) for key, one in named.items()}

    def give_back() -> None:
        function.__defaults__, function.__kwdefaults__ = plain, named

    return give_back


def _other(value: Any, instead: dict[Any, Any]) -> Any:
    return instead.get(value, value) if callable(value) else value
