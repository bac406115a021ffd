"""The whole verdict on one file, from its bytes, the name it was given and what its slot takes."""

import logging
import mmap
from collections.abc import Collection
from pathlib import Path
from typing import Final

from chalicelib.verdicts.content import HEAD_BYTES, kind_of_content
from chalicelib.verdicts.file_name import find_kind, why_no_kind
from chalicelib.verdicts.limits import UPLOAD_MAX_BYTES
from chalicelib.verdicts.verdict import FileKind, ReasonCode, Rejected, Verdict, rejected

_PRINT_IT: Final = frozenset(
    {
        ReasonCode.TWO_FILES_IN_ONE,
        ReasonCode.PDF_STRAY_BYTES,
        ReasonCode.PDF_LOCKED,
        ReasonCode.PDF_RUNS_BY_ITSELF,
        ReasonCode.PDF_STARTS_PROGRAM,
        ReasonCode.PDF_RICH_MEDIA,
        ReasonCode.PDF_EMBEDDED_FILE,
    }
)
"""Reasons for which people are told to print the file: not what is signed."""

log = logging.getLogger(__name__)


def judge_file(path: Path, file_name: str, kinds: Collection[FileKind]) -> Verdict:
    """Judge the file at `path`, deposited as `file_name` in a slot that takes `kinds`.

    Every outcome is a verdict: parsers raise more than they document, so the last resort
    is a refusal (`pdf-unreadable`, `picture-unreadable`), and running out of memory is
    `too-heavy-to-read`.
    """
    kind: FileKind | None = None
    try:
        kind = _kind_of(path, file_name, kinds)
        return _judge_kind(kind, path)
    except Rejected as refusal:
        return rejected(_for_signed(refusal.code, path), kind)
    except MemoryError:
        return rejected(ReasonCode.TOO_HEAVY_TO_READ, kind)
    except Exception as error:  # noqa: BLE001 - parsers of broken files raise anything (R12)
        log.info("a parser gave up", extra={"why": type(error).__name__})
        return rejected(unreadable(kind), kind)


def _kind_of(path: Path, file_name: str, kinds: Collection[FileKind]) -> FileKind:
    """Require one accepted kind on which name and content agree; raises Rejected.

    A picture under the extension of the other format is what its content says: phones and mail
    programs rename them so, and both are shown alike.
    """
    size = path.stat().st_size
    if size == 0:
        raise Rejected(ReasonCode.EMPTY_FILE)
    if size > UPLOAD_MAX_BYTES:
        raise Rejected(ReasonCode.TOO_BIG)
    named = find_kind(file_name)
    if named is None:
        raise Rejected(why_no_kind(file_name))
    with path.open("rb") as file:
        found = kind_of_content(file.read(HEAD_BYTES))
    if named is not found and FileKind.PDF in {named, found}:
        raise Rejected(ReasonCode.NAME_AND_CONTENT_DISAGREE)
    if found not in kinds:
        raise Rejected(ReasonCode.PDF_ONLY)
    return found


def _judge_kind(kind: FileKind, path: Path) -> Verdict:
    """Let the format's own parser judge; each is imported when first needed."""
    match kind:
        case FileKind.PDF:
            from chalicelib.verdicts.pdf import judge_pdf

            return judge_pdf(path)
        case FileKind.PNG:
            from chalicelib.verdicts.png import judge_png

            return judge_png(path)
        case FileKind.JPEG:
            from chalicelib.verdicts.jpeg import judge_jpeg

            return judge_jpeg(path)


def _for_signed(code: ReasonCode, path: Path) -> ReasonCode:
    """Keep from a signed PDF the advice to print it, which would take its signature away."""
    return ReasonCode.PDF_SIGNED if code in _PRINT_IT and _is_signed(path) else code


def _is_signed(path: Path) -> bool:
    """Tell a PDF with a signature: what a signature covers stands in the file as it is."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole:
        return whole.find(b"/ByteRange") >= 0


def unreadable(kind: FileKind | None) -> ReasonCode:
    """Give the reason of last resort for a file of that kind."""
    if kind is FileKind.PDF:
        return ReasonCode.PDF_UNREADABLE
    return ReasonCode.PICTURE_UNREADABLE
