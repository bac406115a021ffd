"""How many objects a PDF declares, told from the file's own tables before any engine reads it."""

import mmap
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from chalicelib.verdicts.limits import PDF_END_WITHIN_BYTES, PDF_MAX_OBJECTS

_NUMBER: Final = re.compile(rb"\s*(\d{1,18})")
_SIZE: Final = re.compile(rb"/Size\s+(\d{1,18})")
_PREVIOUS: Final = re.compile(rb"/Prev\s+(\d{1,18})")
_INDEX: Final = re.compile(rb"/Index\s*\[([\d\s]{1,20000})\]")
_SECTION: Final = re.compile(rb"\s*\d{1,10}\s+(\d{1,10})\s*?[\r\n]+")
_OBJECT: Final = re.compile(rb"\bendobj\b")
_HEAD_BYTES: Final = 1_024
_LONG_HEAD_BYTES: Final = 32_768
_ROW_BYTES: Final = 20
_MOST_TABLES: Final = 64
_MOST_SECTIONS: Final = 100_000
_MOST_NUMBER: Final = 8_388_607
"""The largest number of an object that viewers must know (PDF 32000-1, annex C)."""

_BYTES_A_NUMBER: Final = 3
"""The engine takes no object whose number is above a third of the file's size."""


@dataclass(frozen=True)
class _Table:
    """One table: how many objects it lists, up to which number, and where the one before stands."""

    objects: int
    size: int
    previous: int | None


def count_declared(path: Path) -> int:
    """Tell how many objects the file at `path` declares; 0 for an empty file."""
    if not path.stat().st_size:
        return 0
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole:
        return declared_objects(whole)


def declared_objects(whole: mmap.mmap) -> int:
    """Tell how many objects the tables list, or count those of a file whose tables are lost.

    A page taken out of a large document keeps its large numbers: only what is listed counts.
    """
    tables = list(_tables(whole))
    if not tables:
        return sum(1 for _ in islice(_OBJECT.finditer(whole), PDF_MAX_OBJECTS + 1))
    return min(sum(one.objects for one in tables), max(one.size for one in tables))


@contextmanager
def readable(path: Path) -> Iterator[Path]:
    """Give the file as the engine takes it: with blanks before its end when its numbers are large.

    No place in the file moves by them, for tables and objects all stand before.
    """
    padding, at = _lacking(path)
    if not padding:
        yield path
        return
    content = path.read_bytes()
    with tempfile.NamedTemporaryFile(prefix="padded") as padded:
        padded.write(content[:at] + b"\n" * padding + content[at:])
        padded.flush()
        yield Path(padded.name)


def _lacking(path: Path) -> tuple[int, int]:
    """Tell how many bytes a file lacks for its numbers, and where they may stand."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole:
        at = whole.rfind(b"startxref", max(0, len(whole) - PDF_END_WITHIN_BYTES))
        size = max((one.size for one in _tables(whole)), default=0)
        wanted = _BYTES_A_NUMBER * (min(size, _MOST_NUMBER) + 1)
        return (max(0, wanted - len(whole)), at) if at >= 0 else (0, 0)


def _tables(whole: mmap.mmap) -> Iterator[_Table]:
    """Give the last table and those that it continues; none when the last cannot be found."""
    start = whole.rfind(b"startxref", max(0, len(whole) - PDF_END_WITHIN_BYTES))
    place = _NUMBER.match(whole, start + 9) if start >= 0 else None
    at = int(place[1]) if place else None
    seen: set[int] = set()
    while at is not None and at < len(whole) and at not in seen and len(seen) < _MOST_TABLES:
        seen.add(at)
        table = (
            _plain_table(whole, at) if whole[at : at + 4] == b"xref" else _packed_table(whole, at)
        )
        if table is None:
            return
        yield table
        at = table.previous


def _plain_table(whole: mmap.mmap, at: int) -> _Table | None:
    """Read a table of rows: the heads of its sections, each followed by so many rows."""
    objects, at = 0, at + 4
    for _ in range(_MOST_SECTIONS):
        section = _SECTION.match(whole, at)
        if section is None:
            break
        objects += int(section[1])
        at = section.end() + int(section[1]) * _ROW_BYTES
        if at > len(whole):
            return None
    trailer = whole.find(b"trailer", max(0, at - _ROW_BYTES), at + _HEAD_BYTES)
    return _table(whole[trailer : trailer + _HEAD_BYTES], objects) if trailer >= 0 else None


def _packed_table(whole: mmap.mmap, at: int) -> _Table | None:
    """Read the head of a table that is a stream."""
    head = whole[at : at + _LONG_HEAD_BYTES].partition(b"stream")[0]
    index = _INDEX.search(head)
    listed = sum(int(count) for count in index[1].split()[1::2]) if index else None
    return _table(head, listed)


def _table(head: bytes, objects: int | None) -> _Table | None:
    size, previous = _SIZE.search(head), _PREVIOUS.search(head)
    if size is None:
        return None
    declared = int(size[1])
    return _Table(
        declared if objects is None else objects, declared, int(previous[1]) if previous else None
    )
