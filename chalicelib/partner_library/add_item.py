"""Add a document to the library: its sheet first, its file afterwards. One key makes one document."""

import hashlib
import json
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal

from chalicelib.audit.model import Actor
from chalicelib.aws.clock import business_now, real_now
from chalicelib.aws.ids import fingerprint, new_id
from chalicelib.aws.table import ConditionFailed, Table, open_table
from chalicelib.cases.change import create_case
from chalicelib.cases.model import CaseChange
from chalicelib.cases.plain import begin_plain
from chalicelib.partner_library.change_item import require_agent
from chalicelib.partner_library.kind import LIBRARY_ITEM, OURS, STATUSES
from chalicelib.partner_library.model import MOST_ITEMS, Act, LibraryItem, Sheet
from chalicelib.partner_library.refusals import KeyOfAnother, LibraryFull
from chalicelib.partner_library.store import count_one_more, find_item


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
        made_from=_digest(sheet),
    )
    known = find_item(table, item.item_id) if idempotency_key else None
    if known is None:
        known = _write(table, item, by, now)
    if known.made_from != item.made_from:
        raise KeyOfAnother
    return known


def _write(table: Table, item: LibraryItem, by: Actor, now: datetime) -> LibraryItem:
    """Write a new document; give the one that was there first under its key, if any."""
    head = begin_plain(
        item.item_id, item, owner_id=OURS, by=by.person_id, status=STATUSES.first, now=now
    )
    change = CaseChange(Act.ADDED, head, also=(count_one_more(),))
    try:
        create_case(LIBRARY_ITEM, change, by=by, table=table, now=now)
    except ConditionFailed:
        # Ours passed and its reply was lost, a second click was faster, or the library is full.
        known = find_item(table, item.item_id)
        if known is None:
            raise LibraryFull(most=MOST_ITEMS) from None
        return known
    return item


def _item_id(by: Actor, idempotency_key: str) -> str:
    if not idempotency_key:
        return new_id("lib")
    return f"lib_{fingerprint(f'{by.person_id} library {idempotency_key}')[:40]}"


def _digest(sheet: Sheet) -> str:
    return hashlib.sha256(json.dumps(asdict(sheet), sort_keys=True).encode()).hexdigest()
