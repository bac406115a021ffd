"""The verdict on a PDF: two engines open it, its pages are counted and measured, nothing acts.

pikepdf (qpdf) reads the structure in time that does not grow with scans, pypdfium2 (the engine
of a common browser) must open it too: what one engine alone can open, no reviewer may see.
Text is left to other readers; no content is decoded without a limit.
"""

import mmap
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pikepdf
import pypdfium2

from chalicelib.verdicts.foreign import is_foreign
from chalicelib.verdicts.limits import (
    PDF_END_WITHIN_BYTES,
    PDF_MAX_OBJECTS,
    PDF_MAX_PAGES,
    PDF_MAX_WARNINGS,
    PDF_TRAILING_MAX_BYTES,
)
from chalicelib.verdicts.pdf_active import ACTS, SUSPECT, refuse_active_content
from chalicelib.verdicts.pdf_pictures import PictureHeads
from chalicelib.verdicts.pdf_sides import has_plain_sides, refuse_sides
from chalicelib.verdicts.pdf_streams import StreamMeter
from chalicelib.verdicts.pdf_table import declared_objects, readable
from chalicelib.verdicts.verdict import FileKind, Outcome, ReasonCode, Rejected, Verdict

_END: Final = re.compile(rb"startxref\s+\d+\s*%%EOF")
_UPDATE: Final = re.compile(rb"\d obj\b|\btrailer\b")
_LACK: Final = "bad_alloc"
"""How the engine words, among its repairs, an object that it had no memory for."""

_BLANK: Final = b"\x00\t\n\x0c\r \x1a"


def judge_pdf(path: Path) -> Verdict:
    """Judge the PDF at `path`; raises Rejected, or an engine's own error when it cannot be read."""
    with readable(path) as file:
        pages = _judge_whole(file)
        _require_second_engine(path)
    return Verdict(Outcome.ACCEPTED, (), FileKind.PDF, pages=pages)


def _judge_whole(path: Path) -> int:
    """Judge all that the first engine can tell, and give the count of pages."""
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole:
            _refuse_tail(whole)
            _refuse_crowd(whole)
            with pikepdf.open(path, suppress_warnings=True) as pdf:
                return _judge_structure(pdf, file.fileno())
    except pikepdf.PasswordError as error:
        raise Rejected(ReasonCode.PDF_PASSWORD) from error
    except pikepdf.PdfError as error:
        raise Rejected(_why_unreadable(path)) from error


def _refuse_tail(whole: mmap.mmap) -> None:
    """Refuse a PDF without an end, and one with another file, or too much, after its end."""
    window = max(0, len(whole) - PDF_END_WITHIN_BYTES)
    last = whole.rfind(b"%%EOF", window)
    if last < 0 and whole.rfind(b"startxref", window) < 0:
        raise Rejected(ReasonCode.PDF_TRUNCATED)
    if last < 0:
        return
    tail = whole[_end_of(whole, window, last + 5) :].strip(_BLANK)
    if is_foreign(tail):
        raise Rejected(ReasonCode.TWO_FILES_IN_ONE)
    if len(tail) > PDF_TRAILING_MAX_BYTES:
        raise Rejected(ReasonCode.PDF_STRAY_BYTES)


def _end_of(whole: mmap.mmap, window: int, last: int) -> int:
    """Find where the document ends: a mark of the end that ends no table and no update is tail."""
    ends = list(_END.finditer(whole, window))
    while len(ends) > 1 and not _UPDATE.search(whole, ends[-2].end(), ends[-1].start()):
        ends.pop()
    if not ends or _UPDATE.search(whole, ends[-1].end(), last):
        return last
    return ends[-1].end()


def _refuse_crowd(whole: mmap.mmap) -> None:
    """Refuse more objects than the limit by what the last tables say, before any is read."""
    if declared_objects(whole) > PDF_MAX_OBJECTS:
        raise Rejected(ReasonCode.TOO_HEAVY_TO_READ)


def _judge_structure(pdf: pikepdf.Pdf, file: int) -> int:
    pages = len(pdf.pages)
    if pages == 0:
        raise Rejected(ReasonCode.PDF_UNREADABLE)
    if pages > PDF_MAX_PAGES:
        raise Rejected(ReasonCode.PDF_TOO_MANY_PAGES)
    found = _walk_objects(pdf, StreamMeter(PictureHeads(pdf, file)))
    if found.has_odd_sides:
        refuse_sides(pdf)
    if found.suspects:
        refuse_active_content(pdf, found.suspects + found.holders)
    repairs = [str(one) for one in pdf.get_warnings()]
    if any(_LACK in one for one in repairs):
        raise MemoryError(_LACK)
    if len(repairs) > PDF_MAX_WARNINGS or any("nested" in one for one in repairs):
        raise Rejected(ReasonCode.PDF_UNREADABLE)
    return pages


@dataclass
class _Found:
    """The objects that name something active, and those that hold any action, even a link.

    `has_odd_sides` says that a box is not plainly within bounds: pages must be measured.
    """

    suspects: list[pikepdf.Object]
    holders: list[pikepdf.Object]
    has_odd_sides: bool = False


def _walk_objects(pdf: pikepdf.Pdf, meter: StreamMeter) -> _Found:
    """Meter streams, and collect what must be looked into."""
    found = _Found([], [])
    objects = pdf.objects
    if len(objects) > PDF_MAX_OBJECTS:
        raise Rejected(ReasonCode.TOO_HEAVY_TO_READ)
    for one in objects:
        # Asking isinstance costs three times as much; a number or a name of its own has no type.
        match getattr(one, "_type_name", ""):
            case "stream":
                written = one.stream_dict.unparse(resolved=True)
                meter.add(one, written)
            case "dictionary" | "array":
                written = one.unparse(resolved=True)
            case _:
                continue
        if ACTS.search(written):
            (found.suspects if SUSPECT.search(written) else found.holders).append(one)
        if not found.has_odd_sides and b"Box " in written:
            found.has_odd_sides = not has_plain_sides(written)
    return found


def _require_second_engine(path: Path) -> None:
    """Ask pypdfium2 for the count of pages and the first page's place."""
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise Rejected(ReasonCode.PDF_UNREADABLE) from error
    try:
        if len(document) == 0:
            raise Rejected(ReasonCode.PDF_UNREADABLE)
        document.get_page_size(0)
    except pypdfium2.PdfiumError as error:
        raise Rejected(ReasonCode.PDF_UNREADABLE) from error
    finally:
        document.close()


def _why_unreadable(path: Path) -> ReasonCode:
    """Tell a locked file from a broken one: a broken file may still name its encryption."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole:
        is_locked = whole.find(b"/Encrypt") >= 0
    return ReasonCode.PDF_LOCKED if is_locked else ReasonCode.PDF_UNREADABLE
