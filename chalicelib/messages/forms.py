"""The API's models of messages: what comes in, and the shapes of what goes out."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from chalicelib.messages.model import LONGEST_WORDS
from chalicelib.reference.attached_slots import MOST_FILES_OF_MESSAGE

FileId = Annotated[str, StringConstraints(max_length=70)]


class NewMessage(BaseModel):
    """A message to write; `seen` is the number of the last one that its writer has read.

    `files` are ids of files announced for the slot `message` of the case.
    """

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)
    words: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_WORDS)
    ]
    seen: Annotated[int, Field(ge=0)] = 0
    files: Annotated[tuple[FileId, ...], Field(max_length=MOST_FILES_OF_MESSAGE, strict=False)] = ()


class Reading(BaseModel):
    """Up to which message one has read."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)
    up_to: Annotated[int, Field(ge=0)]


class SentFileShape(BaseModel):
    """A file that went with a message; it is read as a piece is, once accepted."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str
    state: str
    file_name: str
    size_bytes: int
    reasons: list[str]


class MessageShape(BaseModel):
    """One message; `unread` is the caller's side's."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    number: int
    side: str
    at: datetime
    words: str
    unread: bool
    files: list[SentFileShape]


class MessagesShape(BaseModel):
    """A page of messages, newest first; `unread` and `count` are of the whole case."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    messages: list[MessageShape]
    unread: int
    count: int
    next: str | None
