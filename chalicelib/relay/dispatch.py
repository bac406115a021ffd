"""Bring one event of the journal to all that care for it, and note who is done.

Each consumer has its own mark, its own budget and its own circuit. One that fails or hangs keeps no
other from the event; what a service in trouble left undone is tried again within the invocation, with
a back-off, once all the rest has had its turn. What is not done then stays on the list, and the replay
comes back for it alone. All consumers are harmless when an event comes again.
"""

import logging
import math
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import Any, Protocol

from chalicelib.audit.model import Event
from chalicelib.audit.relayed import (
    done_with,
    is_aside,
    key_of,
    mark_relayed,
    note_done,
    set_aside,
    take_back,
)
from chalicelib.aws.table import Table
from chalicelib.aws.trouble import TransientError
from chalicelib.cases.erased import CaseErased
from chalicelib.cases.kind import Consumer
from chalicelib.cases.registry import kind_of, list_hearers
from chalicelib.relay.circuits import CameBack, Circuits
from chalicelib.relay.read_row import Unreadable, read_row
from chalicelib.relay.run_within import OverBudget, run_within

log = logging.getLogger(__name__)

MOST_TRIED_AGAIN = 200
"""So many events at most are kept to be tried again; the replay finds the others on the list."""

type List = Callable[[Event], Sequence[Consumer]]
type Key = tuple[str, str]


class Each(Protocol):
    """Calls a function for each of some things, as `map` does."""

    def __call__[A, B](self, act: Callable[[A], B], things: Iterable[A], /) -> Iterable[B]:
        """Call it, and give what came of each."""


def never() -> bool:
    """Say that there is time."""
    return False


class Came(Enum):
    """How far the event of a row came."""

    RELAYED = auto()
    WAITS = auto()
    ASIDE = auto()


class Heard(Enum):
    """What became of an event with one consumer: only what is in trouble is tried again at once."""

    DONE = auto()
    FAILED = auto()
    LEFT = auto()
    LET_DOWN = auto()
    PASSED_OVER = auto()


NOT_NOW = frozenset({Heard.LET_DOWN, Heard.PASSED_OVER})


@dataclass(frozen=True, slots=True)
class Undone:
    """An event that a service in trouble left undone: who is done, for whom it waits.

    `troubles` counts the trouble that it met itself, not that of others.
    """

    event: Event
    done: frozenset[str]
    waits_for: frozenset[str]
    troubles: int = 0


def list_consumers(event: Event) -> tuple[Consumer, ...]:
    """List who cares for an event: the consumers of its kind, and who hears the fact that it tells.

    Raises UnknownKind for a case of a kind that no system registers.
    """
    kind = kind_of(event.case_id)
    fact = kind.tells.get(event.kind)
    hearers = list_hearers(fact) if fact else ()
    others = (
        replace(other.hears[fact], name=f"{other.name}/{other.hears[fact].name}")
        for other in hearers
        if fact
    )
    return (*kind.consumers, *others)


