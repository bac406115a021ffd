"""The whole verdict on one file, from its bytes, the name it was given and what its slot takes."""

import logging
from collections.abc import Collection
from pathlib import Path

from chalicelib.verdicts.content import HEAD_BYTES, kind_of_content
from chalicelib.verdicts.file_name import find_kind
from chalicelib.verdicts.limits import UPLOAD_MAX_BYTES
from chalicelib.verdicts.verdict import FileKind, ReasonCode, Rejected, Verdict, rejected

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
        return rejected(refusal.code, kind)
    except MemoryError:
        return rejected(ReasonCode.TOO_HEAVY_TO_READ, kind)
    except Exception as error:  # noqa: BLE001 - parsers of broken files raise anything (R12)
        log.info("a parser gave up", extra={"why": type(error).__name__})
        return rejected(unreadable(kind), kind)


def _kind_of(path: Path, file_name: str, kinds: Collection[FileKind]) -> FileKind:
    """Require one accepted kind on which name and content agree; raises Rejected."""
    size = path.stat().st_size
    if size == 0:
        raise Rejected(ReasonCode.EMPTY_FILE)
    if size > UPLOAD_MAX_BYTES:
        raise Rejected(ReasonCode.TOO_BIG)
    named = find_kind(file_name)
    if named is None:
        raise Rejected(ReasonCode.NAME_NOT_ACCEPTED)
    with path.open("rb") as file:
        found = kind_of_content(file.read(HEAD_BYTES))
    if named is not found:
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


def unreadable(kind: FileKind | None) -> ReasonCode:
    """Give the reason of last resort for a file of that kind."""
    if kind is FileKind.PDF:
        return ReasonCode.PDF_UNREADABLE
    return ReasonCode.PICTURE_UNREADABLE
