"""What pages and the API say of receipts: plain values, and the words people read."""

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.cases.model import CaseLike
from chalicelib.cases.registry import kind_of
from chalicelib.receipts.check_copy import Answer, CopyStanding, Standing
from chalicelib.receipts.instants import in_utc, tell_instant
from chalicelib.receipts.model import Receipt, ReceiptFormat, ReceiptKind, group_fingerprint
from chalicelib.receipts.of_kind import receipts_of
from chalicelib.receipts.store import list_receipts
from chalicelib.receipts.verify_receipt import Kept, Verification
from chalicelib.words.translation import _, translate

type View = dict[str, object]

KEPT: Mapping[Kept, str] = {
    Kept.INTACT: _("intact"),
    Kept.CHANGED: _("modifié depuis son scellement"),
    Kept.GONE: _("introuvable"),
}
STANDINGS: Mapping[Standing, str] = {
    Standing.AUTHENTIC: _("Reçu authentique"),
    Standing.UNKNOWN: _("Empreinte de reçu inconnue"),
}
COPY_STANDINGS: Mapping[CopyStanding, str] = {
    CopyStanding.NOT_ASKED: "",
    CopyStanding.UNKNOWN: _("Ce fichier n’est pas dans ce reçu."),
    CopyStanding.ORIGINAL: _("Ce fichier est dans ce reçu : c’est l’original déposé."),
    CopyStanding.SERVED: _("Ce fichier est dans ce reçu : c’est la copie de lecture."),
    CopyStanding.BOTH: _(
        "Ce fichier est dans ce reçu : c’est à la fois un original déposé et une copie de lecture."
    ),
}


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """A receipt as a page lists it."""

    number: str
    kind: str
    described: str
    sealed: str
    fingerprint: str
    url: str
    pdf_url: str
    json_url: str
    check_url: str


def list_receipt_lines(case: CaseLike, under: str) -> list[ReceiptLine]:
    """List a case's receipts for a page, the latest first; their own pages stand `under` an address."""
    return [show_receipt(one, under) for one in reversed(list_receipts(case))]


def show_receipt(receipt: Receipt, under: str) -> ReceiptLine:
    """Show one receipt in a list."""
    here = f"{under}/{receipt.ordinal}"
    words = receipts_of(kind_of(receipt.case_id)).words
    is_first = receipt.kind is ReceiptKind.EVENT
    return ReceiptLine(
        number=receipt.number,
        kind=translate(words.first if is_first else words.later),
        described=tell_instant(receipt.described_at),
        sealed=tell_instant(receipt.sealed_at),
        fingerprint=group_fingerprint(receipt.json.sha256),
        url=here,
        pdf_url=f"{here}/pdf",
        json_url=f"{here}/json",
        check_url=f"/verifier?recu={receipt.json.sha256}",
    )


def view_receipt(receipt: Receipt) -> View:
    """A receipt as the API gives it."""
    return {
        "case_id": receipt.case_id,
        "number": receipt.number,
        "ordinal": receipt.ordinal,
        "kind": receipt.kind,
        "described_at": in_utc(receipt.described_at),
        "sealed_at": in_utc(receipt.sealed_at),
        "journal_seq": receipt.seq,
        "journal_hash": receipt.hash,
        "forms": [
            {
                "format": form,
                "sha256": receipt.form(form).sha256,
                "size_bytes": receipt.form(form).size_bytes,
            }
            for form in ReceiptFormat
        ],
    }


def view_verification(found: Verification) -> View:
    """A verification as the API gives it."""
    return {
        "sound": found.is_sound,
        "journal_sound_up_to_receipt": found.is_sealed_part_sound,
        "journal_events": found.events,
        "journal_broken_at": found.broken_at,
        "json_file": found.json,
        "pdf_file": found.pdf,
    }


def view_answer(answer: Answer) -> View:
    """The public answer: always the same names, whatever is found."""
    return {
        "receipt": answer.receipt,
        "sealed_at": in_utc(answer.sealed_at) if answer.sealed_at else None,
        "file": answer.file,
    }
