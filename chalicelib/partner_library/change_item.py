"""The one way to change a document of the library: decide, then one transaction with its record.

Who loses against another writer reads again and decides again; an act that was written and
whose reply was lost is decided again too, and finds nothing left to do.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from chalicelib.audit.model import Actor
from chalicelib.aws.clock import business_now
from chalicelib.aws.items import Operation, Put
from chalicelib.aws.table import ConditionFailed, Table, open_table
from chalicelib.aws.trouble import TransientError
from chalicelib.partner_library import store
from chalicelib.partner_library.decisions import Decided, Kept
from chalicelib.partner_library.keys import is_item_id
from chalicelib.partner_library.model import LibraryItem, Record
from chalicelib.partner_library.refusals import DailyQuotaReached
from chalicelib.partner_library.shelf import forget_shelf
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import require
from chalicelib.refusals import NotFound
from chalicelib.verdicts.limits import USER_DAILY_MAX_FILES

ATTEMPTS = 6

type Decide = Callable[[Kept, datetime], Decided | None]


def change_item(
    item_id: str,
    decide: Decide,
    *,
    by: Actor,
    document_id: str = "",
    counted: Operation | None = None,
    table: Table | None = None,
    now: datetime | None = None,
) -> Kept:
    """Change a document as `decide` says and give it as it stands; None of it changes nothing.

    `document_id` names the version that it is about; `counted` is a quota's row, written with
    it. Raises NotFound, NotAllowed, DailyQuotaReached and whatever `decide` refuses; TransientError
    when others keep changing it.
    """
    require_agent(by)
    if not is_item_id(item_id):
        raise NotFound
    table, now = table or open_table(), now or business_now()
    for _ in range(ATTEMPTS):
        kept = store.find_kept(table, item_id, document_id)
        if kept is None:
            raise NotFound
        decided = decide(kept, now)
        if decided is None:
            return kept
        after = _revised(kept.item, decided, now)
        try:
            table.transact([*_written(kept, after, decided, by), *([counted] if counted else [])])
        except ConditionFailed as failed:
            if counted and failed.failed == (_place_of_count(decided),):
                raise DailyQuotaReached(most=USER_DAILY_MAX_FILES) from failed
            continue
        forget_shelf()
        return Kept(after, decided.version or kept.version)
    raise TransientError("dynamodb", "library")


def require_agent(by: Actor) -> None:
    """Refuse whoever is neither an agent nor the platform itself (NotAllowed)."""
    require(by, Connection.KEEP_LIBRARY)


def record_of(decided: Decided, number: int, by: Actor, now: datetime) -> Record:
    """Write what was done as a line of the document's journal."""
    version = decided.version
    return Record(
        number=number,
        act=decided.act,
        at=now,
        actor_id=by.person_id,
        actor_role=by.role,
        origin=by.origin,
        document_id=version.document_id if version else "",
        version=version.number if version else 0,
        reasons=version.reasons if version else (),
    )


def _revised(before: LibraryItem, decided: Decided, now: datetime) -> LibraryItem:
    return replace(decided.item, revision=before.revision + 1, changed_at=now)


def _written(kept: Kept, after: LibraryItem, decided: Decided, by: Actor) -> list[Operation]:
    """Write the document under its revision, its record, and the version that changed."""
    item_id = after.item_id
    record = record_of(decided, after.revision, by, after.changed_at)
    operations: list[Operation] = [
        store.put_item(after, after=kept.item.revision),
        Put(store.record_to_row(item_id, record), absent=True),
    ]
    if decided.version is not None:
        row = store.version_to_row(item_id, decided.version)
        # One batched read gives two rows of two instants: the document's revision does not speak
        # for the version's.
        known = {"state": str(kept.version.state)} if kept.version else {}
        operations.append(Put(row, absent=kept.version is None, expect=known))
    return operations


def _place_of_count(decided: Decided) -> int:
    return 2 if decided.version is None else 3
