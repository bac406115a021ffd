"""The API's models of jobs: what is asked for, and how far it is."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from chalicelib.exports.model import JobFormat, JobState, ListFormat

Word = Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)]


class CasesWish(BaseModel):
    """A file of the list of a kind of case: one's own, or that of the owner whom an agent names."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    format: ListFormat = ListFormat.CSV
    owner: Word = ""
    status: Word = ""


class JobFileShape(BaseModel):
    """The file of a finished job, until it is forgotten."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str
    format: JobFormat
    size_bytes: int
    url: Annotated[str, Field(description="Path of the API that redirects to the file")]
    expires_at: datetime


class JobShape(BaseModel):
    """A job: `done` and `total` count cases, files or lines; `total` is null where unknown."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str
    kind: Annotated[str, Field(description="list, archive, or what a kind of case has of its own")]
    state: JobState
    words: str
    asked_at: datetime
    done: int
    total: int | None
    case_id: str | None
    dossier_id: Annotated[str | None, Field(description="An earlier name of case_id")]
    file: JobFileShape | None
