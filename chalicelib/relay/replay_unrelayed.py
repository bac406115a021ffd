"""Replay what was not relayed: the stream may be off for a week and nothing is lost."""

import logging
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.audit.model import Event
from chalicelib.audit.relayed import done_with
from chalicelib.audit.store import PAGE, event_from_item
from chalicelib.aws.items import Item
from chalicelib.aws.table import Table
from chalicelib.cases.registry import list_registered, prefix_of
from chalicelib.rows.instants import stamp
from chalicelib.rows.listings import SET_ASIDE, UNRELAYED
from chalicelib.rows.service import REPLAY_CURSOR

log = logging.getLogger(__name__)

STREAMS_TURN = timedelta(minutes=5)
"""How long, in real time, an event is left to the stream."""

WORKERS = 8
MOST_COUNTED = 1000

type Dispatch = Callable[[Event, Iterable[str]], bool]
"""Takes an event and who is done with it; says whether all are."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a replay came to: events relayed, and events that failed again."""

    relayed: int
    failed: int


class EventsNotRelayed(Exception):
    """Some events could not be relayed; they stay on the list and an alarm tells people."""


def replay_unrelayed(
    dispatch: Dispatch,
    *,
    table: Table,
    real: datetime,
    is_time_up: Callable[[], bool] = lambda: False,
) -> Replayed:
    """Dispatch every event that the stream has left for five minutes, page by page.

    An event that fails harms no other and is tried again at a later replay. `is_time_up` is asked
    after each page: the next replay goes on behind it, and begins anew once it has been at the end,
    so that a page of failures starves nothing.
    """
    relayed, failed, following = 0, 0, Place()
    begin = _find_place(table)
    with ThreadPoolExecutor(WORKERS) as pool:
        for items, after in _pages(table, begin, real - STREAMS_TURN):
            outcomes = list(pool.map(lambda item: _replay(item, dispatch), items))
            relayed += sum(outcomes)
            failed += len(outcomes) - sum(outcomes)
            if items and is_time_up():
                following = after
                break
    if following != begin:
        start = following.start or ""
        table.put({**REPLAY_CURSOR.columns(), "shard": following.shard, "start": start})
    return Replayed(relayed, failed)


def replay_set_aside(dispatch: Dispatch, *, table: Table) -> int:
    """Dispatch the events of kinds that are registered by now, and count those that stay aside."""
    page = table.query(SET_ASIDE.pk(), index="work", limit=PAGE)
    known = [item for item in page.items if prefix_of(str(item["case_id"])) in list_registered()]
    for item in known:
        _replay(item, dispatch)
    return table.count(SET_ASIDE.pk(), index="work", most=MOST_COUNTED) if page.items else 0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a replay goes on: a shard of the list, and a cursor in it."""

    shard: int = 0
    start: str | None = None


def _find_place(table: Table) -> Place:
    kept = table.get(*REPLAY_CURSOR.key(), consistent=True) or {}
    return Place(int(kept.get("shard", 0)), kept.get("start") or None)


def _pages(table: Table, begin: Place, up_to: datetime) -> Iterator[tuple[tuple[Item, ...], Place]]:
    """Give each page with where the next one begins: every shard once, from a place on."""
    pks = UNRELAYED.shard_pks()
    start = begin.start
    for step in range(len(pks)):
        shard = (begin.shard + step) % len(pks)
        while True:
            page = table.query(
                pks[shard], index="work", up_to=stamp(up_to), limit=PAGE, start=start
            )
            start = page.next
            yield page.items, Place(shard, start) if start else Place((shard + 1) % len(pks))
            if start is None:
                break


def _replay(item: Item, dispatch: Dispatch) -> bool:
    """Dispatch one event; what cannot even be read fails like the rest, alone."""
    try:
        return dispatch(event_from_item(item), done_with(item))
    except Exception:
        log.exception("event not replayed", extra={"partition": item["pk"], "place": item["sk"]})
        return False
