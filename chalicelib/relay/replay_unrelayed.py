"""Replay what was not relayed: the stream may be off for a week and nothing is lost."""

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.audit.model import Event
from chalicelib.audit.store import PAGE, event_from_item
from chalicelib.aws.items import Item
from chalicelib.aws.table import Table
from chalicelib.rows.instants import stamp
from chalicelib.rows.listings import UNRELAYED

log = logging.getLogger(__name__)

STREAMS_TURN = timedelta(minutes=5)
"""How long, in real time, an event is left to the stream."""

WORKERS = 8


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a replay came to: events relayed, and events that failed again."""

    relayed: int
    failed: int


class EventsNotRelayed(Exception):
    """Some events could not be relayed; they stay on the list and an alarm tells people."""


def replay_unrelayed(
    dispatch: Callable[[Event], None],
    *,
    table: Table,
    real: datetime,
    is_time_up: Callable[[], bool] = lambda: False,
) -> Replayed:
    """Dispatch every event that the stream has left for five minutes, page by page.

    An event that fails harms no other and is tried again at the next replay. `is_time_up` is
    asked before each page: what is left waits for the next replay.
    """
    relayed, failed = 0, 0
    with ThreadPoolExecutor(WORKERS) as pool:
        for items in _pages(table, real - STREAMS_TURN):
            outcomes = list(pool.map(lambda item: _replay(item, dispatch), items))
            relayed += sum(outcomes)
            failed += len(outcomes) - sum(outcomes)
            if is_time_up():
                break
    return Replayed(relayed, failed)


def _pages(table: Table, up_to: datetime) -> Iterator[tuple[Item, ...]]:
    start: str | None = None
    while True:
        page = table.query(
            UNRELAYED.pk(), index="work", up_to=stamp(up_to), limit=PAGE, start=start
        )
        yield page.items
        start = page.next
        if start is None:
            return


def _replay(item: Item, dispatch: Callable[[Event], None]) -> bool:
    """Dispatch one event; what cannot even be read fails like the rest, alone."""
    try:
        dispatch(event_from_item(item))
    except Exception:
        log.exception("event not replayed", extra={"partition": item["pk"], "place": item["sk"]})
        return False
    return True
