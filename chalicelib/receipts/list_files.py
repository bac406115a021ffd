"""The files of a dossier as a receipt lists them, and what came after the first receipt."""

from collections.abc import Mapping

from chalicelib.documents.model import list_slots_of
from chalicelib.dossiers.model import Dossier, Piece, PieceState
from chalicelib.receipts.instants import in_utc
from chalicelib.receipts.model import CopyRole, Document, Json, Receipt
from chalicelib.words.translation import _, translate

STANDING = frozenset(
    {
        PieceState.PENDING,
        PieceState.READABLE,
        PieceState.ACCEPTED,
        PieceState.REJECTED,
        PieceState.REFUSED,
        PieceState.HELD,
    }
)
"""Files that count: not one that is only asked for, nor one that another replaced."""

VERDICTS: Mapping[PieceState, str] = {
    PieceState.PENDING: _("Pas encore vérifié"),
    PieceState.ACCEPTED: _("Accepté"),
    PieceState.READABLE: _("Lisible, à relire"),
    PieceState.REJECTED: _("Refusé"),
    PieceState.REFUSED: _("Refusé"),
    PieceState.HELD: _("Retenu pour examen : pas encore vérifié"),
}


def standing_pieces(dossier: Dossier) -> tuple[Piece, ...]:
    """List the files that count, oldest first."""
    return tuple(piece for piece in dossier.pieces if piece.state in STANDING)


def copies_of(dossier: Dossier) -> dict[str, tuple[str, str]]:
    """Give the SHA-256 of the original and of the served copy of each file, as far as known."""
    return {
        piece.document_id: (piece.sha256, piece.served_sha256) for piece in standing_pieces(dossier)
    }


def list_files(dossier: Dossier) -> list[Json]:
    """List every file that counts, with its fingerprints and its verdict."""
    labels = _label_slots(dossier)
    return [_line(piece, labels) for piece in standing_pieces(dossier)]


def _label_slots(dossier: Dossier) -> Mapping[str, str]:
    slots = list_slots_of(dossier, dossier.head.updated_at)
    return {slot.code: translate(slot.label) for slot in slots}


def _line(piece: Piece, labels: Mapping[str, str]) -> Document:
    return {
        "document_id": piece.document_id,
        "slot": piece.slot,
        "slot_label": labels.get(piece.slot, piece.slot),
        "name": piece.file_name,
        "size_bytes": piece.size_bytes,
        "content_type": piece.content_type,
        "deposited_at": in_utc(piece.created_at),
        "original_sha256": piece.sha256 or None,
        "served_sha256": piece.served_sha256 or None,
        "verdict": str(piece.state),
        "verdict_label": translate(VERDICTS[piece.state]),
        "verdict_at": in_utc(piece.decided_at) if piece.decided_at else None,
        "reasons": list(piece.reasons),
    }


def write_addendum(dossier: Dossier, first: Receipt) -> Document:
    """Write what came after the first receipt, which it names by its fingerprint.

    `copies` are the originals and served copies whose fingerprints it did not hold; `gone` the
    files that it names and that no longer count.
    """
    now = standing_pieces(dossier)
    labels = _label_slots(dossier)
    copies: list[Json] = [
        _copy(piece, role, labels) for piece in now for role in _new_roles(piece, first)
    ]
    ids = {piece.document_id for piece in now}
    gone: list[Json] = [*sorted(first.copies.keys() - ids)]
    return {
        "of": {
            "number": first.number,
            "sha256": first.json.sha256,
            "sealed_at": in_utc(first.sealed_at),
        },
        "dated": in_utc(dossier.head.updated_at),
        "copies": copies,
        "gone": gone,
    }


def _new_roles(piece: Piece, first: Receipt) -> list[CopyRole]:
    known = first.copies.get(piece.document_id, ("", ""))
    now = (piece.sha256, piece.served_sha256)
    return [
        role
        for role, before, after in zip(CopyRole, known, now, strict=True)
        if after and after != before
    ]


def _copy(piece: Piece, role: CopyRole, labels: Mapping[str, str]) -> Document:
    return {
        "document_id": piece.document_id,
        "slot_label": labels.get(piece.slot, piece.slot),
        "name": piece.file_name,
        "role": str(role),
        "sha256": piece.sha256 if role is CopyRole.ORIGINAL else piece.served_sha256,
        "verdict_at": in_utc(piece.decided_at) if piece.decided_at else None,
    }
