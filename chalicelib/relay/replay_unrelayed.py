"""Replay what was not relayed: the stream may be off for a week and nothing is lost."""

import logging
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from chalicelib.audit.store import PAGE
from chalicelib.aws.items import Item
from chalicelib.aws.table import Table
from chalicelib.relay.dispatch import Came, Each, Key, never
from chalicelib.rows.instants import stamp
from chalicelib.rows.listings import SET_ASIDE, UNRELAYED
from chalicelib.rows.service import REPLAY_CURSOR

log = logging.getLogger(__name__)

STREAMS_TURN = timedelta(minutes=1)
"""How long, in real time, an event is left to the stream: by then its invocation has ended."""

LATE = timedelta(minutes=5)
"""By then a short failure is over: what still waits is told aloud."""

LAST_TRIES_S = 10.0
"""So long the end of a replay tries again what services in trouble left undone."""

WORKERS = 8

PKS = (*UNRELAYED.shard_pks(), SET_ASIDE.pk())
"""The lists that a replay goes through: what waits, and what could not be read before."""


class Relaying(Protocol):
    """Who brings an event to its consumers: `Dispatcher`."""

    def dispatch_row(self, row: Mapping[str, Any], /) -> Came:
        """Bring the event of a row to its consumers; raises when that cannot be noted."""

    def try_again(self, for_s: float, is_time_up: Callable[[], bool], each: Each, /) -> set[Key]:
        """Try again what was left undone, so many seconds; give the keys of what is relayed now."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a replay came to: events relayed, those that failed again, and of these the late ones."""

    relayed: int
    failed: int
    late: int = 0


class EventsNotRelayed(Exception):
    """Some events could not be relayed; they stay on the list and an alarm tells people."""


def replay_unrelayed(
    relaying: Relaying,
    *,
    table: Table,
    real: datetime,
    is_time_up: Callable[[], bool] = never,
) -> Replayed:
    """Dispatch every event that the stream has left for a minute, and what is set aside, page by page.

    An event that fails harms no other and is tried again: at once when a service let it down for a
    moment, and at a later replay. `is_time_up` is asked after each page: the next replay goes on
    behind it, and begins anew once it has been at the end, so that a page of failures, or of what
    nobody can read, starves nothing.
    """
    relayed, following = 0, Place()
    failed: dict[Key, str] = {}
    begin = _find_place(table)
    with ThreadPoolExecutor(WORKERS) as pool:
        for items, after in _pages(table, begin, real - STREAMS_TURN):
            came = list(pool.map(lambda item: _replay(item, relaying), items))
            relayed += came.count(Came.RELAYED)
            failed |= {
                (item["pk"], item["sk"]): item[UNRELAYED.columns[1]]
                for item, how in zip(items, came, strict=True)
                if how is Came.WAITS
            }
            relayed += _forget(failed, relaying.try_again(0.0, is_time_up, pool.map))
            if items and is_time_up():
                following = after
                break
        relayed += _forget(failed, relaying.try_again(LAST_TRIES_S, is_time_up, pool.map))
    if following != begin:
        start = following.start or ""
        table.put({**REPLAY_CURSOR.columns(), "shard": following.shard, "start": start})
    late = sum(at <= stamp(real - LATE) for at in failed.values())
    return Replayed(relayed, len(failed), late)


def _forget(failed: dict[Key, str], relayed: set[Key]) -> int:
    """Forget the failures that are none any more, and count them."""
    return sum(failed.pop(key, None) is not None for key in relayed)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a replay goes on: one of the lists, and a cursor in it."""

    shard: int = 0
    start: str | None = None


def _find_place(table: Table) -> Place:
    kept = table.get(*REPLAY_CURSOR.key(), consistent=True) or {}
    return Place(int(kept.get("shard", 0)), kept.get("start") or None)


def _pages(table: Table, begin: Place, up_to: datetime) -> Iterator[tuple[tuple[Item, ...], Place]]:
    """Give each page with where the next one begins: every list once, from a place on."""
    start = begin.start
    for step in range(len(PKS)):
        shard = (begin.shard + step) % len(PKS)
        while True:
            page = table.query(
                PKS[shard], index="work", up_to=stamp(up_to), limit=PAGE, start=start
            )
            start = page.next
            yield page.items, Place(shard, start) if start else Place((shard + 1) % len(PKS))
            if start is None:
                break


def _replay(item: Item, relaying: Relaying) -> Came:
    """Dispatch one event; what cannot even be noted fails like the rest, alone."""
    try:
        return relaying.dispatch_row(item)
    except Exception:
        log.exception("event not replayed", extra={"partition": item["pk"], "place": item["sk"]})
        return Came.WAITS
