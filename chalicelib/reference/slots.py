"""What a slot is: one piece that a dossier may need, and all that people must know to hand it in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

MIB: Final = 1024 * 1024


class Due(StrEnum):
    """By when a piece is due."""

    SUBMIT = "submit"
    DSO_REQUEST = "dso_request"
    COMMISSIONING = "commissioning"
    NEVER = "never"


class FileFormat(StrEnum):
    """The formats that a slot may take."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"


class Source(StrEnum):
    """What a slot, or when it is due, rests on."""

    URBAN_SOLAR = "guide Urban Solar"
    MYLIGHT = "guide MyLight"
    PRACTICE = "practice"
    """Ours: neither a guide nor a text says so."""


ANY_FORMAT: Final = (FileFormat.PDF, FileFormat.PNG, FileFormat.JPEG)
EXTENSIONS: Final[Mapping[FileFormat, tuple[str, ...]]] = {
    FileFormat.PDF: (".pdf",),
    FileFormat.PNG: (".png",),
    FileFormat.JPEG: (".jpg", ".jpeg"),
}
MIME_TYPES: Final[Mapping[FileFormat, str]] = {
    FileFormat.PDF: "application/pdf",
    FileFormat.PNG: "image/png",
    FileFormat.JPEG: "image/jpeg",
}
FIRST_DAY: Final = date(2023, 1, 1)
"""The year of the guides: they date no rule more closely."""


@dataclass(frozen=True, slots=True)
class Example:
    """Our own drawing of a piece: `words` say what it shows, `marks` explain its numbers in order."""

    file: str
    words: str
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Slot:
    """One piece to hand in.

    `stand_in` names the field of step 5 whose answer may stand in for the piece until it is
    due. `most_files` bounds how many files may stand in the slot at once. `is_photo` says that
    people take it on site, with a phone.
    """

    code: str
    label: str
    hint: str
    where: str
    due: Due
    example: Example | None = None
    formats: tuple[FileFormat, ...] = ANY_FORMAT
    most_bytes: int = 50 * MIB
    most_files: int = 1
    stand_in: str = ""
    is_photo: bool = False
    valid_from: date = FIRST_DAY
    source: Source = Source.URBAN_SOLAR

    @property
    def is_several(self) -> bool:
        """Say whether several files stand side by side, rather than the last replacing the first."""
        return self.most_files > 1

    @property
    def extensions(self) -> tuple[str, ...]:
        """List the extensions that the slot takes, each with its dot."""
        return tuple(extension for one in self.formats for extension in EXTENSIONS[one])

    @property
    def accept(self) -> str:
        """Say to a file picker what the slot takes; phones then hand pictures over as JPEG."""
        return ",".join((*self.extensions, *(MIME_TYPES[one] for one in self.formats)))

    @property
    def accept_camera(self) -> str:
        """Say to a phone's camera which pictures the slot takes; empty when it takes none."""
        pictures = [one for one in self.formats if one is not FileFormat.PDF]
        return ",".join(MIME_TYPES[one] for one in pictures)
