"""Add a document to the library: its sheet first, its file afterwards. One key makes one document."""

import hashlib
import json
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal

from chalicelib.audit.model import Actor
from chalicelib.aws.clock import business_now, real_now
from chalicelib.aws.ids import fingerprint, new_id
from chalicelib.aws.items import Operation, Put
from chalicelib.aws.table import ConditionFailed, Table, open_table
from chalicelib.partner_library import store
from chalicelib.partner_library.change_item import record_of, require_agent
from chalicelib.partner_library.decisions import Decided, Kept
from chalicelib.partner_library.model import MOST_ITEMS, Act, LibraryItem, Sheet
from chalicelib.partner_library.refusals import KeyOfAnother, LibraryFull


def add_item(
    sheet: Sheet,
    *,
    by: Actor,
    idempotency_key: str = "",
    table: Table | None = None,
    now: datetime | None = None,
) -> LibraryItem:
    """Add a document at the end of the library; it is shown once a version is accepted.

    A repeated key gives the same document, with another sheet KeyOfAnother. Raises NotAllowed,
    LibraryFull.
    """
    require_agent(by)
    table, now = table or open_table(), now or business_now()
    item = LibraryItem(
        item_id=_item_id(by, idempotency_key),
        sheet=sheet,
        # A later document stands further down: milliseconds of real time, which never agree twice.
        place=Decimal(int(real_now().timestamp() * 1000)),
        created_at=now,
        changed_at=now,
        made_from=_digest(sheet),
    )
    known = store.find_kept(table, item.item_id) if idempotency_key else None
    if known is None:
        known = _write(table, item, by, now)
    if known is not None and known.item.made_from != item.made_from:
        raise KeyOfAnother
    return known.item if known else item


def _write(table: Table, item: LibraryItem, by: Actor, now: datetime) -> Kept | None:
    """Write a new document; give the one that was there first under its key, if any."""
    record = record_of(Decided(Act.ADDED, item), item.revision, by, now)
    row = store.record_to_row(item.item_id, record)
    new: list[Operation] = [
        store.put_item(item, after=None),
        Put(row, absent=True),
        store.count_one_more(),
    ]
    try:
        table.transact(new)
    except ConditionFailed:
        # Ours passed and its reply was lost, a second click was faster, or the library is full.
        known = store.find_kept(table, item.item_id)
        if known is None:
            raise LibraryFull(most=MOST_ITEMS) from None
        return known
    return None


def _item_id(by: Actor, idempotency_key: str) -> str:
    if not idempotency_key:
        return new_id("lib")
    return f"lib_{fingerprint(f'{by.person_id} library {idempotency_key}')[:40]}"


def _digest(sheet: Sheet) -> str:
    return hashlib.sha256(json.dumps(asdict(sheet), sort_keys=True).encode()).hexdigest()
