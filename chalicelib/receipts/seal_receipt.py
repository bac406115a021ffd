"""Seal a receipt: at the sending, by the relay, and of a later state, on demand.

The document is a function of the dossier's state at one event. Its objects are stored first,
under keys that name their content; the row and the marks follow in one transaction that holds
only while the dossier is still at that version. So a repeated, doubled or late sealing finds
what is there, and one that was cut short leaves nothing that anybody could take for a receipt.
"""

import logging
from datetime import datetime

from chalicelib.audit.model import Actor, Event, platform
from chalicelib.audit.store import list_whole_journal
from chalicelib.aws.clock import business_now
from chalicelib.aws.sealed import put_sealed
from chalicelib.aws.table import ConditionFailed, Table, open_table
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Dossier
from chalicelib.receipts.model import (
    CONTENT_TYPES,
    MOST_RECEIPTS,
    Format,
    NothingToSeal,
    Receipt,
    ReceiptKind,
    Sealed,
    TooManyReceipts,
    hash_bytes,
    name_receipt,
    write_canonical,
)
from chalicelib.receipts.store import list_receipts, put_receipt
from chalicelib.refusals import ChangedMeanwhile, NotFound
from chalicelib.rows.objects import RECEIPT_FORM
from chalicelib.settings import load_settings

log = logging.getLogger(__name__)

RELAY = platform("stream")
ATTEMPTS = 5
CHECK_PATH = "/verifier"


def seal_submission(event: Event, *, table: Table | None = None) -> None:
    """Seal the receipt that the sending of a dossier calls for; any other event calls for none.

    The dossier may have moved on since: the receipt says at which event it was read. Raises
    JournalBroken, TransientError: the relay brings the event again.
    """
    if event.kind != EventKind.DOSSIER_SUBMITTED:
        return
    try:
        _seal(event.case_id, RELAY, table or open_table(), first_only=True, now=None)
    except (NothingToSeal, NotFound):
        log.info("no receipt to seal", extra={"dossier_id": event.case_id})


def seal_receipt(
    dossier_id: str, *, by: Actor, table: Table | None = None, now: datetime | None = None
) -> Receipt:
    """Seal a receipt of the dossier's state, and give it; the same state is sealed once.

    Raises NotFound for a dossier that is none of the actor's business, NothingToSeal,
    TooManyReceipts, ChangedMeanwhile for a dossier that others keep changing.
    """
    return _seal(dossier_id, by, table or open_table(), first_only=False, now=now)


def _seal(
    dossier_id: str, by: Actor, table: Table, *, first_only: bool, now: datetime | None
) -> Receipt:
    for _attempt in range(ATTEMPTS):
        dossier = load_dossier(dossier_id, seen_by=by, table=table)
        known = list_receipts(dossier)
        if known and (first_only or known[-1].seq == dossier.head.seq):
            return known[-1]
        receipt = _prepare(dossier, known, table, now or business_now())
        try:
            table.transact(put_receipt(receipt, dossier))
        except ConditionFailed:
            log.info("changed while it was sealed", extra={"dossier_id": dossier_id})
        else:
            log.info("receipt sealed", extra={"dossier_id": dossier_id, "kind": receipt.kind})
            return receipt
    raise ChangedMeanwhile


def _prepare(dossier: Dossier, known: tuple[Receipt, ...], table: Table, now: datetime) -> Receipt:
    """Write a receipt's two forms, store their bytes, and give the receipt to register."""
    from chalicelib.receipts.draw_receipt import draw_receipt
    from chalicelib.receipts.list_files import copies_of
    from chalicelib.receipts.write_document import (
        find_sealed_events,
        require_sealable,
        write_document,
    )

    require_sealable(dossier)
    if len(known) >= MOST_RECEIPTS:
        raise TooManyReceipts(most=MOST_RECEIPTS)
    head, ordinal = dossier.head, len(known) + 1
    submission, state = find_sealed_events(dossier, list_whole_journal(table, head.dossier_id))
    document = write_document(
        dossier,
        submission,
        state,
        first=known[0] if known else None,
        ordinal=ordinal,
        check_url=f"{load_settings().portal_url.rstrip('/')}{CHECK_PATH}",
    )
    content = write_canonical(document)
    drawn = draw_receipt(document, hash_bytes(content))
    return Receipt(
        number=name_receipt(head.reference, ordinal),
        ordinal=ordinal,
        kind=ReceiptKind.STATE if known else ReceiptKind.SUBMISSION,
        seq=state.seq,
        hash=state.hash,
        submission_seq=submission.seq,
        submission_hash=submission.hash,
        described_at=head.updated_at,
        sealed_at=now,
        json=_store(content, dossier, Format.JSON),
        pdf=_store(drawn, dossier, Format.PDF),
        copies=copies_of(dossier),
    )


def _store(content: bytes, dossier: Dossier, form: Format) -> Sealed:
    sha256 = hash_bytes(content)
    key = RECEIPT_FORM.key(dossier.head.dossier_id, sha256, form)
    put_sealed(content, load_settings().documents_bucket, key, content_type=CONTENT_TYPES[form])
    return Sealed(key, sha256, len(content))