@dataclass(slots=True)
class Dispatcher:
    """Dispatches the events of one invocation or, in a process that lives on, of several."""

    table: Table
    consumers: List = list_consumers
    circuits: Circuits = field(default_factory=Circuits)
    pause: Callable[[float], None] = time.sleep
    _undone: dict[Key, Undone] = field(default_factory=dict)
    _share_s: float = math.inf
    _spent_s: dict[str, float] = field(default_factory=dict)

    def begin(self, share_s: float) -> None:
        """Begin an invocation in which each consumer has so many seconds in all.

        Who is slow for everybody leaves the rest of a batch to the replay, and delays nobody.
        """
        self._share_s, self._spent_s = share_s, {}

    def dispatch_row(self, row: Mapping[str, Any]) -> Came:
        """Bring the event of a row of the journal to those who have not had it.

        What nobody here can read is set aside, and taken back once somebody can. Raises when even
        that cannot be noted: the row comes again.
        """
        try:
            event = read_row(row)
        except Unreadable as trouble:
            if not is_aside(row):
                told = {"partition": row["pk"], "place": row["sk"], "why": str(trouble)}
                log.error("event set aside", extra=told)
                set_aside(self.table, row)
            return Came.ASIDE
        if is_aside(row):
            take_back(self.table, event)
        return Came.RELAYED if self.dispatch(event, done_with(row)) else Came.WAITS

    def dispatch(self, event: Event, done: Iterable[str] = ()) -> bool:
        """Bring an event to those who are not done with it; say whether all of them are now.

        Raises when that cannot be noted: the event comes again.
        """
        before = frozenset(done)
        wanted = [
            one for one in self.consumers(event) if one.name not in before and one.wants(event)
        ]
        heard = {one.name: self._hand_over(event, one) for one in wanted}
        after = before | {name for name, how in heard.items() if how is Heard.DONE}
        known = self._undone.pop(key_of(event), None)
        if after.issuperset(heard):
            mark_relayed(self.table, event)
            return True
        if after != before:
            note_done(self.table, event, sorted(after))
        self._keep(event, after, heard, known.troubles if known else 0)
        return False

    def try_again(
        self, for_s: float, is_time_up: Callable[[], bool] = never, each: Each = map
    ) -> set[Key]:
        """Try what services in trouble left undone, as soon as each may be asked again, so long.

        Gives the keys of the events that are relayed now. Waits only for what opens in time; `each`
        may go through the events side by side.
        """
        relayed: set[Key] = set()
        until = self.circuits.clock() + for_s
        while self._undone and not is_time_up():
            waits_for = {name for one in self._undone.values() for name in one.waits_for}
            wait_s = self.circuits.opens_in(waits_for, for_s)
            if self.circuits.clock() + wait_s > until:
                break
            if wait_s:
                self.pause(wait_s)
            turn = sorted(self._undone.values(), key=lambda one: one.troubles)
            relayed.update(key_of(one.event) for one in each(self._once_more, turn) if one)
        return relayed

    def _once_more(self, one: Undone) -> Undone | None:
        """Dispatch once more what was left undone; None when it is not relayed yet."""
        try:
            return one if self.dispatch(one.event, one.done) else None
        except Exception:
            log.exception("event not relayed", extra={"case_id": one.event.case_id})
            self._undone.pop(key_of(one.event), None)
            return None

    def _keep(
        self, event: Event, done: frozenset[str], heard: Mapping[str, Heard], troubles: int
    ) -> None:
        """Keep an event that a service in trouble left undone, to be tried again."""
        waits_for = frozenset(name for name, how in heard.items() if how in NOT_NOW)
        if waits_for and len(self._undone) < MOST_TRIED_AGAIN:
            troubles += Heard.LET_DOWN in heard.values()
            self._undone[key_of(event)] = Undone(event, done, waits_for, troubles)

    def _hand_over(self, event: Event, consumer: Consumer) -> Heard:
        """Hand an event to a consumer that has time left, and whose circuit lets one in."""
        spent_s = self._spent_s.get(consumer.name, 0.0)
        if spent_s >= self._share_s:
            return Heard.LEFT
        if not self.circuits.enter(consumer.name):
            return Heard.PASSED_OVER
        began, came_back, is_back = self.circuits.clock(), CameBack.SILENT, None
        told = {"case_id": event.case_id, "consumer": consumer.name}
        try:
            run_within(consumer.budget_s, lambda: consumer.hear.get()(event))
            came_back = CameBack.WELL
        except (TransientError, OverBudget) as trouble:
            if isinstance(trouble, OverBudget):
                is_back = trouble.is_back
            else:
                came_back = CameBack.BUSY
            log.warning("consumer let down", extra=told | {"why": str(trouble)})
            return Heard.LET_DOWN
        except CaseErased:
            came_back = CameBack.WELL
            log.info("consumer had nothing left to do", extra=told)
        except Exception:
            came_back = CameBack.WELL
            log.exception("consumer failed", extra=told)
            return Heard.FAILED
        finally:
            self.circuits.leave(consumer.name, came_back, is_back)
            self._spent_s[consumer.name] = spent_s + self.circuits.clock() - began
        return Heard.DONE
