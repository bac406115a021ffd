"""Bring back the files that were held for the scanner's silence, once it answers again.

An agent could do it one by one; but nobody sees a draft but its installer, and a scanner that
was off for a night has held many.
"""

import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from chalicelib.audit.model import platform
from chalicelib.aws.table import Table
from chalicelib.documents.model import change_pieces
from chalicelib.documents.sweep_uploads import announce
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.model import Change, Dossier, PieceState
from chalicelib.dossiers.waiting import list_unscanned
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
    for dossier_id, document_id, upload_key in unscanned:
        try:
            change_dossier(dossier_id, _bring_back(document_id, real), by=BY, table=table)
            send([announce(uploads_bucket, upload_key)])
        except Exception as trouble:
            log.exception("a file was not brought back", extra={"document_id": document_id})
            failures.append(trouble)
    if failures:
        raise ExceptionGroup("files not brought back", failures)
    return Counter(brought_back=len(unscanned))


def _bring_back(document_id: str, real: datetime) -> Callable[[Dossier, datetime], Change | None]:
    def decide(dossier: Dossier, now: datetime) -> Change | None:
        piece = dossier.find_piece(document_id)
        if piece is None or not piece.is_held_for_scanner:
            return None
        pending = replace(
            piece,
            state=PieceState.PENDING,
            pending_since=real,
            attempts=0,
            reasons=(),
            rechecks=piece.rechecks + 1,
        )
        return change_pieces(dossier, EventKind.PIECE_RECHECKED, (pending,), now)

    return decide
