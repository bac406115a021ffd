"""Seal a receipt: of an event that calls for one, by the relay, and of a later state, on demand.

The document is a function of the case's state at one event. Its objects are stored first,
under keys that name their content; the row and the marks follow in one transaction that holds
only while the case is still at that version. So a repeated, doubled or late sealing finds
what is there, and one that was cut short leaves nothing that anybody could take for a receipt.
"""

import logging
from datetime import datetime
from typing import Any

from chalicelib.audit.model import Actor, Event, platform
from chalicelib.audit.store import list_whole_journal
from chalicelib.aws.clock import business_now
from chalicelib.aws.sealed import put_sealed
from chalicelib.aws.table import ConditionFailed, Table, open_table
from chalicelib.cases.kind import AnyKind
from chalicelib.cases.load import load_case
from chalicelib.cases.registry import kind_of
from chalicelib.receipts.model import (
    CONTENT_TYPES,
    MOST_RECEIPTS,
    NothingToSeal,
    Receipt,
    ReceiptFormat,
    ReceiptKind,
    Sealed,
    TooManyReceipts,
    hash_bytes,
    name_receipt,
    write_canonical,
)
from chalicelib.receipts.of_kind import receipts_of
from chalicelib.receipts.store import list_receipts, put_receipt
from chalicelib.refusals import ChangedMeanwhile, NotFound
from chalicelib.rows.objects import RECEIPT_FORM
from chalicelib.settings import load_settings

log = logging.getLogger(__name__)

RELAY = platform("stream")
ATTEMPTS = 5
CHECK_PATH = "/verifier"


def seal_event(event: Event, *, table: Table | None = None) -> None:
    """Seal the receipt that an event calls for, by what its kind says; any other calls for none.

    The case may have moved on since: the receipt says at which event it was read, and one that was
    sealed since the event is enough. Raises JournalBroken, TransientError: the relay brings the
    event again.
    """
    kind = kind_of(event.case_id)
    if event.kind != receipts_of(kind).event:
        return
    try:
        _seal(kind, event.case_id, RELAY, table or open_table(), since=event.seq, now=None)
    except (NothingToSeal, NotFound):
        log.info("no receipt to seal", extra={"case_id": event.case_id})


def seal_receipt(
    case_id: str, *, by: Actor, table: Table | None = None, now: datetime | None = None
) -> Receipt:
    """Seal a receipt of the case's state, and give it; the same state is sealed once.

    Raises NotFound for a case that is none of the actor's business or of a kind without receipts,
    NothingToSeal, TooManyReceipts, ChangedMeanwhile for a case that others keep changing.
    """
    kind = kind_of(case_id)
    return _seal(kind, case_id, by, table or open_table(), since=None, now=now)


def _seal(
    kind: AnyKind, case_id: str, by: Actor, table: Table, *, since: int | None, now: datetime | None
) -> Receipt:
    """Give a receipt of the state at an event or after it; of the very state of now without one."""
    for _attempt in range(ATTEMPTS):
        case = load_case(kind, case_id, seen_by=by, table=table)
        known = list_receipts(case)
        if known and known[-1].seq >= (since or case.head.seq):
            return known[-1]
        receipt = _prepare(kind, case, known, table, now or business_now())
        try:
            table.transact(put_receipt(receipt, case))
        except ConditionFailed:
            log.info("changed while it was sealed", extra={"case_id": case_id})
        else:
            log.info("receipt sealed", extra={"case_id": case_id, "kind": receipt.kind})
            return receipt
    raise ChangedMeanwhile


def _prepare(
    kind: AnyKind, case: Any, known: tuple[Receipt, ...], table: Table, now: datetime
) -> Receipt:
    """Write a receipt's two forms, store their bytes, and give the receipt to register."""
    from chalicelib.receipts.draw_receipt import draw_receipt
    from chalicelib.receipts.list_files import copies_of
    from chalicelib.receipts.write_document import (
        find_sealable,
        require_sealable,
        write_document,
    )

    require_sealable(kind, case)
    if len(known) >= MOST_RECEIPTS:
        raise TooManyReceipts(most=MOST_RECEIPTS)
    case_id, ordinal = case.head.case_id, len(known) + 1
    sealable = find_sealable(kind, case, list_whole_journal(table, case_id))
    event, state = sealable.event, sealable.state
    document = write_document(
        sealable,
        first=known[0] if known else None,
        ordinal=ordinal,
        check_url=f"{load_settings().portal_url.rstrip('/')}{CHECK_PATH}",
    )
    content = write_canonical(document)
    drawn = draw_receipt(document, hash_bytes(content))
    return Receipt(
        case_id=case_id,
        number=name_receipt(receipts_of(kind).name_case(case), ordinal),
        ordinal=ordinal,
        kind=ReceiptKind.STATE if known else ReceiptKind.EVENT,
        seq=state.seq,
        hash=state.hash,
        event_seq=event.seq,
        event_hash=event.hash,
        described_at=state.at,
        sealed_at=now,
        json=_store(content, case_id, ReceiptFormat.JSON),
        pdf=_store(drawn, case_id, ReceiptFormat.PDF),
        copies=copies_of(sealable.files),
    )


def _store(content: bytes, case_id: str, form: ReceiptFormat) -> Sealed:
    sha256 = hash_bytes(content)
    key = RECEIPT_FORM.key(case_id, sha256, form)
    put_sealed(content, load_settings().documents_bucket, key, content_type=CONTENT_TYPES[form])
    return Sealed(key, sha256, len(content))
