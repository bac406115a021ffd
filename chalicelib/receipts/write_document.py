"""The document of a receipt: everything that a dossier says at one event of its journal. Pure.

It is always in French, whoever asks: its bytes must not depend on the reader.
"""

from collections.abc import Sequence
from datetime import datetime

from chalicelib.audit.model import Event, JournalBroken, verify_chain
from chalicelib.dossiers.kinds import Milestone
from chalicelib.dossiers.model import Dossier
from chalicelib.dossiers.status_labels import label_status
from chalicelib.receipts.instants import write_instant
from chalicelib.receipts.list_fields import list_fields
from chalicelib.receipts.list_files import list_files, write_addendum
from chalicelib.receipts.model import (
    SCHEMA,
    Document,
    NothingToSeal,
    Receipt,
    ReceiptKind,
    name_receipt,
)
from chalicelib.words.translation import in_language, translate

LANGUAGE = "fr"


def require_sealable(dossier: Dossier) -> None:
    """Refuse a dossier that was not sent, or whose person is or is about to be erased."""
    head = dossier.head
    if (
        not head.reference
        or head.submitted_at is None
        or Milestone.SUBMITTED not in head.milestones
    ):
        raise NothingToSeal
    if dossier.is_erasure_begun:
        raise NothingToSeal


def find_sealed_events(dossier: Dossier, journal: Sequence[Event]) -> tuple[Event, Event]:
    """Find the event of the sending and the last one that the dossier's state is made of.

    Raises JournalBroken when the journal up to there does not verify, or ends elsewhere than
    the dossier says: a broken journal is not sealed.
    """
    head = dossier.head
    verify_chain(journal[: head.seq])
    if len(journal) < head.seq or journal[head.seq - 1].hash != head.last_hash:
        raise JournalBroken(head.dossier_id, head.seq)
    return journal[head.milestones[Milestone.SUBMITTED].seq - 1], journal[head.seq - 1]


def write_document(
    dossier: Dossier,
    submission: Event,
    state: Event,
    *,
    first: Receipt | None,
    ordinal: int,
    check_url: str,
) -> Document:
    """Write a receipt's content; the same state and the same number give the same content."""
    with in_language(LANGUAGE):
        return _write(dossier, submission, state, first=first, ordinal=ordinal) | {
            "check": {"url": check_url}
        }


def _write(
    dossier: Dossier, submission: Event, state: Event, *, first: Receipt | None, ordinal: int
) -> Document:
    head = dossier.head
    sent_at: datetime = head.submitted_at or submission.at
    kind = ReceiptKind.SUBMISSION if first is None else ReceiptKind.STATE
    return {
        "schema": SCHEMA,
        "language": LANGUAGE,
        "receipt": {
            "number": name_receipt(head.reference, ordinal),
            "ordinal": ordinal,
            "kind": str(kind),
        },
        "dossier": {
            "reference": head.reference,
            "status": str(head.status),
            "status_label": translate(label_status(head.status, head.operator)),
        },
        "submitted": write_instant(sent_at),
        "described": write_instant(head.updated_at),
        "journal": {
            "algorithm": "sha256",
            "submission": {"seq": submission.seq, "hash": submission.hash},
            "state": {"seq": state.seq, "hash": state.hash},
        },
        "fields": list_fields(dossier.form),
        "files": list_files(dossier),
        "addendum": write_addendum(dossier, first) if first else None,
    }
