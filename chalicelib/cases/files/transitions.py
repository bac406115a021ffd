"""What becomes of one file at each step of its way: pure, the same for every kind."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final

from chalicelib.cases.files.model import NEVER_ARRIVED, CaseFile, FileState
from chalicelib.verdicts.checked import MIME_TYPES, Checked
from chalicelib.verdicts.verdict import Outcome

VERDICTS: Final = {
    Outcome.ACCEPTED: FileState.READABLE,
    Outcome.REJECTED: FileState.REJECTED,
    Outcome.HELD: FileState.HELD,
}
"""What a check of a format says: whether the file is accepted is another question."""

PLATFORM: Final = "platform"


def find_file(files: Iterable[CaseFile], document_id: str) -> CaseFile | None:
    """Find a file by its id."""
    return next((one for one in files if one.document_id == document_id), None)


def with_verdict(file: CaseFile, checked: Checked, now: datetime) -> CaseFile:
    """Give a file with what its check found."""
    kind = checked.verdict.kind
    return replace(
        file,
        state=VERDICTS[checked.verdict.outcome],
        file_name=file.file_name or checked.file_name,
        content_type=MIME_TYPES[kind] if kind else file.content_type,
        size_bytes=checked.size_bytes or file.size_bytes,
        upload_version=checked.upload_version,
        sha256=checked.sha256,
        evidence_key=checked.evidence_key,
        evidence_version=checked.evidence_version,
        served_key=checked.served_key,
        served_version=checked.served_version,
        served_sha256=checked.served_sha256,
        reasons=tuple(str(reason) for reason in checked.verdict.reasons),
        pages=checked.verdict.pages,
        attempts=0,
        waiting_for="",
        decided_at=now,
        decided_by=PLATFORM,
        pending_since=None,
        epoch=0,
    )


def forgotten(file: CaseFile) -> CaseFile:
    """Give an announced file as one that never arrived."""
    return replace(file, state=FileState.SUPERSEDED, pending_since=None, reasons=(NEVER_ARRIVED,))


def pending_again(file: CaseFile, real: datetime) -> CaseFile:
    """Give a file as one that waits for its verdict from a real instant on."""
    return replace(
        file, state=FileState.PENDING, pending_since=real, attempts=0, reasons=(), decided_at=None
    )


def brought_back(file: CaseFile, real: datetime) -> CaseFile:
    """Give a file that was held for the scanner as one that is judged once more."""
    return replace(pending_again(file, real), rechecks=file.rechecks + 1)
