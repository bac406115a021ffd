"""Check one uploaded file: judge the bytes of its version, keep both copies, record the verdict.

Every step may be repeated: the verdict moves only a pending file, copies have the file's own
keys, and of several versions of a key the first written counts, whatever order the news come in.
"""

import logging
import tempfile
from dataclasses import dataclass, replace
from datetime import datetime
from email.header import decode_header, make_header
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from chalicelib.audit.model import Actor, platform
from chalicelib.aws import bucket
from chalicelib.aws.clock import business_now
from chalicelib.aws.table import Table
from chalicelib.documents.keep_piece import arrived_piece, keep_piece
from chalicelib.documents.keys import Place, evidence_key, find_place, served_key
from chalicelib.documents.model import (
    MIME_TYPES,
    Checked,
    kinds_of,
    load_slot,
    record_verdict,
)
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Change, Dossier, Piece, PieceState
from chalicelib.refusals import Refusal
from chalicelib.verdicts.arrival import Arrival
from chalicelib.verdicts.file_name import safe_file_name
from chalicelib.verdicts.scanner import Scan, scan_arrival
from chalicelib.verdicts.verdict import FileKind, ReasonCode, Verdict, rejected

log = logging.getLogger(__name__)

BY: Actor = platform("queue")


class Judge(Protocol):
    """What judges files and derives copies: the warm child process, or a fake of it."""

    def judge(self, path: Path, file_name: str, kinds: frozenset[FileKind]) -> Verdict:
        """Judge the file at `path`."""

    def derive(self, path: Path, kind: FileKind, target: Path) -> Verdict:
        """Derive the served copy into `target`."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What a check needs: who judges, the stage's scanner, where copies are kept, the table."""

    judge: Judge
    scanner: str
    documents_bucket: str
    table: Table | None = None


def check_upload(arrival: Arrival, desk: Desk) -> None:
    """Check one arrival to its end, or leave the file pending for the sweep.

    Raises BusyRetry or RefusedDont when a service fails: the queue brings the news again.
    """
    place = find_place(arrival.key)
    if place is None:
        log.warning("an object with a key of nobody's", extra={"bucket": arrival.bucket})
        return
    try:
        found = _find_pending(arrival, place, desk)
        if found is not None:
            _check_pending(found, place, desk)
    except bucket.ObjectGone:
        log.info("the object is gone", extra={"dossier_id": place.dossier_id})


@dataclass(frozen=True, slots=True)
class _Found:
    """A pending file and the version of it that counts."""

    arrival: Arrival
    dossier: Dossier
    piece: Piece


def _find_pending(arrival: Arrival, place: Place, desk: Desk) -> _Found | None:
    """Find the pending file and its first version; remove later versions unread."""
    versions = bucket.list_versions(arrival.bucket, arrival.key)
    if not versions:
        return None
    for surplus in versions[1:]:
        bucket.delete_version(arrival.bucket, arrival.key, surplus.version_id)
        log.warning("a surplus version removed", extra={"dossier_id": place.dossier_id})
    first = Arrival(arrival.bucket, arrival.key, versions[0].version_id)
    dossier = _load_with_piece(first, place, desk)
    piece = dossier.find_piece(place.document_id) if dossier else None
    if dossier is None or piece is None or piece.state is not PieceState.PENDING:
        return None
    return _Found(first, dossier, piece)


def _load_with_piece(arrival: Arrival, place: Place, desk: Desk) -> Dossier | None:
    """Load the dossier, keeping first the row of a file whose form was signed unpicked.

    A file that may no longer come (the dossier was sent meanwhile) is removed unread.
    """
    dossier = load_dossier(place.dossier_id, seen_by=BY, table=desk.table)
    if dossier.find_piece(place.document_id):
        return dossier
    try:
        piece = arrived_piece(place, "", business_now())
        keep_piece(place.dossier_id, piece, by=BY, table=desk.table)
    except Refusal as refusal:
        log.warning("a file that came too late", extra={"code": refusal.code})
        bucket.delete_version(arrival.bucket, arrival.key, arrival.version_id)
        return None
    return load_dossier(place.dossier_id, seen_by=BY, table=desk.table)


def _check_pending(found: _Found, place: Place, desk: Desk) -> None:
    scan = scan_arrival(found.arrival, desk.scanner)
    if scan is Scan.SILENT:
        log.info("no word from the scanner yet", extra={"dossier_id": place.dossier_id})
        return
    with tempfile.TemporaryDirectory() as folder:
        checked = _judge_version(found, place, desk, Path(folder, "original"), scan)

    def decide(dossier: Dossier, now: datetime) -> Change | None:
        return record_verdict(dossier, place.document_id, checked, now)

    change_dossier(place.dossier_id, decide, by=BY, table=desk.table)
    outcome = {"dossier_id": place.dossier_id, "outcome": checked.verdict.outcome}
    log.info("a file was judged", extra=outcome)


def _judge_version(found: _Found, place: Place, desk: Desk, original: Path, scan: Scan) -> Checked:
    """Judge the bytes of exactly one version and, once accepted, keep both copies."""
    arrival = found.arrival
    fetched = bucket.fetch_version(arrival.bucket, arrival.key, arrival.version_id, original)
    file_name = found.piece.file_name or _told_name(fetched.metadata.get("name", ""))
    base = Checked(
        verdict=rejected(ReasonCode.MALWARE),
        upload_version=arrival.version_id,
        sha256=fetched.sha256,
        size_bytes=fetched.size_bytes,
        file_name=safe_file_name(file_name),
    )
    if scan is Scan.INFECTED:
        return base
    kinds = kinds_of(load_slot(found.dossier, place.slot, business_now()))
    verdict = desk.judge.judge(original, file_name, kinds)
    served = original.with_name("served")
    if verdict.is_accepted and verdict.kind:
        derived = desk.judge.derive(original, verdict.kind, served)
        verdict = verdict if derived.is_accepted else derived
    return _keep_copies(replace(base, verdict=verdict), place, arrival, desk, served)


def _keep_copies(
    checked: Checked, place: Place, arrival: Arrival, desk: Desk, served: Path
) -> Checked:
    """Seal the original and store the served copy of an accepted file."""
    kind = checked.verdict.kind
    if not checked.verdict.is_accepted or kind is None:
        return checked
    sealed, copy = evidence_key(place, kind), served_key(place, kind)
    return replace(
        checked,
        evidence_key=sealed,
        evidence_version=bucket.copy_version(
            arrival.bucket,
            arrival.key,
            arrival.version_id,
            to_bucket=desk.documents_bucket,
            to_key=sealed,
            content_type=MIME_TYPES[kind],
        ),
        served_key=copy,
        served_version=bucket.store_file(
            served, desk.documents_bucket, copy, content_type=MIME_TYPES[kind]
        ),
        served_sha256=sha256(served.read_bytes()).hexdigest(),
    )


def _told_name(written: str) -> str:
    """Read a file name from S3's metadata, where accents come as an encoded word (RFC 2047).

    A store that hands over the bytes of the form as they came shows them as Latin-1.
    """
    try:
        name = str(make_header(decode_header(written)))
    except (LookupError, UnicodeError, ValueError):
        return written
    try:
        return name.encode("latin-1").decode()
    except UnicodeError:
        return name
