"""How far an event has come: who is done with it, all are, or nobody here can read it."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from chalicelib.audit.model import Event
from chalicelib.aws.items import Update
from chalicelib.aws.table import ConditionFailed, Table
from chalicelib.rows.instants import stamp
from chalicelib.rows.journal import EVENT
from chalicelib.rows.listings import SET_ASIDE, UNRELAYED

log = logging.getLogger(__name__)

DONE = "relayed_to"
"""The column that names the consumers that are done, while others are not."""


def mark_relayed(table: Table, event: Event) -> None:
    """Take an event off the list of those that wait; twice is the same as once."""
    _note(table, event, {}, remove=(*UNRELAYED.columns, DONE))


def note_done(table: Table, event: Event, names: Sequence[str]) -> None:
    """Note which consumers are done with an event that others still wait for."""
    _note(table, event, {DONE: list(names)})


def set_aside(table: Table, event: Event) -> None:
    """Put an event on the list of those that nobody here can read, off the list that is replayed."""
    _note(table, event, SET_ASIDE.entry(at=stamp(event.recorded_at)))


def done_with(item: Mapping[str, Any]) -> Iterable[str]:
    """Give the names of the consumers that are done with the event of a row."""
    return tuple(item.get(DONE, ()))


def _note(
    table: Table, event: Event, told: Mapping[str, Any], *, remove: Sequence[str] = ()
) -> None:
    key = EVENT.key(event.case_id, event.seq)
    try:
        table.write(Update(*key, set=told, remove=remove, present=True))
    except ConditionFailed:
        log.warning("relayed event is gone", extra={"case_id": event.case_id})
