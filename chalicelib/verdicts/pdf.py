"""The verdict on a PDF: two engines open it, its pages are counted and measured, nothing acts.

pikepdf (qpdf) reads the structure in time that does not grow with scans, pypdfium2 (the engine
of a common browser) must open it too: what one engine alone can open, no reviewer may see.
Text is left to other readers; no content is decoded without a limit.
"""

import mmap
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import pikepdf
import pypdfium2

from chalicelib.verdicts.limits import (
    PDF_END_WITHIN_BYTES,
    PDF_MAX_OBJECTS,
    PDF_MAX_PAGES,
    PDF_MAX_SIDE_MM,
    PDF_MAX_WARNINGS,
    PDF_MIN_SIDE_MM,
    PDF_TRAILING_MAX_BYTES,
)
from chalicelib.verdicts.pdf_active import ACTS, SUSPECT, refuse_active_content
from chalicelib.verdicts.pdf_pictures import PictureHeads
from chalicelib.verdicts.pdf_streams import StreamMeter
from chalicelib.verdicts.pdf_table import declared_objects
from chalicelib.verdicts.verdict import FileKind, Outcome, ReasonCode, Rejected, Verdict

_POINT_MM: Final = 25.4 / 72
_BOX: Final = re.compile(rb"/MediaBox \[ ([-+.\d ]+) \]")
_LACK: Final = "bad_alloc"
"""How the engine words, among its repairs, an object that it had no memory for."""

_BLANK: Final = b"\x00\t\n\x0c\r \x1a"
_FOREIGN: Final = (
    b"PK\x03\x04", b"PK\x05\x06", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"MZ", b"\x7fELF",
    b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ", b"GIF8", b"\xff\xd8\xff", b"\x89PNG", b"%!PS",
    b"<html", b"<script", b"<!doctype", b"#!", b"{\\rtf", b"\xca\xfe\xba\xbe", b"MSCF", b"ITSF",
    b"\xd0\xcf\x11\xe0", b"ustar",
)  # fmt: skip


def judge_pdf(path: Path) -> Verdict:
    """Judge the PDF at `path`; raises Rejected, or an engine's own error when it cannot be read."""
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole:
            _refuse_tail(whole)
            _refuse_crowd(whole)
            with pikepdf.open(path, suppress_warnings=True) as pdf:
                pages = _judge_structure(pdf, file.fileno())
    except pikepdf.PasswordError as error:
        raise Rejected(ReasonCode.PDF_PASSWORD) from error
    except pikepdf.PdfError as error:
        raise Rejected(_why_unreadable(path)) from error
    _require_second_engine(path)
    return Verdict(Outcome.ACCEPTED, (), FileKind.PDF, pages=pages)


def _refuse_tail(whole: mmap.mmap) -> None:
    """Refuse a PDF without an end, and one with another file after its end."""
    window = max(0, len(whole) - PDF_END_WITHIN_BYTES)
    end = whole.rfind(b"%%EOF", window)
    if end < 0 and whole.rfind(b"startxref", window) < 0:
        raise Rejected(ReasonCode.PDF_TRUNCATED)
    tail = whole[end + 5 :].strip(_BLANK) if end >= 0 else b""
    zipped = whole.rfind(b"PK\x05\x06", window)
    if zipped > end >= 0 or tail.lower().startswith(tuple(one.lower() for one in _FOREIGN)):
        raise Rejected(ReasonCode.TWO_FILES_IN_ONE)
    if len(tail) > PDF_TRAILING_MAX_BYTES:
        raise Rejected(ReasonCode.TWO_FILES_IN_ONE)


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
    acting = _walk_objects(pdf, StreamMeter(PictureHeads(pdf, file)))
    if acting.suspects:
        refuse_active_content(pdf, acting.suspects + acting.holders)
    repairs = [str(one) for one in pdf.get_warnings()]
    if any(_LACK in one for one in repairs):
        raise MemoryError(_LACK)
    if len(repairs) > PDF_MAX_WARNINGS or any("nested" in one for one in repairs):
        raise Rejected(ReasonCode.PDF_UNREADABLE)
    return pages


@dataclass(frozen=True)
class _Acting:
    """The objects that name something active, and those that hold any action, even a link."""

    suspects: list[pikepdf.Object]
    holders: list[pikepdf.Object]


def _walk_objects(pdf: pikepdf.Pdf, meter: StreamMeter) -> _Acting:
    """Meter streams, measure pages, and collect what must be looked into."""
    acting = _Acting([], [])
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
            (acting.suspects if SUSPECT.search(written) else acting.holders).append(one)
        if b"/MediaBox " in written:
            _measure(one, written)
    return acting


def _measure(holder: pikepdf.Object, written: bytes) -> None:
    """Refuse sides out of bounds; a box that stands elsewhere is looked up."""
    box = _BOX.search(written)
    unit = float(holder.get("/UserUnit", 1)) if b"/UserUnit " in written else 1.0
    if box:
        _require_sides(box[1], unit)
    else:
        _require_sides(" ".join(_looked_up(holder, "/MediaBox")).encode(), unit)


@lru_cache(maxsize=64)
def _require_sides(numbers: bytes, unit: float) -> None:
    """Refuse a box out of bounds; pages of one file mostly share one box."""
    corners = [float(number) for number in numbers.split()]
    if len(corners) < 4:
        return
    scale = _POINT_MM * unit
    sides = (abs(corners[2] - corners[0]) * scale, abs(corners[3] - corners[1]) * scale)
    if min(sides) < PDF_MIN_SIDE_MM or max(sides) > PDF_MAX_SIDE_MM:
        raise Rejected(ReasonCode.PDF_PAGE_SIDES)


def _looked_up(holder: pikepdf.Object, key: str) -> list[str]:
    box = holder.get(key) if isinstance(holder, pikepdf.Dictionary) else None
    return [str(float(one)) for one in box.as_list()] if isinstance(box, pikepdf.Array) else []


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
