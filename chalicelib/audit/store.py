"""How the journal is kept: events, their erasable values, and what is not relayed yet."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from chalicelib.audit.model import Event
from chalicelib.aws.items import Item, Put
from chalicelib.aws.table import Table
from chalicelib.rows.instants import stamp
from chalicelib.rows.journal import EVENT, JOURNAL, VALUES
from chalicelib.rows.listings import UNRELAYED

PAGE = 50


def event_to_item(event: Event) -> Item:
    """Write an event as an item that awaits its relay."""
    item: Item = msgspec.to_builtins(event)
    item |= EVENT.columns(event.case_id, event.seq)
    return item | UNRELAYED.shard_entry(of=event.case_id, at=stamp(event.recorded_at))


def event_from_item(item: Mapping[str, object]) -> Event:
    """Read an event back; keys of the table and of its indexes are passed over."""
    return msgspec.convert(dict(item), Event)


def is_event(item: Mapping[str, object]) -> bool:
    """Say whether an item of the table is a journal event."""
    return EVENT.is_row(item)


def put_event(event: Event, salt: str, values: Mapping[str, str]) -> tuple[Put, ...]:
    """Write the operations that add an event, and its erasable values if it has any."""
    event_row = Put(event_to_item(event), absent=True)
    if not values:
        return (event_row,)
    erasable: Item = {
        **VALUES.columns(event.case_id, event.seq),
        "salt": salt,
        "values": dict(values),
    }
    return (event_row, Put(erasable, absent=True))


def find_event(table: Table, dossier_id: str, seq: int) -> Event | None:
    """Find the event numbered `seq`, strongly read."""
    item = table.get(*EVENT.key(dossier_id, seq), consistent=True)
    return event_from_item(item) if item else None


def list_events(
    table: Table, dossier_id: str, *, start: str | None = None, limit: int = PAGE
) -> tuple[tuple[Event, ...], str | None]:
    """List a page of a journal, newest first, and the cursor of the next page."""
    page = table.query(
        JOURNAL.pk(dossier_id), prefix=EVENT.prefix, newest_first=True, limit=limit, start=start
    )
    return tuple(event_from_item(item) for item in page.items), page.next


def list_whole_journal(table: Table, dossier_id: str) -> tuple[Event, ...]:
    """List a dossier's whole journal, oldest first, strongly read."""
    items = table.query_all(JOURNAL.pk(dossier_id), prefix=EVENT.prefix, consistent=True)
    return tuple(event_from_item(item) for item in items)


def list_unrelayed(table: Table, recorded_up_to: datetime) -> tuple[Event, ...]:
    """List the first events of each shard that were recorded up to an instant and not relayed yet."""
    pages = (
        table.query(pk, index="work", up_to=stamp(recorded_up_to), limit=PAGE)
        for pk in UNRELAYED.shard_pks()
    )
    return tuple(event_from_item(item) for page in pages for item in page.items)


def list_values(table: Table, dossier_id: str, seqs: Sequence[int]) -> Mapping[int, Any]:
    """Give the erasable values of up to a hundred events by number; none of those erased."""
    keys = [VALUES.key(dossier_id, seq) for seq in seqs]
    rows = table.batch_get(keys) if keys else ()
    return {int(VALUES.part(row["sk"])): row["values"] for row in rows}


def find_values(table: Table, dossier_id: str, seq: int) -> Mapping[str, str]:
    """Give the erasable values of an event, strongly read; none once they are erased."""
    item = table.get(*VALUES.key(dossier_id, seq), consistent=True)
    return item["values"] if item else {}
