"""Check one stored version, whatever it is for: scan, judge the bytes, keep both copies.

The caller finds which version counts and records what came out: a piece of a dossier and a
document of the library go through the same check. It may be repeated: copies have the file's
own keys, and nothing here moves a row.
"""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from email.header import decode_header, make_header
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from chalicelib.aws import bucket
from chalicelib.aws.bucket import Fetched
from chalicelib.aws.table import Table
from chalicelib.verdicts.arrival import Arrival
from chalicelib.verdicts.checked import EXTENSION_OF_KIND, MIME_TYPES, Checked, CopyKeys
from chalicelib.verdicts.file_name import safe_file_name
from chalicelib.verdicts.scanner import Scan, scan_arrival
from chalicelib.verdicts.verdict import FileKind, ReasonCode, Verdict, rejected

__all__ = ["Checked", "CopyKeys", "Desk", "Judge", "check_version"]

type LookAt = Callable[[Path, Checked], object]


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


def check_version(
    arrival: Arrival,
    *,
    file_name: str,
    kinds: frozenset[FileKind],
    desk: Desk,
    keys: CopyKeys,
    look_at: LookAt | None = None,
) -> Checked | None:
    """Check the bytes of exactly one version; None while the scanner is silent.

    Without a `file_name` the one that travelled as metadata is the file's. `look_at` sees the
    original of an accepted file, at its path, before it is gone. Raises ObjectGone when the
    version is not there, BusyRetry or RefusedDont when a service fails.
    """
    scan = scan_arrival(arrival, desk.scanner)
    if scan is Scan.SILENT:
        return None
    with tempfile.TemporaryDirectory() as folder:
        original = Path(folder, "original")
        fetched = bucket.fetch_version(arrival.bucket, arrival.key, arrival.version_id, original)
        name = file_name or _told_name(fetched.metadata.get("name", ""))
        base = _not_yet_judged(arrival, fetched, name)
        if scan is Scan.INFECTED:
            return base
        checked = replace(base, verdict=_judge(original, name, kinds, desk.judge))
        if not checked.verdict.is_accepted:
            return checked
        kept = _keep_copies(checked, arrival, desk, keys, _served(original))
        if look_at:
            look_at(original, kept)
        return kept


def _not_yet_judged(arrival: Arrival, fetched: Fetched, name: str) -> Checked:
    """Say what is known of the bytes before anybody judges them: refused until shown otherwise."""
    return Checked(
        verdict=rejected(ReasonCode.MALWARE),
        upload_version=arrival.version_id,
        sha256=fetched.sha256,
        size_bytes=fetched.size_bytes,
        file_name=safe_file_name(name),
    )


def _judge(original: Path, name: str, kinds: frozenset[FileKind], judge: Judge) -> Verdict:
    """Judge the original and derive its served copy: without a copy nothing is accepted."""
    verdict = judge.judge(original, name, kinds)
    if not verdict.is_accepted or verdict.kind is None:
        return verdict
    derived = judge.derive(original, verdict.kind, _served(original))
    return verdict if derived.is_accepted else derived


def _served(original: Path) -> Path:
    return original.with_name("served")


def _keep_copies(
    checked: Checked, arrival: Arrival, desk: Desk, keys: CopyKeys, served: Path
) -> Checked:
    """Seal the original and store the served copy of an accepted file."""
    kind = checked.verdict.kind
    if kind is None:
        return checked
    sealed, copy = (f"{key}.{EXTENSION_OF_KIND[kind]}" for key in (keys.evidence, keys.served))
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
