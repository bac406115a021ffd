"""What the radar finds: differences, agreements, and what could not be read."""

from dataclasses import dataclass
from enum import StrEnum

from chalicelib.readings.model import Subject
from chalicelib.readings.rules import Severity
from chalicelib.words.values import Value


class DifferenceKind(StrEnum):
    """In what way a paper differs: each has its sentence in the room's words."""

    FORM_AND_PAPER = "form_and_paper"
    PART_OF_NAME = "part_of_name"
    WITH_STORAGE = "with_storage"
    WITHOUT_STORAGE = "without_storage"
    TWO_PAPERS = "two_papers"
    WRONG_PAPER = "wrong_paper"
    YOUNG_RECEIPT = "young_receipt"
    OLD_BILL = "old_bill"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The form and a paper, or two papers, say different things.

    `field` is the path of the form's field as `FieldProblem.field` has it (`pdl`), empty when the
    paper alone is wrong (its date, its kind). `typed` and `read` are the two values, which become
    text where somebody reads them; `written`, `page` and `near` say what stands on the paper, and
    where. `other_document_id` is the second paper's when two papers differ (`typed` is then what
    the other says). `code` is what programs know the difference by, its `kind` how it is told.
    """

    code: str
    kind: DifferenceKind
    subject: Subject
    field: str
    document_id: str
    slot: str
    typed: Value
    read: Value
    written: str
    page: int
    near: str
    severity: Severity
    other_document_id: str = ""


@dataclass(frozen=True, slots=True)
class Agreement:
    """A paper says what the form says."""

    subject: Subject
    field: str
    document_id: str
    slot: str
    page: int


@dataclass(frozen=True, slots=True)
class Unread:
    """What one paper should say and could not be read: for a person to confirm."""

    document_id: str
    slot: str
    subjects: tuple[Subject, ...]


@dataclass(frozen=True, slots=True)
class Radar:
    """All that was found, blocking differences first."""

    differences: tuple[Difference, ...] = ()
    unread: tuple[Unread, ...] = ()
    agreements: tuple[Agreement, ...] = ()
