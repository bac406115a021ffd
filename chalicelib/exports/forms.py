"""The API's models of jobs: what is asked for, and how far it is."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from chalicelib.dossiers.model import Space
from chalicelib.dossiers.statuses import Status
from chalicelib.exports.model import Format, JobKind, JobState, ListFormat

Word = Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)]


class ListWish(BaseModel):
    """A file of the firm's list: its filter has the fields, and the words, of `GET /dossiers`."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    format: ListFormat = ListFormat.CSV
    space: Space = Space.SMALL
    status: Status | None = None
    operator: Word = ""
    signed: Word = ""
    offer: Word = ""
    created_from: Word = ""
    created_to: Word = ""
    modified_from: Word = ""
    modified_to: Word = ""
    commissioned_from: Word = ""
    commissioned_to: Word = ""
    sort: Word = ""


class FileShape(BaseModel):
    """The file of a finished job, until it is forgotten."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str
    format: Format
    size_bytes: int
    url: Annotated[str, Field(description="Path of the API that redirects to the file")]
    expires_at: datetime


class JobShape(BaseModel):
    """A job: `done` and `total` count dossiers, files or lines; `total` is null where unknown."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str
    kind: JobKind
    state: JobState
    words: str
    asked_at: datetime
    done: int
    total: int | None
    dossier_id: str | None
    file: FileShape | None
