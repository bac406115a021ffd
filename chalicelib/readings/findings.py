"""What the radar finds: differences, agreements, and what could not be read."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field

from chalicelib.readings.model import Subject
from chalicelib.readings.rules import Severity
from chalicelib.refusals import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The form and a paper, or two papers, say different things.

    `field` is the path of the form's field as `FieldProblem.field` has it (`pdl`), empty when the
    paper alone is wrong (its date, its kind). `typed` and `read` are the two values as people read
    them; `written`, `page` and `near` say what stands on the paper, and where. `message` is a
    msgid whose places `values` fills. `other_document_id` is the second paper's when two papers
    differ (`typed` is then what the other says).
    """

    code: str
    subject: Subject
    field: str
    document_id: str
    slot: str
    typed: str
    read: str
    written: str
    page: int
    near: str
    severity: Severity
    message: str
    values: Mapping[str, Value] = dataclass_field(default_factory=dict)
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
