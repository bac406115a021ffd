"""The verdict on a file: its outcome, its reasons from a closed list, what the file is. Pure."""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What the pipeline decides about a file. No verdict is never a clean verdict."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    HELD = "held"


class FileKind(StrEnum):
    """The three kinds of file that Raccordo takes, by content."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"


class ReasonCode(StrEnum):
    """Why a file was not accepted: the closed list, each with its sentence in `verdict_words`."""

    EMPTY_FILE = "empty-file"
    TOO_BIG = "too-big"
    NAME_NOT_ACCEPTED = "name-not-accepted"
    NAME_NOT_USABLE = "name-not-usable"
    HEIC_NOT_ACCEPTED = "heic-not-accepted"
    FORMAT_NOT_ACCEPTED = "format-not-accepted"
    NAME_AND_CONTENT_DISAGREE = "name-and-content-disagree"
    PDF_ONLY = "pdf-only"
    TWO_FILES_IN_ONE = "two-files-in-one"
    PDF_STRAY_BYTES = "pdf-stray-bytes"
    PDF_SIGNED = "pdf-signed"
    PDF_UNREADABLE = "pdf-unreadable"
    PDF_TRUNCATED = "pdf-truncated"
    PDF_PASSWORD = "pdf-password"  # noqa: S105 - a reason's code, no secret
    PDF_LOCKED = "pdf-locked"
    PDF_RUNS_BY_ITSELF = "pdf-runs-by-itself"
    PDF_STARTS_PROGRAM = "pdf-starts-program"
    PDF_RICH_MEDIA = "pdf-rich-media"
    PDF_EMBEDDED_FILE = "pdf-embedded-file"
    PDF_DYNAMIC_FORM = "pdf-dynamic-form"
    PDF_TOO_MANY_PAGES = "pdf-too-many-pages"
    PDF_PAGE_SIDES = "pdf-page-sides"
    PDF_UNPACKS_TOO_BIG = "pdf-unpacks-too-big"
    PICTURE_UNREADABLE = "picture-unreadable"
    PICTURE_TRUNCATED = "picture-truncated"
    PICTURE_TOO_MANY_PIXELS = "picture-too-many-pixels"
    PICTURE_TEXT_TOO_BIG = "picture-text-too-big"
    TOO_HEAVY_TO_READ = "too-heavy-to-read"
    MALWARE = "malware"
    SCANNER_SILENT = "scanner-silent"
    NOT_SCANNABLE = "not-scannable"
    NOT_JUDGED = "not-judged"
    NEVER_ARRIVED = "never-arrived"
    ARRIVED_AFTER_SENDING = "arrived-after-sending"


class Rejected(Exception):
    """Raised inside the judge by the first check that a file fails; never leaves the room."""

    def __init__(self, code: ReasonCode) -> None:
        """Remember which reason of the closed list applies."""
        super().__init__(code.value)
        self.code = code


@dataclass(frozen=True)
class Verdict:
    """What was decided about the bytes of one file.

    `pages` is counted for PDFs, `width` and `height` are in pixels for pictures; 0 elsewhere.
    """

    outcome: Outcome
    reasons: tuple[ReasonCode, ...] = ()
    kind: FileKind | None = None
    pages: int = 0
    width: int = 0
    height: int = 0

    @property
    def is_accepted(self) -> bool:
        """Whether people may read the file's served copy."""
        return self.outcome is Outcome.ACCEPTED


def rejected(code: ReasonCode, kind: FileKind | None = None) -> Verdict:
    """Refuse a file for one reason."""
    return Verdict(Outcome.REJECTED, (code,), kind)


def held(code: ReasonCode) -> Verdict:
    """Neither accept nor refuse: an agent must look, with the reason."""
    return Verdict(Outcome.HELD, (code,))
