"""Bring back the files that were held for the scanner's silence, once it answers again.

An agent could do it one by one; but nobody sees a draft but its installer, and a scanner that
was off for a night has held many.
"""

import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from chalicelib.audit.model import platform
from chalicelib.aws.table import Table
from chalicelib.cases.change import change_case
from chalicelib.cases.files.rows import list_unscanned
from chalicelib.cases.files.slots_of import slots_of
from chalicelib.cases.files.sweep_uploads import announce
from chalicelib.cases.model import CaseChange
from chalicelib.cases.registry import kind_of
from chalicelib.verdicts.scanner_state import load_scanner_state

log = logging.getLogger(__name__)

BY = platform("schedule")
FILES_A_SWEEP = 100

type Send = Callable[[Sequence[Mapping[str, object]]], None]


def recheck_unscanned(
    *, table: Table, uploads_bucket: str, send: Send, scanner: str, real: datetime
) -> Counter[str]:
    """Have files judged again that were held for the scanner, if it answers; count them.

    A file that fails harms no other: its trouble is raised once all had their turn.
    """
    unscanned = list_unscanned(table, most=FILES_A_SWEEP)
    if not unscanned or load_scanner_state(table, scanner).is_answering is not True:
        return Counter()
    failures: list[Exception] = []
    for case_id, document_id, upload_key in unscanned:
        try:
            _bring_back(case_id, document_id, real, table)
            send([announce(uploads_bucket, upload_key)])
        except Exception as trouble:
            log.exception("a file was not brought back", extra={"document_id": document_id})
            failures.append(trouble)
    if failures:
        raise ExceptionGroup("files not brought back", failures)
    return Counter(brought_back=len(unscanned))


def _bring_back(case_id: str, document_id: str, real: datetime, table: Table) -> None:
    kind = kind_of(case_id)
    slots = slots_of(kind)

    def decide(case: object, now: datetime) -> CaseChange | None:
        return slots.bring_back(case, document_id, real, now)

    change_case(kind, case_id, decide, by=BY, table=table)
