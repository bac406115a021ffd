"""Nothing stays pending: a file without verdict is checked again, then held or forgotten (R24)."""

import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from chalicelib.audit.model import platform
from chalicelib.aws.bucket import list_versions
from chalicelib.aws.items import Item, Update
from chalicelib.aws.table import ConditionFailed, Table
from chalicelib.cases.change import change_case
from chalicelib.cases.files.rows import WAITS_FOR_SCANNER
from chalicelib.cases.files.slots import Slots
from chalicelib.cases.files.slots_of import slots_of
from chalicelib.cases.files.sweep_uploads import announce
from chalicelib.cases.model import CaseChange
from chalicelib.cases.registry import kind_of
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
type DecideFile = Callable[[Slots[Any, Any], Any, datetime], CaseChange | None]


def sweep_pending(*, table: Table, uploads_bucket: str, send: Send, real: datetime) -> Counter[str]:
    """Look at every file that has been pending for ten minutes; count what was done.

    An object that is there is announced to the checker again; after the last try it is held
    and an agent sees it. Without an object, the file is forgotten once its form has expired:
    what arrives later still is taken back.
    A file that fails harms no other: its trouble is raised once all had their turn.
    """
    sweep = _Sweep(table, uploads_bucket, send, real)
    done: Counter[str] = Counter()
    failures: list[Exception] = []
    before = stamp(real - timedelta(seconds=limits.SWEEP_AFTER_S))
    start: str | None = None
    while True:
        page = table.query(PENDING.pk(), index="work", up_to=before, limit=PAGE, start=start)
        for row in page.items:
            try:
                done[sweep.look_at(row)] += 1
            except Exception as trouble:
                log.exception("sweep failed", extra={"document_id": row["document_id"]})
                failures.append(trouble)
        start = page.next
        if start is None:
            break
    if failures:
        raise ExceptionGroup("files not swept", failures)
    return done


@dataclass(frozen=True, slots=True)
class _Sweep:
    """One sweep: where it reads and writes, whom it tells, and its real instant."""

    table: Table
    uploads_bucket: str
    send: Send
    real: datetime

    def look_at(self, row: Item) -> str:
        """Do what is to be done about one pending file, and say which."""
        key = str(row["upload_key"])
        if not list_versions(self.uploads_bucket, key):
            return self._forget(row)
        if int(row.get("attempts", 0)) >= limits.HELD_AFTER_TRIES:
            return self._hold(row)
        self._count_try(row)
        self.send([announce(self.uploads_bucket, key)])
        return "checked_again"

    def _count_try(self, row: Item) -> None:
        tried = Update(row["pk"], row["sk"], add={"attempts": 1}, expect={"state": "pending"})
        try:
            self.table.update(tried)
        except ConditionFailed:
            log.info("judged meanwhile", extra={"document_id": row["document_id"]})

    def _forget(self, row: Item) -> str:
        since = datetime.fromisoformat(row["wa"])
        longest = timedelta(seconds=limits.UPLOAD_POLICY_S + limits.SWEEP_AFTER_S)
        if self.real - since < longest:
            return "still_expected"
        document_id = str(row["document_id"])
        self._change(row, lambda slots, case, now: slots.forget(case, document_id, now))
        return "forgotten"

    def _hold(self, row: Item) -> str:
        """Hold a file for an agent, with what its check last waited for as the reason."""
        is_scanners = row.get("waiting_for") == WAITS_FOR_SCANNER
        checked = Checked(held(ReasonCode.SCANNER_SILENT if is_scanners else ReasonCode.NOT_JUDGED))
        document_id = str(row["document_id"])
        self._change(
            row, lambda slots, case, now: slots.judge(case, document_id, checked, now, None)
        )
        return "held"

    def _change(self, row: Item, decide: DecideFile) -> None:
        case_id = CASE.id_in(row["pk"])
        kind = kind_of(case_id)
        slots = slots_of(kind)
        change_case(
            kind, case_id, lambda case, now: decide(slots, case, now), by=BY, table=self.table
        )
