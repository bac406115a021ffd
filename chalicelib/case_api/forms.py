"""The API's models of cases of any kind: what comes in, and the shapes of what goes out.

What makes a case of a kind, and what its acts take, are models of the kind's own.
"""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints

from chalicelib.cases.files.by_person import FileReason
from chalicelib.cases.files.model import FileState
from chalicelib.desk.forms import HolderShape
from chalicelib.verdicts.limits import FILE_NAME_MAX_CHARACTERS, UPLOAD_MAX_BYTES

LONGEST_WORDS = 500


class _Taken(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Given(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NewFile(_Taken):
    """A file that is about to be sent: for which slot, its name, its size."""

    slot: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    file_name: Annotated[str, StringConstraints(min_length=1, max_length=FILE_NAME_MAX_CHARACTERS)]
    size_bytes: Annotated[int, Field(ge=1, le=UPLOAD_MAX_BYTES)]


class FileRefusal(_Taken):
    """Why a person refuses a file."""

    reason: FileReason
    words: Annotated[str, StringConstraints(max_length=LONGEST_WORDS, strip_whitespace=True)] = ""


class FileTicket(_Given):
    """Post the file to `url` as multipart/form-data: every field of `fields`, then `file`, last."""

    id: str
    slot: str
    url: str
    fields: dict[str, str]
    most_bytes: int
    expires_at: datetime


class FileOfCase(_Given):
    """A file of a case; `reasons` say what to do about a refusal."""

    id: str
    slot: str
    state: FileState
    file_name: str
    content_type: str
    size_bytes: int
    reasons: list[str]
    words: str
    created_at: datetime
    decided_at: datetime | None
    accepted_at: datetime | None
    accepted_by: str


class CaseLine(_Given):
    """A case as a list shows it; `columns` are its kind's."""

    id: str
    status: str
    version: int
    updated_at: datetime
    columns: dict[str, JsonValue]


class CaseAnswer(CaseLine):
    """A whole case; `acts` are those open to who reads it."""

    created_at: datetime
    milestones: dict[str, datetime]
    data: dict[str, JsonValue]
    files: list[FileOfCase]
    acts: list[str]


class CasesAnswer(_Given):
    """A page of a list; `is_cut` says of a search that it found more than it shows."""

    cases: list[CaseLine]
    counts: dict[str, int]
    is_cut: bool
    next: str | None


class FollowedLine(CaseLine):
    """A case as an agents' list shows it: with who looks after it, null when nobody does."""

    holder: HolderShape | None


class FollowedAnswer(_Given):
    """A page of an agents' list."""

    cases: list[FollowedLine]
    next: str | None


class CaseEvent(_Given):
    """One event of a case's journal; personal values are not in it."""

    number: int
    kind: str
    at: datetime
    by: str
    role: str
    origin: str
    status_before: str | None
    status_after: str | None
    fields: list[str]
    details: dict[str, str | int]
    hash: str


class CaseJournal(_Given):
    """A page of a journal, newest first; `next` continues it."""

    events: list[CaseEvent]
    next: str | None


class KindAnswer(_Given):
    """A kind of case: its statuses, the JSON schemas of what it takes, the lists of its agents."""

    name: str
    prefix: str
    statuses: list[str]
    takes: dict[str, JsonValue]
    acts: dict[str, dict[str, JsonValue] | None]
    reasons: list[str]
