"""A sealed receipt: what it is, its fingerprints, and what may be said of them to anybody.

A receipt is a JSON document of one state of a case, and a PDF drawn from it. Its fingerprint
is the SHA-256 of the JSON's bytes. Whoever holds a receipt may have it checked; the table keeps
marks that mean nothing to whoever does not hold it.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from chalicelib.refusals import NotFound, Refusal
from chalicelib.words.translation import _

SCHEMA = "raccordo-receipt/2"
MOST_RECEIPTS = 100
GROUP = 8
HEXADECIMAL = re.compile(r"[0-9a-f]{64}")
ALONE = re.compile(r"(?<![0-9a-z])[0-9a-f]{64}(?![0-9a-z])")
LONGEST_PASTE = 1000
LONGEST_ORDINAL = 4

type Json = bool | int | str | list[Json] | dict[str, Json] | None
type Document = dict[str, Json]
"""A receipt's content: texts, whole numbers, truth values, lists and objects, no fraction."""


class ReceiptKind(StrEnum):
    """What a receipt attests: an event of its case, as the first one does, or a later state."""

    EVENT = "event"
    STATE = "state"


class CopyRole(StrEnum):
    """Which copy of a file has a fingerprint."""

    ORIGINAL = "original"
    SERVED = "served"


class ReceiptFormat(StrEnum):
    """The two forms of a receipt."""

    JSON = "json"
    PDF = "pdf"


CONTENT_TYPES: Mapping[ReceiptFormat, str] = {
    ReceiptFormat.JSON: "application/json",
    ReceiptFormat.PDF: "application/pdf",
}


class NothingToSeal(Refusal):
    """What calls for a receipt did not happen yet, or the person was erased."""

    code = "nothing-to-seal"
    status = 409
    message = _(
        "Aucun reçu ne peut être établi : il n’y a encore rien à attester, ou les données sont effacées."
    )


class TooManyReceipts(Refusal):
    """A case has as many receipts as one may have."""

    code = "too-many-receipts"
    status = 409
    message = _("Ce dossier a déjà {most} reçus : servez-vous du plus récent.")


@dataclass(frozen=True, slots=True)
class Sealed:
    """One form of a receipt: where its bytes stand, their SHA-256 and their size."""

    key: str
    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt as its case keeps it.

    `event_seq` and `event_hash` are of the event that called for it. `described_at` is the business instant of the state that it describes, the one of the event
    numbered `seq`; `sealed_at` the one at which its fingerprint was registered. `copies` holds
    the SHA-256 of the original and of the served copy by document ("" for one not known then).
    """

    case_id: str
    number: str
    ordinal: int
    kind: ReceiptKind
    seq: int
    hash: str
    event_seq: int
    event_hash: str
    described_at: datetime
    sealed_at: datetime
    json: Sealed
    pdf: Sealed
    copies: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def form(self, form: ReceiptFormat) -> Sealed:
        """Give one of the receipt's two forms."""
        match form:
            case ReceiptFormat.JSON:
                return self.json
            case ReceiptFormat.PDF:
                return self.pdf

    def file_name(self, form: ReceiptFormat) -> str:
        """Name the file in which a form is downloaded."""
        return f"recu-{self.number}.{form}"


def name_receipt(reference: str, ordinal: int) -> str:
    """Give a receipt's number, after what its case is called: `7K4M-92PX-R01`."""
    return f"{reference}-R{ordinal:02d}"


def read_ordinal(text: str) -> int:
    """Read a receipt's place from an address; NotFound for what is no number."""
    if not text.isascii() or not text.isdecimal() or len(text) > LONGEST_ORDINAL:
        raise NotFound
    return int(text)


def write_canonical(document: Document) -> bytes:
    """Write a document so that the same content always has the same bytes.

    UTF-8, names in the order of their characters, no space between marks. TypeError or
    ValueError for what the schema has no place for.
    """
    text = json.dumps(
        document, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )
    return text.encode()


def hash_bytes(content: bytes) -> str:
    """Give the SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def group_fingerprint(fingerprint: str) -> str:
    """Set a fingerprint in groups of eight, as eyes compare them."""
    return " ".join(
        fingerprint[start : start + GROUP] for start in range(0, len(fingerprint), GROUP)
    )


def find_fingerprint(text: str) -> str | None:
    """Find the one SHA-256 in what somebody pasted: bare, in groups, or a whole tool's output."""
    if len(text) > LONGEST_PASTE:
        return None
    lowered = text.lower()
    alone: set[str] = set(ALONE.findall(lowered))
    if len(alone) == 1:
        return alone.pop()
    joined = re.sub(r"[\s:.\-]", "", lowered)
    return joined if HEXADECIMAL.fullmatch(joined) else None


def seal_mark(fingerprint: str) -> str:
    """Give what the table knows a receipt's form by: the hash of its fingerprint."""
    return hashlib.sha256(f"{SCHEMA}\x00{fingerprint}".encode()).hexdigest()


def copy_mark(fingerprint: str, copy_sha256: str) -> str:
    """Give what the table knows a file of a receipt by; without the receipt it is but noise."""
    return hmac.new(fingerprint.encode(), copy_sha256.encode(), hashlib.sha256).hexdigest()


def mark_copies(
    fingerprint: str, copies: Mapping[str, tuple[str, str]]
) -> dict[str, tuple[CopyRole, ...]]:
    """Mark every copy that a receipt names, each with its roles."""
    roles: dict[str, set[CopyRole]] = {}
    for pair in copies.values():
        for role, copy_sha256 in zip(CopyRole, pair, strict=True):
            if copy_sha256:
                roles.setdefault(copy_mark(fingerprint, copy_sha256), set()).add(role)
    return {mark: tuple(sorted(found)) for mark, found in sorted(roles.items())}
