"""The pictures inside a PDF: how large they say they are, in the dictionary and in their own head.

Viewers believe a JPEG's, a JPEG 2000's or a JBIG2's own header rather than the dictionary, so
both are bounded. A header is read where the picture stands in the file, without its data: a scan
of fifty megabytes is not read a second time.
"""

import os
import re
from collections.abc import Buffer
from typing import TYPE_CHECKING, Final

from chalicelib.verdicts.jpeg import find_size
from chalicelib.verdicts.limits import PDF_BILEVEL_MAX_PIXELS, PDF_PICTURE_MAX_PIXELS
from chalicelib.verdicts.verdict import ReasonCode, Rejected

if TYPE_CHECKING:
    import pikepdf

_SIDES: Final = re.compile(
    rb"/Height (\d{1,9})(?! \d+ R\b).* /Width (\d{1,9})(?! \d+ R\b)\b", re.DOTALL
)
"""Both sides as the engine writes them, names in the order of the alphabet."""

_COLUMNS: Final = re.compile(rb"/Columns (\d{1,9})\b")
_ROWS: Final = re.compile(rb"/Rows (\d{1,9})\b")
_MOST_COLOURS: Final = 4
_INDIRECT: Final = re.compile(rb"\s*(\d+)\s+(\d+)\s+obj\b")
_HEAD_BYTES: Final = 16_384
_READ_WHOLE_MAX_BYTES: Final = 65_536
_CODESTREAM: Final = b"\xff\x4f\xff\x51"
_JBIG2_PAGE: Final = 48
_JBIG2_SEGMENTS_MAX: Final = 64
_BILEVEL: Final = frozenset({"/CCITTFaxDecode", "/JBIG2Decode"})
_WITH_HEADER: Final = frozenset({"/DCTDecode", "/JPXDecode", "/JBIG2Decode"})


def refuse_flood(pixels: int, *, is_bilevel: bool = False) -> None:
    """Refuse a picture of more pixels than the limit; raises Rejected.

    A pixel of a fax or of JBIG2 is one bit: a plan in A0 scanned at 600 dots an inch has 560 million.
    """
    if pixels > (PDF_BILEVEL_MAX_PIXELS if is_bilevel else PDF_PICTURE_MAX_PIXELS):
        raise Rejected(ReasonCode.PDF_UNPACKS_TOO_BIG)


def is_bilevel(name: str) -> bool:
    """Say whether a filter gives one bit for each pixel, whatever the dictionary says."""
    return name in _BILEVEL


def declared_pixels(stream: "pikepdf.Object", written: bytes) -> int:
    """Tell the most pixels that a picture's dictionary declares, a fax's columns included."""
    direct = _SIDES.search(written)
    width, height = (
        (int(direct[2]), int(direct[1]))
        if direct
        else (_number(stream, "/Width"), _number(stream, "/Height"))
    )
    most = width * height
    if b"/CCITTFaxDecode" in written or b"/CCF" in written:
        columns, rows = _COLUMNS.search(written), _ROWS.search(written)
        most = max(most, int(columns[1] if columns else 0) * (int(rows[1]) if rows else height))
    return most


def declared_bytes(stream: "pikepdf.Object") -> int:
    """Tell what a picture's pixels may take at most, each row with its predictor's byte."""
    bits = _number(stream, "/BitsPerComponent") or 8
    row = -(-_number(stream, "/Width") * bits * _MOST_COLOURS // 8) + 1
    return _number(stream, "/Height") * row


def _number(stream: "pikepdf.Object", key: str) -> int:
    value: object = stream.stream_dict.get(key)
    return value if isinstance(value, int) and value > 0 else 0


class PictureHeads:
    """Finds the beginnings of the pictures of one PDF, whose file is open beside the engine."""

    def __init__(self, pdf: "pikepdf.Pdf", file: int) -> None:
        """Read no table yet: most files need none. `file` is the open file's descriptor."""
        self._pdf = pdf
        self._file = file
        self._places: dict[tuple[int, int], int] | None = None

    def refuse_flood(self, stream: "pikepdf.Object", written: bytes, name: str) -> None:
        """Refuse a picture whose own header declares too many pixels; raises Rejected."""
        if name not in _WITH_HEADER:
            return
        pixels = pixels_of(name, self._head(stream, written), 0)
        if not pixels:
            # Nothing told in its first kilobytes: the whole is read through the engine.
            pixels = pixels_of(name, stream.get_raw_stream_buffer(), 0)
        refuse_flood(pixels, is_bilevel=is_bilevel(name))

    def _head(self, stream: "pikepdf.Object", written: bytes) -> bytes:
        """Read a stream's first bytes from the file, none when the engine must be asked.

        A dictionary in which the word "stream" or a comment stands could lead astray: then the
        engine is asked.
        """
        if self._pdf.is_encrypted or b"stream" in written:
            return b""
        start = self._start_of(stream.objgen)
        head = os.pread(self._file, _HEAD_BYTES, start) if start else b""
        number = _INDIRECT.match(head)
        at = head.find(b"stream")
        if number is None or (int(number[1]), int(number[2])) != stream.objgen:
            return b""
        if at < 0 or b"%" in head[:at]:
            return b""
        return head[at + 6 :].lstrip(b"\r\n")

    def _start_of(self, objgen: tuple[int, int]) -> int:
        if self._places is None:
            table = self._pdf.get_xref_table()
            self._places = {key: one.offset or 0 for key, one in table.items() if one.type == 1}
        return self._places.get(objgen, 0)


def pixels_of(name: str, packed: Buffer, at: int) -> int:
    """Tell how many pixels a picture's own header declares, 0 when it does not tell."""
    match name:
        case "/DCTDecode":
            width, height = find_size(packed, at)
            return width * height
        case "/JPXDecode":
            return _jpx_pixels(packed, at)
        case "/JBIG2Decode":
            return _jbig2_pixels(bytes(memoryview(packed)[at : at + _READ_WHOLE_MAX_BYTES]))
        case _:
            return 0


def _jpx_pixels(packed: Buffer, at: int) -> int:
    """Read the SIZ marker (ISO 15444-1, A.5.1): the reference grid less its offset."""
    head = bytes(memoryview(packed)[at : at + _READ_WHOLE_MAX_BYTES])
    found = head.find(_CODESTREAM)
    if found < 0:
        return 0
    right, bottom, left, top = (
        int.from_bytes(head[found + place : found + place + 4]) for place in (8, 12, 16, 20)
    )
    return max(0, right - left) * max(0, bottom - top)


def _jbig2_pixels(head: bytes) -> int:
    """Read the page segments (ISO 14492, 7.2 and 7.4.8) among the first ones."""
    at, most = 0, 0
    for _ in range(_JBIG2_SEGMENTS_MAX):
        if at + 11 > len(head):
            break
        number, flags, referred = int.from_bytes(head[at : at + 4]), head[at + 4], head[at + 5] >> 5
        if referred > 4:
            break
        step = 1 if number <= 256 else 2 if number <= 65_536 else 4
        body = at + 6 + referred * step + (4 if flags & 0x40 else 1)
        length = int.from_bytes(head[body : body + 4])
        if flags & 0x3F == _JBIG2_PAGE:
            width, height = (int.from_bytes(head[body + n : body + n + 4]) for n in (4, 8))
            most = max(most, width * (height if height != 0xFFFFFFFF else 1))
        at = body + 4 + length
    return most
