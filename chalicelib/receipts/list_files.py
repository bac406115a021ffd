"""The files of a case as a receipt lists them, and what came after the first receipt."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from chalicelib.cases.files.model import CaseFile, FileState
from chalicelib.receipts.instants import in_utc
from chalicelib.receipts.model import CopyRole, Document, Json, Receipt
from chalicelib.words.translation import _, translate

type Labelled = tuple[CaseFile, str]
"""A file, and what its slot is called."""

STANDING = frozenset(
    {
        FileState.PENDING,
        FileState.READABLE,
        FileState.ACCEPTED,
        FileState.REJECTED,
        FileState.REFUSED,
        FileState.HELD,
    }
)
"""Files that count: not one that is only asked for, nor one that another replaced."""

VERDICTS: Mapping[FileState, str] = {
    FileState.PENDING: _("Pas encore vérifié"),
    FileState.ACCEPTED: _("Accepté"),
    FileState.READABLE: _("Lisible, à relire"),
    FileState.REJECTED: _("Refusé"),
    FileState.REFUSED: _("Refusé"),
    FileState.HELD: _("Retenu pour examen : pas encore vérifié"),
}


def list_standing(files: Iterable[Labelled]) -> tuple[Labelled, ...]:
    """List the files that count, in their order."""
    return tuple((one, label) for one, label in files if one.state in STANDING)


def copies_of(files: Iterable[Labelled]) -> dict[str, tuple[str, str]]:
    """Give the SHA-256 of the original and of the served copy of each file, as far as known."""
    return {one.document_id: (one.sha256, one.served_sha256) for one, _label in files}


def write_files(files: Iterable[Labelled]) -> list[Json]:
    """Write every file, with its fingerprints and its verdict."""
    return [_line(one, label) for one, label in files]


def _line(file: CaseFile, label: str) -> Document:
    return {
        "document_id": file.document_id,
        "slot": file.slot,
        "slot_label": label,
        "name": file.file_name,
        "size_bytes": file.size_bytes,
        "content_type": file.content_type,
        "deposited_at": in_utc(file.created_at),
        "original_sha256": file.sha256 or None,
        "served_sha256": file.served_sha256 or None,
        "verdict": str(file.state),
        "verdict_label": translate(VERDICTS[file.state]),
        "verdict_at": in_utc(file.decided_at) if file.decided_at else None,
        "reasons": list(file.reasons),
    }


def write_addendum(files: Iterable[Labelled], first: Receipt, described_at: datetime) -> Document:
    """Write what came after the first receipt, which it names by its fingerprint.

    `files` are those that count at the business instant `described_at`.
    `copies` are the originals and served copies whose fingerprints it did not hold; `gone` the
    files that it names and that no longer count.
    """
    now = tuple(files)
    copies: list[Json] = [
        _copy(one, role, label) for one, label in now for role in _new_roles(one, first)
    ]
    ids = {one.document_id for one, _label in now}
    gone: list[Json] = [*sorted(first.copies.keys() - ids)]
    return {
        "of": {
            "number": first.number,
            "sha256": first.json.sha256,
            "sealed_at": in_utc(first.sealed_at),
        },
        "dated": in_utc(described_at),
        "copies": copies,
        "gone": gone,
    }


def _new_roles(file: CaseFile, first: Receipt) -> list[CopyRole]:
    known = first.copies.get(file.document_id, ("", ""))
    now = (file.sha256, file.served_sha256)
    return [
        role
        for role, before, after in zip(CopyRole, known, now, strict=True)
        if after and after != before
    ]


def _copy(file: CaseFile, role: CopyRole, label: str) -> Document:
    return {
        "document_id": file.document_id,
        "slot_label": label,
        "name": file.file_name,
        "role": str(role),
        "sha256": file.sha256 if role is CopyRole.ORIGINAL else file.served_sha256,
        "verdict_at": in_utc(file.decided_at) if file.decided_at else None,
    }
