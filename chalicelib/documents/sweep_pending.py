"""Nothing stays pending: a file without verdict is checked again, then held or forgotten (R24)."""

import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from chalicelib.audit.model import platform
from chalicelib.aws.bucket import list_versions
from chalicelib.aws.items import Item, Update
from chalicelib.aws.table import ConditionFailed, Table
from chalicelib.documents.model import forget_unsent, record_verdict
from chalicelib.documents.sweep_uploads import announce
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.model import Change, Dossier
from chalicelib.dossiers.waiting import WAITS_FOR_SCANNER
from chalicelib.rows.cases import CASE
from chalicelib.rows.instants import stamp
from chalicelib.rows.listings import PENDING
from chalicelib.verdicts import limits
from chalicelib.verdicts.checked import Checked
from chalicelib.verdicts.verdict import ReasonCode, held

log = logging.getLogger(__name__)

BY = platform("schedule")
PAGE = 100

type Send = Callable[[Sequence[Mapping[str, object]]], None]


def sweep_pending(*, table: Table, uploads_bucket: str, send: Send, real: datetime) -> Counter[str]:
    """Look at every file that has been pending for ten minutes; count what was done.

    An object that is there is announced to the checker again; after the last try it is held
    and an agent sees it. Without an object, the file is forgotten once its form has expired:
    what arrives later still is taken back (`arrive_late`).
    A file that fails harms no other: its trouble is raised once all had their turn.
    """
    done: Counter[str] = Counter()
    failures: list[Exception] = []
    before = stamp(real - timedelta(seconds=limits.SWEEP_AFTER_S))
    start: str | None = None
    while True:
        page = table.query(PENDING.pk(), index="work", up_to=before, limit=PAGE, start=start)
        for item in page.items:
            try:
                done[_look_at(item, table, uploads_bucket, send, real)] += 1
            except Exception as trouble:
                log.exception("sweep failed", extra={"document_id": item["document_id"]})
                failures.append(trouble)
        start = page.next
        if start is None:
            break
    if failures:
        raise ExceptionGroup("files not swept", failures)
    return done


def _look_at(item: Item, table: Table, uploads_bucket: str, send: Send, real: datetime) -> str:
    dossier_id = CASE.id_in(item["pk"])
    key = str(item["upload_key"])
    if not list_versions(uploads_bucket, key):
        return _forget(item, dossier_id, table, real)
    if int(item.get("attempts", 0)) >= limits.HELD_AFTER_TRIES:
        return _hold(item, dossier_id, table)
    _count_try(item, table)
    send([announce(uploads_bucket, key)])
    return "checked_again"


def _count_try(item: Item, table: Table) -> None:
    try:
        table.update(
            Update(item["pk"], item["sk"], add={"attempts": 1}, expect={"state": "pending"})
        )
    except ConditionFailed:
        log.info("judged meanwhile", extra={"document_id": item["document_id"]})


def _forget(item: Item, dossier_id: str, table: Table, real: datetime) -> str:
    since = datetime.fromisoformat(item["wa"])
    if real - since < timedelta(seconds=limits.UPLOAD_POLICY_S + limits.SWEEP_AFTER_S):
        return "still_expected"

    def decide(dossier: Dossier, now: datetime) -> Change | None:
        return forget_unsent(dossier, str(item["document_id"]), now)

    change_dossier(dossier_id, decide, by=BY, table=table)
    return "forgotten"


def _hold(item: Item, dossier_id: str, table: Table) -> str:
    """Hold a file for an agent, with what its check last waited for as the reason."""
    waits_for_scanner = item.get("waiting_for") == WAITS_FOR_SCANNER
    code = ReasonCode.SCANNER_SILENT if waits_for_scanner else ReasonCode.NOT_JUDGED
    checked = Checked(held(code))

    def decide(dossier: Dossier, now: datetime) -> Change | None:
        return record_verdict(dossier, str(item["document_id"]), checked, now)

    change_dossier(dossier_id, decide, by=BY, table=table)
    return "held"
