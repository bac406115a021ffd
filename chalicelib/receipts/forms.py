"""What the API says of receipts, as models: their shapes are its description."""

from pydantic import BaseModel, ConfigDict

from chalicelib.receipts.check_copy import CopyStanding, Standing
from chalicelib.receipts.model import ReceiptFormat, ReceiptKind
from chalicelib.receipts.verify_receipt import Kept


class Shape(BaseModel):
    """What every answer's model has in common."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class FormShape(Shape):
    """One form of a receipt: the SHA-256 of its bytes and their number."""

    format: ReceiptFormat
    sha256: str
    size_bytes: int


class ReceiptShape(Shape):
    """A sealed receipt; its fingerprint is the SHA-256 of its JSON form."""

    case_id: str
    number: str
    ordinal: int
    kind: ReceiptKind
    described_at: str
    sealed_at: str
    journal_seq: int
    journal_hash: str
    forms: list[FormShape]


class ReceiptsShape(Shape):
    """A case's receipts, oldest first."""

    receipts: list[ReceiptShape]


class VerificationShape(Shape):
    """What the verification of a receipt found."""

    sound: bool
    journal_sound_up_to_receipt: bool
    journal_events: int
    journal_broken_at: int | None
    json_file: Kept
    pdf_file: Kept


class CheckShape(Shape):
    """The public answer on a receipt, and on a file against it; the names are always all there."""

    receipt: Standing
    sealed_at: str | None
    file: CopyStanding
