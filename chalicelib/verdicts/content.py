"""What a file's content says it is: libmagic on its head, then the signatures of our three formats.

libmagic comes with the `pylibmagic` wheel, since Lambda's image has none.
"""

from functools import cache
from typing import TYPE_CHECKING, Final

from chalicelib.verdicts.foreign import is_foreign
from chalicelib.verdicts.limits import PDF_HEADER_WITHIN_BYTES
from chalicelib.verdicts.verdict import FileKind, ReasonCode, Rejected

if TYPE_CHECKING:
    import magic

HEAD_BYTES: Final = 2_048

_SIGNATURES: Final = (
    (FileKind.PNG, b"\x89PNG\r\n\x1a\n"),
    (FileKind.JPEG, b"\xff\xd8\xff"),
    (FileKind.PDF, b"%PDF-"),
)
_BLANK: Final = b"\x00\t\n\x0c\r \xef\xbb\xbf"
_MIME_OF_KIND: Final = {
    FileKind.PDF: "application/pdf",
    FileKind.PNG: "image/png",
    FileKind.JPEG: "image/jpeg",
}
_HEIC: Final = frozenset({"image/heic", "image/heif", "image/heic-sequence"})
_HEIC_BRANDS: Final = frozenset({b"ftyp" + brand for brand in (b"heic", b"heix", b"hevc", b"mif1")})
_UNDECIDED: Final = frozenset({"application/octet-stream", "text/plain"})


@cache
def _open_magic() -> "magic.Magic":
    """Open libmagic's database once a process (about 20 ms)."""
    import pylibmagic  # noqa: F401 - puts libmagic and its database where magic finds them

    import magic  # isort: skip - after pylibmagic, or it looks for the system's library

    return magic.Magic(mime=True)


def mime_of(head: bytes) -> str:
    """Tell the media type that libmagic reads from the first bytes of a file."""
    return str(_open_magic().from_buffer(head))


def kind_of_content(head: bytes) -> FileKind:
    """Tell which of our formats a file is, from its first bytes.

    Raises Rejected: `format-not-accepted` when it is none of ours, `two-files-in-one` when
    another file stands before the PDF's header (its own reader would open it), `pdf-stray-bytes`
    when what stands there is no file that we know.
    """
    mime = mime_of(head)
    for kind, signature in _SIGNATURES:
        if head.startswith(signature):
            return _agreed(kind, mime)
    at = head.find(b"%PDF-", 0, PDF_HEADER_WITHIN_BYTES)
    if at < 0:
        is_heic = mime in _HEIC or head[4:12] in _HEIC_BRANDS
        raise Rejected(ReasonCode.HEIC_NOT_ACCEPTED if is_heic else ReasonCode.FORMAT_NOT_ACCEPTED)
    if head[:at].strip(_BLANK):
        is_file = mime not in {*_UNDECIDED, "application/pdf"} or is_foreign(head[:at])
        raise Rejected(ReasonCode.TWO_FILES_IN_ONE if is_file else ReasonCode.PDF_STRAY_BYTES)
    return _agreed(FileKind.PDF, mime)


def _agreed(kind: FileKind, mime: str) -> FileKind:
    """Keep the kind unless libmagic knows the bytes as something else; damage is judged later."""
    if mime != _MIME_OF_KIND[kind] and mime not in _UNDECIDED:
        raise Rejected(ReasonCode.TWO_FILES_IN_ONE)
    return kind
