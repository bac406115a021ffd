"""Verify a receipt against what we hold: its journal's chain, and the bytes of its two forms."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from chalicelib.audit.model import Actor, Event, JournalBroken, verify_chain
from chalicelib.audit.store import list_whole_journal
from chalicelib.aws.bucket import ObjectGone
from chalicelib.aws.sealed import read_sealed
from chalicelib.aws.table import Table, open_table
from chalicelib.receipts.model import Receipt, ReceiptFormat, Sealed, hash_bytes
from chalicelib.receipts.read_receipt import load_receipt, load_with_receipts
from chalicelib.settings import load_settings


class Kept(StrEnum):
    """What became of the bytes that a receipt names."""

    INTACT = "intact"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Verification:
    """What a verification found.

    `broken_at` is the first event that does not verify, None while the chain is whole;
    `is_sealed_part_sound` says whether the part that the receipt seals is as it was then.
    """

    receipt: Receipt
    events: int
    broken_at: int | None
    is_sealed_part_sound: bool
    json: Kept
    pdf: Kept

    @property
    def is_sound(self) -> bool:
        """Say whether everything that the receipt seals is as it was."""
        return self.is_sealed_part_sound and self.json is self.pdf is Kept.INTACT


def verify_receipt(
    case_id: str, ordinal: int, *, by: Actor, table: Table | None = None
) -> Verification:
    """Verify a receipt of a case; NotFound for a foreign case or an unknown receipt."""
    table = table or open_table()
    receipt = load_receipt(load_with_receipts(case_id, by=by, table=table), ordinal)
    journal = list_whole_journal(table, case_id)
    broken_at = _find_break(journal)
    return Verification(
        receipt,
        events=len(journal),
        broken_at=broken_at,
        is_sealed_part_sound=_is_sealed_part_sound(receipt, journal, broken_at),
        json=_look(receipt.form(ReceiptFormat.JSON)),
        pdf=_look(receipt.form(ReceiptFormat.PDF)),
    )


def _find_break(journal: Sequence[Event]) -> int | None:
    try:
        verify_chain(journal)
    except JournalBroken as broken:
        return broken.seq
    return None


def _is_sealed_part_sound(
    receipt: Receipt, journal: Sequence[Event], broken_at: int | None
) -> bool:
    if broken_at is not None and broken_at <= receipt.seq:
        return False
    hashes = {event.seq: event.hash for event in journal}
    sealed = {receipt.seq: receipt.hash, receipt.event_seq: receipt.event_hash}
    return all(hashes.get(seq) == wanted for seq, wanted in sealed.items())


def _look(sealed: Sealed) -> Kept:
    try:
        content = read_sealed(load_settings().documents_bucket, sealed.key)
    except ObjectGone:
        return Kept.GONE
    return Kept.INTACT if hash_bytes(content) == sealed.sha256 else Kept.CHANGED
