"""Nothing stays pending in the library either: checked again, then held or forgotten (R24)."""

import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from urllib.parse import quote_plus

from chalicelib.audit.model import platform
from chalicelib.aws.bucket import list_versions
from chalicelib.aws.items import Item, Update
from chalicelib.aws.table import ConditionFailed, Table
from chalicelib.partner_library.change_item import change_item
from chalicelib.partner_library.decisions import Decided, Kept, forget, record_verdict
from chalicelib.partner_library.store import WAITS_FOR_SCANNER
from chalicelib.rows.instants import stamp
from chalicelib.rows.listings import LIBRARY_PENDING
from chalicelib.verdicts import limits
from chalicelib.verdicts.checked import Checked
from chalicelib.verdicts.verdict import ReasonCode, held

log = logging.getLogger(__name__)

BY = platform("schedule")
PAGE = 100

type Send = Callable[[Sequence[Mapping[str, object]]], None]


def sweep_library(*, table: Table, uploads_bucket: str, send: Send, real: datetime) -> Counter[str]:
    """Look at every version that has been pending for ten minutes; count what was done.

    An object that is there is announced to the checker again; after the last try the version
    is held and an agent sees it with the reason. Without an object it is forgotten once its
    form has expired. A version that fails harms no other: its trouble is raised at the end.
    """
    done: Counter[str] = Counter()
    failures: list[Exception] = []
    before = stamp(real - timedelta(seconds=limits.SWEEP_AFTER_S))
    start: str | None = None
    while True:
        page = table.query(
            LIBRARY_PENDING.pk(), index="work", up_to=before, limit=PAGE, start=start
        )
        for row in page.items:
            try:
                done[_look_at(row, table, uploads_bucket, send, real)] += 1
            except Exception as trouble:
                log.exception("sweep failed", extra={"document_id": row["document_id"]})
                failures.append(trouble)
        start = page.next
        if start is None:
            break
    if failures:
        raise ExceptionGroup("versions of the library not swept", failures)
    return done


def _look_at(row: Item, table: Table, uploads_bucket: str, send: Send, real: datetime) -> str:
    key = str(row["upload_key"])
    if not list_versions(uploads_bucket, key):
        return _forget(row, table, real)
    if int(row.get("attempts", 0)) >= limits.HELD_AFTER_TRIES:
        return _hold(row, table)
    _count_try(row, table)
    told = {"bucket": {"name": uploads_bucket}, "object": {"key": quote_plus(key)}}
    send([{"Records": [{"s3": told}]}])
    return "checked_again"


def _count_try(row: Item, table: Table) -> None:
    try:
        table.update(Update(row["pk"], row["sk"], add={"attempts": 1}, expect={"state": "pending"}))
    except ConditionFailed:
        log.info("judged meanwhile", extra={"document_id": row["document_id"]})


def _forget(row: Item, table: Table, real: datetime) -> str:
    since = datetime.fromisoformat(row["wa"])
    if real - since < timedelta(seconds=limits.UPLOAD_POLICY_S + limits.SWEEP_AFTER_S):
        return "still_expected"
    change_item(row["item_id"], forget, by=BY, document_id=str(row["document_id"]), table=table)
    return "forgotten"


def _hold(row: Item, table: Table) -> str:
    is_scanners = row.get("waiting_for") == WAITS_FOR_SCANNER
    checked = Checked(held(ReasonCode.SCANNER_SILENT if is_scanners else ReasonCode.NOT_JUDGED))

    def decide(kept: Kept, now: datetime) -> Decided | None:
        return record_verdict(kept, checked, now)

    change_item(row["item_id"], decide, by=BY, document_id=str(row["document_id"]), table=table)
    return "held"
