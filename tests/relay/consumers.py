"""Consumers that a test hands to the relay as they are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from chalicelib.audit.model import Event
from chalicelib.aws.table import Table
from chalicelib.cases.kind import Consumer
from chalicelib.relay.dispatch import Dispatcher

type Hear = Callable[[Event], None]


@dataclass(frozen=True, slots=True)
class Given[T]:
    """Something that is there already."""

    thing: T

    def get(self) -> T:
        """Give it."""
        return self.thing


def consumer(hear: Hear, name: str = "one", budget_s: float = 10.0) -> Consumer:
    """Make a consumer of a function."""
    return Consumer(name, Given(hear), budget_s)


def dispatcher(table: Table, *hears: Hear) -> Dispatcher:
    """Make a dispatcher to these consumers, named by their place."""
    consumers: Sequence[Consumer] = [consumer(one, str(at)) for at, one in enumerate(hears)]
    return Dispatcher(table, lambda _event: consumers)
