"""Check one uploaded piece: find the version that counts, have it checked, record the verdict.

Every step may be repeated: the verdict moves only a pending file, copies have the file's own
keys, and of several versions of a key the first written counts, whatever order the news come in.
"""

import logging
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from chalicelib.accounts.epoch import held_at
from chalicelib.accounts.refusals import AccessEnded
from chalicelib.audit.model import Actor, platform
from chalicelib.aws import bucket
from chalicelib.aws.clock import business_now, real_now
from chalicelib.aws.table import open_table
from chalicelib.documents.keep_piece import arrived_piece, keep_piece
from chalicelib.documents.keys import Place, copy_keys, find_place
from chalicelib.documents.model import (
    arrive_late,
    forget_unsent,
    kinds_of,
    load_slot,
    record_verdict,
)
from chalicelib.documents.read_accepted import read_accepted
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Change, Dossier, Piece, PieceState
from chalicelib.dossiers.surplus import count_stored
from chalicelib.dossiers.waiting import WAITS_FOR_SCANNER, note_waiting
from chalicelib.readings.model import PaperReadings
from chalicelib.refusals import NotFound, Refusal
from chalicelib.verdicts.arrival import Arrival
from chalicelib.verdicts.check_version import Desk, check_version
from chalicelib.verdicts.checked import Checked
from chalicelib.verdicts.surplus import remove_stray, remove_surplus
from chalicelib.verdicts.upload_form import read_sender

log = logging.getLogger(__name__)

BY: Actor = platform("queue")
KEPT_AS_UPLOADED = frozenset({PieceState.PENDING, PieceState.HELD})
"""States in which the uploaded bytes are still wanted: their verdict is to come, or to come again."""


def check_upload(arrival: Arrival, desk: Desk) -> None:
    """Check one arrival to its end, or leave the file pending for the sweep.

    Whatever became of it, nothing stays in the uploads bucket but files that are pending or
    held. Raises TransientError or PermanentError when a service fails: the queue brings the news again.
    """
    place = find_place(arrival.key)
    versions = bucket.list_versions(arrival.bucket, arrival.key) if place else ()
    if place is None:
        log.warning("an object with a key of nobody's", extra={"bucket": arrival.bucket})
        remove_stray(arrival)
    elif versions:
        _check_versions(_Upload(arrival, place, versions), desk)


@dataclass(frozen=True, slots=True)
class _Upload:
    """What stands under one key: all its versions, the first written first."""

    arrival: Arrival
    place: Place
    versions: tuple[bucket.Version, ...]

    def version(self, version_id: str) -> Arrival:
        """Give one of the versions as an arrival of its own."""
        return replace(self.arrival, version_id=version_id)


def _check_versions(upload: _Upload, desk: Desk) -> None:
    """Check the version that counts if it waits for a verdict; let go what need not stay."""
    place = upload.place
    try:
        dossier = _load_with_piece(upload, desk)
    except NotFound:
        log.warning("a file of no dossier", extra={"document_id": upload.place.document_id})
        remove_stray(upload.arrival)
        return
    except Refusal as refusal:
        extra = {"document_id": upload.place.document_id, "code": refusal.code}
        log.warning("a file that may not come", extra=extra)
        _let_go(upload)
        return
    piece = dossier.find_piece(place.document_id)
    if piece is None:
        return
    if piece.state is PieceState.PENDING and _is_let_go(upload, piece, desk):
        return
    counts = upload.version(piece.upload_version or upload.versions[0].version_id)
    _remove_surplus(upload, counts, piece, desk)
    if piece.state is PieceState.PENDING:
        piece = _check_pending(counts, dossier, piece, place, desk)
    if piece.state not in KEPT_AS_UPLOADED:
        bucket.delete_version(counts.bucket, counts.key, counts.version_id)


def _require_access(upload: _Upload, person_id: str, epoch: int, desk: Desk) -> None:
    """Refuse a file that came in after the access of who was given its form had ended."""
    table = desk.table or open_table()
    if not held_at(table, person_id, epoch, upload.versions[0].written_at):
        raise AccessEnded


