"""How many objects a PDF declares, told from the file's own tables before any engine reads it."""

import mmap
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from chalicelib.verdicts.limits import PDF_END_WITHIN_BYTES, PDF_MAX_OBJECTS

_NUMBER: Final = re.compile(rb"\s*(\d{1,18})")
_SIZE: Final = re.compile(rb"/Size\s+(\d{1,18})")
_OBJECT: Final = re.compile(rb"\bendobj\b")
_TABLE_HEAD_BYTES: Final = 1_024
_ROW_BYTES: Final = 20


def count_declared(path: Path) -> int:
    """Tell how many objects the file at `path` declares; 0 for an empty file."""
    if not path.stat().st_size:
        return 0
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole:
        return declared_objects(whole)


def declared_objects(whole: mmap.mmap) -> int:
    """Tell the most that the last tables declare, or count the objects of a file without any.

    A linearized file's last table is its first one, with its trailer far behind its head.
    """
    declared = [
        int(size[1])
        for at in _trailers(whole)
        if (size := _SIZE.search(whole[at : at + _TABLE_HEAD_BYTES]))
    ]
    if declared:
        return max(declared)
    return sum(1 for _ in islice(_OBJECT.finditer(whole), PDF_MAX_OBJECTS + 1))


def _trailers(whole: mmap.mmap) -> Iterator[int]:
    """Give the places where the last tables' trailers stand, as far as they can be found."""
    window = max(0, len(whole) - PDF_END_WITHIN_BYTES)
    if (trailer := whole.rfind(b"trailer", window)) >= 0:
        yield trailer
    start = whole.rfind(b"startxref", window)
    place = _NUMBER.match(whole, start + 9) if start >= 0 else None
    if place is None or int(place[1]) >= len(whole):
        return
    at = int(place[1])
    yield at
    if whole[at : at + 4] == b"xref":
        end = at + PDF_MAX_OBJECTS * _ROW_BYTES + _TABLE_HEAD_BYTES
        if (trailer := whole.find(b"trailer", at, end)) >= 0:
            yield trailer
