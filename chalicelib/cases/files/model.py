"""A file of a case of any kind: where it stands, what its check found, where its copies are."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from chalicelib.verdicts.verdict import ReasonCode


class FileState(StrEnum):
    """What is known of a file: nobody reads it before its check found it readable.

    The check of its format says `readable`, `rejected` or `held`. Whether it is `accepted` is another
    question: a person answers it, or a rule where the stage's policy lets one; `refused` is a person's.
    """

    EXPECTED = "expected"
    PENDING = "pending"
    HELD = "held"
    REJECTED = "rejected"
    READABLE = "readable"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    SUPERSEDED = "superseded"


WITH_COPY: Final = frozenset({FileState.READABLE, FileState.ACCEPTED})
"""States in which people read the served copy."""

KEPT_AS_UPLOADED: Final = frozenset({FileState.PENDING, FileState.HELD})
"""States in which the uploaded bytes are still wanted: their verdict is to come, or to come again."""

LET_GO: Final = frozenset({FileState.REJECTED, FileState.SUPERSEDED})
"""States of a file that goes with nothing: refused by its check, or taken out."""

SCANNER_SILENT: Final = str(ReasonCode.SCANNER_SILENT)
NEVER_ARRIVED: Final = str(ReasonCode.NEVER_ARRIVED)
BY_RULE: Final = "rule:"
"""How `accepted_by` begins where no person accepted."""

MOST_RECHECKS: Final = 3
"""So often a held file comes back by itself when the scanner does; then it waits for a person."""


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One file of a slot of a case, or a slot that somebody asks for (`expected`).

    `created_at` and `decided_at` are business time. `sha256` and `size_bytes` speak of the original,
    whose version in the uploads bucket is `upload_version`; `served_key` is where the copy stands
    that people read, once there is one. `number` counts the files of a slot that numbers them, from 1.
    `epoch` is the access epoch of who was given its upload's form.
    """

    document_id: str
    slot: str
    state: FileState
    created_at: datetime
    created_by: str
    file_name: str = ""
    content_type: str = ""
    size_bytes: int = 0
    upload_key: str = ""
    upload_version: str = ""
    sha256: str = ""
    evidence_key: str = ""
    evidence_version: str = ""
    served_key: str = ""
    served_version: str = ""
    served_sha256: str = ""
    reasons: tuple[str, ...] = ()
    words: str = ""
    attempts: int = 0
    pages: int = 0
    decided_at: datetime | None = None
    decided_by: str = ""
    pending_since: datetime | None = None
    """Real time, while the file waits for its verdict."""
    waiting_for: str = ""
    """What the check of a pending file waits for, once it waits longer than usual: `scanner`."""
    rechecks: int = 0
    """How often the platform has brought the held file back, for its scanner answers again."""
    accepted_at: datetime | None = None
    accepted_by: str = ""
    """Who accepted it: a person's id, or the rule that did, such as `rule:format_check`."""
    epoch: int = 0
    number: int = 0

    @property
    def is_held_for_scanner(self) -> bool:
        """Whether the file is held for the scanner's silence, and may come back by itself."""
        is_held = self.state is FileState.HELD and self.reasons == (SCANNER_SILENT,)
        return is_held and self.rechecks < MOST_RECHECKS

    @property
    def is_accepted_by_person(self) -> bool:
        """Whether a person read the file and accepted it."""
        by_person = bool(self.accepted_by) and not self.accepted_by.startswith(BY_RULE)
        return by_person and self.state is FileState.ACCEPTED

    @property
    def is_readable(self) -> bool:
        """Whether there is a copy that people may read."""
        return self.state in WITH_COPY and bool(self.served_key)

    @property
    def is_forgotten(self) -> bool:
        """Whether the file was announced, never arrived, and was let go for it."""
        return self.state is FileState.SUPERSEDED and self.reasons == (NEVER_ARRIVED,)
