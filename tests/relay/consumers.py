"""Consumers that a test hands to the relay as they are."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from chalicelib.audit.model import Event
from chalicelib.audit.store import event_from_item
from chalicelib.aws.table import Table
from chalicelib.cases.kind import Consumer
from chalicelib.relay.circuits import Circuits
from chalicelib.relay.dispatch import Came, Dispatcher, Key

type Hear = Callable[[Event], None]


@dataclass(frozen=True, slots=True)
class Given[T]:
    """Something that is there already."""

    thing: T

    def get(self) -> T:
        """Give it."""
        return self.thing


@dataclass(slots=True)
class Seconds:
    """A clock that moves when somebody waits, and by `pass_by`."""

    now: float = 0.0
    waits: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        """Tell the time."""
        return self.now

    def wait(self, seconds: float) -> None:
        """Wait, in no time."""
        self.waits.append(seconds)
        self.now += seconds

    def pass_by(self, seconds: float) -> None:
        """Let time pass in which nobody waits."""
        self.now += seconds


@dataclass(frozen=True, slots=True)
class Way:
    """A way of dispatching that tries nothing again: one dispatcher for each row, or a function."""

    dispatch: Callable[[Event, Iterable[str]], bool]

    def dispatch_row(self, row: Mapping[str, Any]) -> Came:
        """Dispatch the event of a row."""
        done = tuple(row.get("relayed_to", ()))
        return Came.RELAYED if self.dispatch(event_from_item(row), done) else Came.WAITS

    def try_again(self, *_how: object) -> set[Key]:
        """Try nothing."""
        return set()


def consumer(hear: Hear, name: str = "one", budget_s: float = 10.0) -> Consumer:
    """Make a consumer of a function."""
    return Consumer(name, Given(hear), budget_s)


def dispatcher(table: Table, *hears: Hear, clock: Seconds | None = None) -> Dispatcher:
    """Make a dispatcher to these consumers, named by their place, in whose time nobody sleeps."""
    consumers: Sequence[Consumer] = [consumer(one, str(at)) for at, one in enumerate(hears)]
    seconds = clock or Seconds()
    return Dispatcher(table, lambda _event: consumers, Circuits(seconds), seconds.wait)
