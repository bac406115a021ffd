"""Bring one event of the journal to all that care for it, and note who is done.

Each consumer has its own mark and its own budget. One that fails or hangs keeps no other from the
event, and is passed over for the rest of the invocation when a service let it down: what it has not
done stays on the list, and the replay comes back for it alone. All of them are harmless when an event
comes again.
"""

import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from contextvars import copy_context
from dataclasses import dataclass, field, replace

from chalicelib.audit.model import FORMAT, Event
from chalicelib.audit.relayed import mark_relayed, note_done, set_aside
from chalicelib.aws.table import Table
from chalicelib.aws.trouble import TransientError
from chalicelib.cases.kind import Consumer
from chalicelib.cases.registry import UnknownKind, kind_of, list_hearers

log = logging.getLogger(__name__)

type List = Callable[[Event], Sequence[Consumer]]


class OverBudget(Exception):
    """A consumer has not come back within its budget; it may still be at work."""


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
    """Dispatches the events of one invocation; `let_down` names whom a service left without answer."""

    table: Table
    consumers: List = list_consumers
    let_down: set[str] = field(default_factory=set)

    def dispatch(self, event: Event, done: Iterable[str] = ()) -> bool:
        """Bring an event to those who have not had it; say whether all of them are done with it.

        An event that nobody here can read, of an unknown kind or of a later format, is set aside.
        Raises when even that cannot be noted: the event comes again.
        """
        try:
            consumers = self.consumers(event)
        except UnknownKind:
            self._set_aside(event, "unknown kind")
            return True
        if event.format > FORMAT:
            self._set_aside(event, "later format")
            return True
        before = frozenset(done)
        wanted = [one for one in consumers if one.name not in before and one.wants(event)]
        failed = {one.name for one in wanted if not self._hand_over(event, one)}
        if not failed:
            mark_relayed(self.table, event)
            return True
        after = sorted(before | {one.name for one in wanted} - failed)
        if after != sorted(before):
            note_done(self.table, event, after)
        return False

    def _hand_over(self, event: Event, consumer: Consumer) -> bool:
        if consumer.name in self.let_down:
            return False
        told = {"case_id": event.case_id, "consumer": consumer.name}
        try:
            run_within(consumer.budget_s, lambda: consumer.hear.get()(event))
        except (TransientError, OverBudget) as trouble:
            self.let_down.add(consumer.name)
            log.warning("consumer let down", extra=told | {"why": str(trouble)})
            return False
        except Exception:
            log.exception("consumer failed", extra=told)
            return False
        return True

    def _set_aside(self, event: Event, why: str) -> None:
        log.error("event set aside", extra={"case_id": event.case_id, "why": why})
        set_aside(self.table, event)


def run_within(budget_s: float, act: Callable[[], None]) -> None:
    """Run an act and wait for it so long, in seconds; OverBudget when it is not back by then.

    What is not back goes on in its thread, which ends with the process: Python stops no thread.
    """
    raised: list[BaseException] = []
    context = copy_context()

    def run() -> None:
        try:
            context.run(act)
        except BaseException as trouble:  # noqa: BLE001 # whoever waits raises it
            raised.append(trouble)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(budget_s)
    if raised:
        raise raised[0]
    if thread.is_alive():
        raise OverBudget(f"{budget_s:g} s")
