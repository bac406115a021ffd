"""How the journal is kept: events, their erasable values, and what is not relayed yet."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from chalicelib.audit.model import Event
from chalicelib.aws.items import Item, Put
from chalicelib.aws.table import Table

UNRELAYED = "UNRELAYED"
PAGE = 50


def journal_pk(dossier_id: str) -> str:
    """Give the partition of a dossier's journal."""
    return f"J#{dossier_id}"


def event_sk(seq: int) -> str:
    """Give the sort key of the event numbered `seq`, from 1."""
    return f"E#{seq:08d}"


def values_sk(seq: int) -> str:
    """Give the sort key of the erasable values of the event numbered `seq`."""
    return f"V#{seq:08d}"


def event_to_item(event: Event) -> Item:
    """Write an event as an item that awaits its relay."""
    item: Item = msgspec.to_builtins(event)
    return item | {
        "pk": journal_pk(event.dossier_id),
        "sk": event_sk(event.seq),
        "wk": UNRELAYED,
        "wa": event.recorded_at.isoformat(),
    }


def event_from_item(item: Mapping[str, object]) -> Event:
    """Read an event back; keys of the table and of its indexes are passed over."""
    return msgspec.convert(dict(item), Event)


def is_event(item: Mapping[str, object]) -> bool:
    """Say whether an item of the table is a journal event."""
    return str(item.get("pk", "")).startswith("J#") and str(item.get("sk", "")).startswith("E#")


def put_event(event: Event, salt: str, values: Mapping[str, str]) -> tuple[Put, ...]:
    """Write the operations that add an event, and its erasable values if it has any."""
    event_row = Put(event_to_item(event), absent=True)
    if not values:
        return (event_row,)
    erasable: Item = {
        "pk": journal_pk(event.dossier_id),
        "sk": values_sk(event.seq),
        "salt": salt,
        "values": dict(values),
    }
    return (event_row, Put(erasable, absent=True))


def find_event(table: Table, dossier_id: str, seq: int) -> Event | None:
    """Find the event numbered `seq`, strongly read."""
    item = table.get(journal_pk(dossier_id), event_sk(seq), consistent=True)
    return event_from_item(item) if item else None


def list_events(
    table: Table, dossier_id: str, *, start: str | None = None, limit: int = PAGE
) -> tuple[tuple[Event, ...], str | None]:
    """List a page of a journal, newest first, and the cursor of the next page."""
    page = table.query(
        journal_pk(dossier_id), prefix="E#", newest_first=True, limit=limit, start=start
    )
    return tuple(event_from_item(item) for item in page.items), page.next


def list_whole_journal(table: Table, dossier_id: str) -> tuple[Event, ...]:
    """List a dossier's whole journal, oldest first, strongly read."""
    items = table.query_all(journal_pk(dossier_id), prefix="E#", consistent=True)
    return tuple(event_from_item(item) for item in items)


def list_unrelayed(
    table: Table, recorded_up_to: datetime, *, start: str | None = None
) -> tuple[tuple[Event, ...], str | None]:
    """List a page of the events recorded up to an instant and not relayed yet, oldest first."""
    page = table.query(
        UNRELAYED, index="work", up_to=recorded_up_to.isoformat(), limit=PAGE, start=start
    )
    return tuple(event_from_item(item) for item in page.items), page.next


def list_values(table: Table, dossier_id: str, seqs: Sequence[int]) -> Mapping[int, Any]:
    """Give the erasable values of up to a hundred events by number; none of those erased."""
    keys = [(journal_pk(dossier_id), values_sk(seq)) for seq in seqs]
    rows = table.batch_get(keys) if keys else ()
    return {int(row["sk"].removeprefix("V#")): row["values"] for row in rows}


def find_values(table: Table, dossier_id: str, seq: int) -> Mapping[str, str]:
    """Give the erasable values of an event, strongly read; none once they are erased."""
    item = table.get(journal_pk(dossier_id), values_sk(seq), consistent=True)
    return item["values"] if item else {}
