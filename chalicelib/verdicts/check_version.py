"""Check one stored version, whatever it is for: scan, judge the bytes, keep both copies.

The caller finds which version counts and records what came out: a piece of a dossier and a
document of the library go through the same check. It may be repeated: copies have the file's
own keys, and nothing here moves a row.
"""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from email.header import decode_header, make_header
from hashlib import file_digest
from pathlib import Path
from typing import Protocol

from chalicelib.aws import bucket
from chalicelib.aws.bucket import Fetched, Stored
from chalicelib.aws.clock import real_now
from chalicelib.aws.table import Table, open_table
from chalicelib.readings.model import Reading
from chalicelib.verdicts.arrival import Arrival
from chalicelib.verdicts.checked import EXTENSION_OF_KIND, MIME_TYPES, Checked, CopyKeys
from chalicelib.verdicts.file_name import safe_file_name
from chalicelib.verdicts.scan import Scan
from chalicelib.verdicts.scanner import scan_arrival
from chalicelib.verdicts.scanner_state import note_answer, note_silence
from chalicelib.verdicts.verdict import FileKind, ReasonCode, Verdict, held, rejected

__all__ = ["Checked", "CopyKeys", "Desk", "Judge", "check_version"]

KEY_DIGITS = 8
"""So many hexadecimal digits of the original's SHA-256 stand in the keys of its copies."""

type LookAt = Callable[[Path, Checked], object]


class CopyDiffers(Exception):
    """Other bytes stand where the sealed original belongs: somebody wrote there who must not."""


class Judge(Protocol):
    """What judges files, derives copies and reads: the warm child process, or a fake of it."""

    def judge(self, path: Path, file_name: str, kinds: frozenset[FileKind]) -> Verdict:
        """Judge the file at `path`."""

    def derive(self, path: Path, kind: FileKind, target: Path) -> Verdict:
        """Derive the served copy into `target`."""

    def read(self, path: Path, slot: str) -> tuple[bool, tuple[Reading, ...]]:
        """Tell whether a PDF has text, and what it says about a slot's subjects."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What a check needs: who judges, the stage's scanner, where copies are kept, the table."""

    judge: Judge
    scanner: str
    documents_bucket: str
    table: Table | None = None
    scanner_address: str = ""


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
    served copy of an accepted file, the one that people read, at its path, before it is gone.
    Raises ObjectGone when the version is not there, TransientError or PermanentError when a service fails.
    """
    with tempfile.TemporaryDirectory() as folder:
        original = _Original(arrival, Path(folder, "original"))
        scan = scan_arrival(
            arrival, desk.scanner, address=desk.scanner_address, fetch=original.fetch
        )
        _note(scan, desk)
        if scan is Scan.SILENT:
            return None
        path, name = original.fetch(), file_name or original.told_name()
        known = original.describe(name)
        if scan is not Scan.CLEAN and scan is not Scan.NOT_CONFIGURED:
            return replace(known, verdict=_refused_by_scanner(scan))
        checked = replace(known, verdict=_judge(path, name, kinds, desk.judge))
        kind = checked.verdict.kind
        if not checked.verdict.is_accepted or kind is None:
            return checked
        kept = _keep_copies(checked, path, desk, keys, kind)
        if look_at:
            look_at(_served(path), kept)
        return kept


def _note(scan: Scan, desk: Desk) -> None:
    """Note whether the scanner answers, where silence means anything: GuardDuty takes its time."""
    if scan is Scan.NOT_CONFIGURED or (scan is Scan.SILENT and desk.scanner == "guardduty"):
        return
    note = note_silence if scan is Scan.SILENT else note_answer
    note(desk.table or open_table(), desk.scanner, real_now())


def _refused_by_scanner(scan: Scan) -> Verdict:
    if scan is Scan.INFECTED:
        return rejected(ReasonCode.MALWARE)
    return held(ReasonCode.NOT_SCANNABLE)


@dataclass(slots=True)
class _Original:
    """The bytes of one version, fetched once, when somebody first wants them."""

    arrival: Arrival
    path: Path
    fetched: Fetched | None = None

    def fetch(self) -> Path:
        """Have the bytes at the path."""
        self.know()
        return self.path

    def know(self) -> Fetched:
        """Give what came with the bytes."""
        if self.fetched is None:
            at = self.arrival
            self.fetched = bucket.fetch_version(at.bucket, at.key, at.version_id, self.path)
        return self.fetched

    def told_name(self) -> str:
        """Give the name that travelled with the bytes, as people write it."""
        return _told_name(self.know().metadata.get("name", ""))

    def describe(self, name: str) -> Checked:
        """Say what is known of the bytes before they are judged: held until shown otherwise."""
        fetched = self.know()
        return Checked(
            verdict=held(ReasonCode.NOT_JUDGED),
            upload_version=self.arrival.version_id,
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
    checked: Checked, original: Path, desk: Desk, keys: CopyKeys, kind: FileKind
) -> Checked:
    """Seal the original and store the served copy, once for ever.

    The keys name the original's hash, so whoever stood there first stored copies of the same
    bytes: a check that runs twice, even at the same time, names the versions that stand.
    """
    place = f"-{checked.sha256[:KEY_DIGITS]}.{EXTENSION_OF_KIND[kind]}"
    copy = _served(original)
    sealed = _store(original, keys.evidence + place, kind, desk, checked.sha256)
    if sealed.sha256 != checked.sha256:
        raise CopyDiffers(keys.evidence)
    served = _store(copy, keys.served + place, kind, desk, _digest(copy))
    return replace(
        checked,
        evidence_key=keys.evidence + place,
        evidence_version=sealed.version_id,
        served_key=keys.served + place,
        served_version=served.version_id,
        served_sha256=served.sha256,
    )


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _store(source: Path, key: str, kind: FileKind, desk: Desk, digest: str) -> Stored:
    bucket_name, content_type = desk.documents_bucket, MIME_TYPES[kind]
    return bucket.store_once(source, bucket_name, key, content_type=content_type, sha256=digest)


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
