"""The API's models of the library: what comes in, and the shapes of what goes out."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from chalicelib.cases.files.model import FileState
from chalicelib.partner_library.model import ItemKind, Language
from chalicelib.partner_library.sheet_form import LONGEST_TITLE, LONGEST_WORDS, SHORTEST_TITLE
from chalicelib.verdicts.limits import FILE_NAME_MAX_CHARACTERS, UPLOAD_MAX_BYTES


class _Taken(BaseModel):
    """What comes in as JSON: words of a closed list come as text."""

    model_config = ConfigDict(extra="forbid")


class _Given(BaseModel):
    """What goes out."""

    model_config = ConfigDict(extra="forbid", strict=True)


class SheetIn(_Taken):
    """What is said of a document: its nature, title, language, words, and whether clients see it."""

    kind: ItemKind
    title: Annotated[str, StringConstraints(min_length=SHORTEST_TITLE, max_length=LONGEST_TITLE)]
    language: Language = Language.FRENCH
    words: Annotated[str, StringConstraints(max_length=LONGEST_WORDS)] = ""
    for_clients: Annotated[bool, Field(strict=True)] = False


class NewVersion(_Taken):
    """A file that is about to be sent: its name, its size."""

    model_config = ConfigDict(extra="forbid", strict=True)

    file_name: Annotated[str, StringConstraints(min_length=1, max_length=FILE_NAME_MAX_CHARACTERS)]
    size_bytes: Annotated[int, Field(ge=1, le=UPLOAD_MAX_BYTES)]


class Move(_Taken):
    """Where a document is to stand, counted from 1; beyond the last is the last."""

    model_config = ConfigDict(extra="forbid", strict=True)

    position: Annotated[int, Field(ge=1, le=1000)]


class LibraryTicketAnswer(_Given):
    """Post the file to `url` as multipart/form-data: every field of `fields`, then `file`, last."""

    id: str
    item: str
    url: str
    fields: dict[str, str]
    most_bytes: int
    expires_at: datetime


class VersionAnswer(_Given):
    """One version; `reasons` say what to do about a refusal."""

    id: str
    number: int
    state: FileState
    file_name: str
    content_type: str
    size_bytes: int
    pages: int
    sha256: str
    created_at: datetime
    decided_at: datetime | None
    reasons: list[str]


class ItemAnswer(_Given):
    """A document of the library; `current` is what everybody downloads, if anything yet."""

    id: str
    kind: ItemKind
    title: str
    language: Language
    words: str
    for_clients: bool
    is_withdrawn: bool
    current: VersionAnswer | None


class ItemsAnswer(_Given):
    """The library in its order: what the caller may read."""

    items: list[ItemAnswer]


class RecordAnswer(_Given):
    """One line of a document's journal: who did what, when."""

    number: int
    act: str
    at: datetime
    by: str
    role: str
    version: int


class ItemWholeAnswer(ItemAnswer):
    """A document with all its versions and its journal, newest first: agents only."""

    versions: list[VersionAnswer]
    journal: list[RecordAnswer]
