"""What the check of one stored version found, and where its two copies stand if accepted. Pure."""

from dataclasses import dataclass
from typing import Final

from chalicelib.verdicts.verdict import FileKind, Verdict

MIME_TYPES: Final = {
    FileKind.PDF: "application/pdf",
    FileKind.PNG: "image/png",
    FileKind.JPEG: "image/jpeg",
}
EXTENSION_OF_KIND: Final = {FileKind.PDF: "pdf", FileKind.PNG: "png", FileKind.JPEG: "jpg"}


@dataclass(frozen=True, slots=True)
class CopyKeys:
    """Where the copies of an accepted file go: the keys without the extension of its kind."""

    evidence: str
    served: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What the check of one stored version found, and where its two copies stand if accepted.

    `sha256` and `size_bytes` speak of the original, whose version in the uploads bucket was
    `upload_version`; the versions of both copies are those that the verdict speaks of (R27).
    """

    verdict: Verdict
    upload_version: str = ""
    sha256: str = ""
    size_bytes: int = 0
    file_name: str = ""
    evidence_key: str = ""
    evidence_version: str = ""
    served_key: str = ""
    served_version: str = ""
    served_sha256: str = ""
