"""The API's models of documents: what comes in, and the shapes of what goes out."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from chalicelib.cases.files.by_person import FileReason
from chalicelib.documents.decide_piece import LONGEST_WORDS
from chalicelib.dossiers.model import PieceState
from chalicelib.reference.slots import Due, Source
from chalicelib.verdicts.limits import FILE_NAME_MAX_CHARACTERS, UPLOAD_MAX_BYTES

Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_WORDS)]
SlotCode = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,40}$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _Taken(_Strict):
    """What comes in as JSON: words of a closed list come as text."""

    model_config = ConfigDict(extra="forbid")


class NewPiece(_Strict):
    """A file that is about to be sent: where it goes, its name, its size."""

    slot: SlotCode
    file_name: Annotated[str, StringConstraints(min_length=1, max_length=FILE_NAME_MAX_CHARACTERS)]
    size_bytes: Annotated[int, Field(ge=1, le=UPLOAD_MAX_BYTES)]


class PieceRefusal(_Taken):
    """Why an agent refuses a piece."""

    reason: FileReason
    words: Words = ""


class PieceRequest(_Taken):
    """The piece that an agent asks for, and why."""

    slot: SlotCode
    words: Annotated[Words, StringConstraints(min_length=3)]


class TicketAnswer(_Strict):
    """Post the file to `url` as multipart/form-data: every field of `fields`, then `file`, last."""

    id: str
    slot: str
    url: str
    fields: dict[str, str]
    most_bytes: int
    expires_at: datetime


class FileAnswer(_Strict):
    """One file of a slot; `reasons` say what to do about a refusal."""

    id: str
    state: PieceState
    file_name: str
    size_bytes: int
    pages: int
    reasons: list[str]
    words: str
    decided_at: datetime | None
    accepted_at: datetime | None


class SlotNeeded(_Strict):
    """One slot: what is wanted, by when, in which formats; `source` says what that rests on."""

    slot: str
    label: str
    hint: str
    where: str
    due: Due
    extensions: list[str]
    most_bytes: int
    most_files: int
    stand_in: str | None
    source: Source


class SlotsNeeded(_Strict):
    """The slots that a dossier with these answers would have."""

    slots: list[SlotNeeded]


class SlotAnswer(SlotNeeded):
    """One slot of a dossier, and the files in it."""

    may_upload: bool
    files: list[FileAnswer]


class SlotsAnswer(_Strict):
    """All slots of a dossier."""

    slots: list[SlotAnswer]