def _is_let_go(upload: _Upload, piece: Piece, desk: Desk) -> bool:
    """Let an announced file go that came in after its sender's access had ended."""
    try:
        _require_access(upload, piece.created_by, piece.epoch, desk)
    except AccessEnded:
        log.warning("a file of an access that ended", extra={"document_id": piece.document_id})
    else:
        return False

    def decide(dossier: Dossier, now: datetime) -> Change | None:
        return forget_unsent(dossier, piece.document_id, now)

    change_dossier(upload.place.dossier_id, decide, by=BY, table=desk.table)
    _let_go(upload)
    return True


def _let_go(upload: _Upload) -> None:
    for version in upload.versions:
        bucket.delete_version(upload.arrival.bucket, upload.arrival.key, version.version_id)


def _remove_surplus(upload: _Upload, counts: Arrival, piece: Piece, desk: Desk) -> None:
    dossier_id = upload.place.dossier_id
    remove_surplus(
        upload.arrival,
        upload.versions,
        counts=counts.version_id,
        person_id=piece.created_by,
        also=lambda version: (count_stored(dossier_id, version.size_bytes),),
        table=desk.table,
    )


def _load_with_piece(upload: _Upload, desk: Desk) -> Dossier:
    """Load the dossier, keeping first the row of a file whose form was signed unpicked.

    A file that was given up and arrives after all is taken back. Raises a Refusal for a file that may no longer come: the dossier was sent meanwhile, or its
    person has stored too much.
    """
    place = upload.place
    dossier = load_dossier(place.dossier_id, seen_by=BY, table=desk.table)
    known = dossier.find_piece(place.document_id)
    if known:
        return _take_back(known, place, desk) if known.is_forgotten else dossier
    first = upload.version(upload.versions[0].version_id)
    told = bucket.read_metadata(first.bucket, first.key, first.version_id)
    sender = read_sender(told)
    _require_access(upload, sender.person_id, sender.epoch, desk)
    piece = arrived_piece(place, sender.person_id, business_now(), epoch=sender.epoch)
    keep_piece(place.dossier_id, piece, by=BY, table=desk.table)
    return load_dossier(place.dossier_id, seen_by=BY, table=desk.table)


def _take_back(piece: Piece, place: Place, desk: Desk) -> Dossier:
    def decide(dossier: Dossier, now: datetime) -> Change | None:
        return arrive_late(dossier, piece.document_id, real_now(), now)

    return change_dossier(place.dossier_id, decide, by=BY, table=desk.table)


def _check_pending(
    arrival: Arrival, dossier: Dossier, piece: Piece, place: Place, desk: Desk
) -> Piece:
    """Have the version checked, record its verdict, and give the piece as it is then.

    A silent scanner leaves the file pending, with a note of what it waits for. What an accepted
    file says is read on the way, and kept with its verdict.
    """
    papers: list[PaperReadings] = []

    def look_at(served: Path, accepted: Checked) -> None:
        papers.append(read_accepted(served, accepted, place, desk.judge))

    try:
        checked = check_version(
            arrival,
            file_name=piece.file_name,
            kinds=kinds_of(load_slot(dossier, place.slot, business_now())),
            desk=desk,
            keys=copy_keys(place),
            look_at=look_at,
        )
    except bucket.ObjectGone:
        log.info("the object is gone", extra={"dossier_id": place.dossier_id})
        return piece
    if checked is None:
        log.info("no word from the scanner yet", extra={"dossier_id": place.dossier_id})
        note_waiting(place.dossier_id, piece, WAITS_FOR_SCANNER, table=desk.table)
        return piece

    def decide(dossier: Dossier, now: datetime) -> Change | None:
        return record_verdict(dossier, place.document_id, checked, now, next(iter(papers), None))

    after = change_dossier(place.dossier_id, decide, by=BY, table=desk.table)
    outcome = {"dossier_id": place.dossier_id, "outcome": checked.verdict.outcome}
    log.info("a file was judged", extra=outcome)
    return after.find_piece(place.document_id) or piece
