"""How far an event has come: who is done with it, all are, or nobody here can read it."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.audit.model import Event
from chalicelib.aws.clock import real_now
from chalicelib.aws.items import Update
from chalicelib.aws.table import ConditionFailed, Table
from chalicelib.rows.instants import stamp
from chalicelib.rows.journal import EVENT
from chalicelib.rows.listings import SET_ASIDE, UNRELAYED

log = logging.getLogger(__name__)

DONE = "relayed_to"
"""The column that names the consumers that are done, while others are not."""

MOST_COUNTED = 1000


@dataclass(frozen=True, slots=True)
class Aside:
    """How many events are set aside, a thousand at most, and since when the oldest (real time)."""

    count: int = 0
    since: datetime | None = None


def mark_relayed(table: Table, event: Event) -> None:
    """Take an event off the list of those that wait; twice is the same as once."""
    _note(table, key_of(event), {}, remove=(*UNRELAYED.columns, DONE))


def note_done(table: Table, event: Event, names: Sequence[str]) -> None:
    """Note which consumers are done with an event that others still wait for."""
    _note(table, key_of(event), {DONE: list(names)})


def key_of(event: Event) -> tuple[str, str]:
    """Give the key of an event's row."""
    return EVENT.key(event.case_id, event.seq)


def set_aside(table: Table, row: Mapping[str, Any]) -> None:
    """Put a row on the list of those that nobody here can read, whole as it is, by its key alone."""
    entry = SET_ASIDE.entry(at=stamp(_listed_at(row)))
    _note(table, (row["pk"], row["sk"]), entry)


def is_aside(row: Mapping[str, Any]) -> bool:
    """Say whether a row is set aside."""
    return row.get(SET_ASIDE.columns[0]) == SET_ASIDE.pk()


def take_back(table: Table, event: Event) -> None:
    """Put an event that can be read by now back on the list of those that wait."""
    at = stamp(event.recorded_at)
    _note(table, key_of(event), UNRELAYED.shard_entry(of=event.case_id, at=at))


def read_aside(table: Table) -> Aside:
    """Read how many events are set aside, in one call when none is and in two otherwise."""
    first = table.query(SET_ASIDE.pk(), index="work", limit=1).items
    if not first:
        return Aside()
    count = table.count(SET_ASIDE.pk(), index="work", most=MOST_COUNTED)
    return Aside(count, _listed_at(first[0]))


def done_with(item: Mapping[str, Any]) -> Iterable[str]:
    """Give the names of the consumers that are done with the event of a row."""
    return tuple(item.get(DONE, ()))


def _listed_at(row: Mapping[str, Any]) -> datetime:
    """Read since when a row is listed; what has no such instant is listed from now on."""
    try:
        at = datetime.fromisoformat(row.get(UNRELAYED.columns[1]) or "")
    except (TypeError, ValueError):
        return real_now()
    return at if at.tzinfo else real_now()


def _note(
    table: Table, key: tuple[str, str], told: Mapping[str, Any], *, remove: Sequence[str] = ()
) -> None:
    try:
        table.write(Update(*key, set=told, remove=remove, present=True))
    except ConditionFailed:
        log.warning("relayed event is gone", extra={"partition": key[0], "place": key[1]})
