"""The public check: is this an authentic receipt, and is this file in it? Nothing else is told.

Only fingerprints come here, never a file. Whoever asks learns what the receipt in their hands
says anyway: no name, no reference, not whether a case or a file exists elsewhere.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from chalicelib.accounts.questions import spend_question
from chalicelib.aws.clock import real_now
from chalicelib.aws.table import Table, open_table
from chalicelib.receipts.model import CopyRole, find_fingerprint
from chalicelib.receipts.store import Seal, find_seal
from chalicelib.refusals import FieldProblem, InvalidFields
from chalicelib.words.translation import _

PURPOSE = "receipts"
MOST_QUESTIONS = 120
"""By source address in ten minutes: an office may check a whole folder."""

NO_FINGERPRINT = _(
    "{label} : collez l’empreinte SHA-256 entière, 64 caractères de 0 à 9 et de a à f."
)
RECEIPT_LABEL = _("Empreinte du reçu")
COPY_LABEL = _("Empreinte du fichier")


class Standing(StrEnum):
    """Whether a receipt is known."""

    AUTHENTIC = "authentic"
    UNKNOWN = "unknown"


class CopyStanding(StrEnum):
    """What a receipt says of a file."""

    NOT_ASKED = "not_asked"
    UNKNOWN = "unknown"
    ORIGINAL = "original"
    SERVED = "served"
    BOTH = "original_and_served"


@dataclass(frozen=True, slots=True)
class Answer:
    """What anybody is told; `sealed_at` is None for an unknown receipt."""

    receipt: Standing
    sealed_at: datetime | None
    file: CopyStanding


def check_copy(
    receipt: str,
    copy: str,
    *,
    source_address: str,
    table: Table | None = None,
    now: datetime | None = None,
) -> Answer:
    """Check a receipt, and a file against it, by what was pasted of their fingerprints.

    Raises InvalidFields naming what is no fingerprint, SourceSlowed past the bound of a source
    address. `now` is real time. One write and one read, whatever is asked.
    """
    fingerprint, copy_sha256 = _read(receipt, copy)
    table = table or open_table()
    spend_question(table, source_address, now or real_now(), PURPOSE, most=MOST_QUESTIONS)
    seal = find_seal(table, fingerprint)
    return Answer(
        Standing.AUTHENTIC if seal else Standing.UNKNOWN,
        seal.sealed_at if seal else None,
        _find_standing(seal, fingerprint, copy_sha256),
    )


def _read(receipt: str, copy: str) -> tuple[str, str]:
    found, found_copy = find_fingerprint(receipt), find_fingerprint(copy)
    problems: list[FieldProblem] = []
    if found is None:
        values = {"label": RECEIPT_LABEL}
        problems.append(FieldProblem("receipt", "fingerprint", NO_FINGERPRINT, values))
    if copy.strip() and found_copy is None:
        problems.append(FieldProblem("file", "fingerprint", NO_FINGERPRINT, {"label": COPY_LABEL}))
    if problems or found is None:
        raise InvalidFields(tuple(problems))
    return found, found_copy or ""


def _find_standing(seal: Seal | None, fingerprint: str, copy_sha256: str) -> CopyStanding:
    if not copy_sha256:
        return CopyStanding.NOT_ASKED
    match seal.roles_of(fingerprint, copy_sha256) if seal else ():
        case ():
            return CopyStanding.UNKNOWN
        case (CopyRole.ORIGINAL,):
            return CopyStanding.ORIGINAL
        case (CopyRole.SERVED,):
            return CopyStanding.SERVED
        case _:
            return CopyStanding.BOTH
