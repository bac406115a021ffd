"""Sweep the files of every case: rows without verdict, objects without need, and whether the scanner answers.

Each part has its turn whatever becomes of the others; their trouble is raised at the end.
"""

import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from chalicelib.aws.table import Table
from chalicelib.cases.files.recheck_unscanned import recheck_unscanned
from chalicelib.cases.files.rows import is_scanner_awaited
from chalicelib.cases.files.sweep_pending import sweep_pending
from chalicelib.cases.files.sweep_uploads import sweep_uploads
from chalicelib.settings import Settings
from chalicelib.verdicts.limits import SWEEP_AFTER_S
from chalicelib.verdicts.scanner import find_answering
from chalicelib.verdicts.scanner_state import note_answer, note_silence

log = logging.getLogger(__name__)

type Send = Callable[[Sequence[Mapping[str, object]]], None]


def sweep_files(*, table: Table, settings: Settings, send: Send, real: datetime) -> Counter[str]:
    """Sweep files and the uploads bucket; count what was done."""
    uploads, scanner = settings.uploads_bucket, settings.scanner
    parts: tuple[Callable[[], Counter[str]], ...] = (
        lambda: look_at_scanner(table, scanner, settings.scanner_address, real),
        lambda: recheck_unscanned(
            table=table, uploads_bucket=uploads, send=send, scanner=scanner, real=real
        ),
        lambda: sweep_pending(table=table, uploads_bucket=uploads, send=send, real=real),
        lambda: sweep_uploads(table=table, uploads_bucket=uploads, send=send, real=real),
    )
    done: Counter[str] = Counter()
    failures: list[Exception] = []
    for part in parts:
        try:
            done += part()
        except Exception as trouble:
            log.exception("a part of the sweep failed")
            failures.append(trouble)
    if failures:
        raise ExceptionGroup("files not swept", failures)
    return done


def look_at_scanner(table: Table, scanner: str, address: str, real: datetime) -> Counter[str]:
    """Note whether the scanner answers: by a ping, or by files that have waited too long for it."""
    if scanner == "not_configured":
        return Counter()
    answers = find_answering(scanner, address)
    if answers is None and is_scanner_awaited(table, real - timedelta(seconds=SWEEP_AFTER_S)):
        answers = False
    if answers is not None:
        note = note_answer if answers else note_silence
        note(table, scanner, real)
    return Counter(scanner_silent=1) if answers is False else Counter()
