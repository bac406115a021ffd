"""Bring one event of the journal to all its consumers, then note that it was relayed.

A consumer that fails keeps the event on the list of those to relay, and keeps no other
consumer from it. All of them are harmless when an event comes again.
"""

from collections.abc import Callable, Sequence

from chalicelib.audit.model import Event
from chalicelib.audit.relayed import mark_relayed
from chalicelib.aws.table import Table
from chalicelib.ledger.note_duration import note_duration
from chalicelib.notices.plan import plan_notices
from chalicelib.operators.catch_up import catch_up
from chalicelib.receipts.seal_receipt import seal_submission
from chalicelib.subscription.make_papers import make_papers
from chalicelib.timeline.follow import follow

type Consumer = Callable[[Event], None]

CONSUMERS: tuple[Consumer, ...] = (
    follow,
    plan_notices,
    catch_up,
    seal_submission,
    note_duration,
    make_papers,
)


def dispatch(event: Event, *, table: Table, consumers: Sequence[Consumer] = CONSUMERS) -> None:
    """Bring an event to its consumers; the troubles of those that failed are raised together."""
    failures: list[Exception] = []
    for consumer in consumers:
        try:
            consumer(event)
        except Exception as trouble:  # noqa: BLE001 # the others have their turn first
            failures.append(trouble)
    if failures:
        raise ExceptionGroup("consumers failed", failures)
    mark_relayed(table, event)
