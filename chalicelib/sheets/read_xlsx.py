"""Read the first sheet of a workbook: its cells as texts, and nothing that it could do.

A workbook is a ZIP of XML from a stranger. Only three of its parts are read, in blocks, by the
standard library's parser, which stops at a document type: without one no entity can be declared,
so none unfolds and none leads outside. What the ZIP says it holds is bounded before a byte is
unpacked, and `zipfile` gives no more than it says.
"""

import re
import zlib
from collections.abc import Callable
from pathlib import Path
from posixpath import join, normpath
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from chalicelib.sheets.model import OldCalendar, Row, SheetActive, SheetUnreadable, UnpacksTooBig
from chalicelib.sheets.sheet_cells import Book, Cells, Links, Strings

MIB = 1024 * 1024
MOST_PARTS = 200
MOST_UNPACKED_BYTES = 16 * MIB
"""All parts together; five hundred full lines take less than two."""

BLOCK_BYTES = 64 * 1024
ENCRYPTED = 0x1
PLAIN = frozenset({ZIP_STORED, ZIP_DEFLATED})
ACTIVE = re.compile(
    r"vbaproject|externallinks?/|macrosheets/|activex/|embeddings/|ctrlprops/|connections\.xml"
    r"|querytables/|customxml/.*\.(js|vbs|exe)|\.(exe|dll|js|vbs)$",
    re.IGNORECASE,
)
WORKBOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"

type Listener = Book | Cells | Links | Strings


def is_workbook(content: bytes) -> bool:
    """Say whether some bytes begin as a workbook's do."""
    return content.startswith(b"PK\x03\x04")


def read_xlsx(path: Path) -> tuple[Row, ...]:
    """Read the rows of the first sheet that hold something, by their numbers.

    A formula comes as its text with `=` before it, whatever it had computed. Raises
    SheetUnreadable, SheetActive, OldCalendar, UnpacksTooBig, TooManyLines, TooManyColumns.
    """
    try:
        with ZipFile(path) as book:
            _require_harmless(book.infolist())
            return _read_book(book)
    except (
        BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
        LookupError,
    ) as error:
        # All that zipfile says of what is damaged, encrypted or packed in a way of its own, and that
        # the parser says of an encoding that it does not know.
        raise SheetUnreadable from error
    except expat.ExpatError as error:
        raise SheetUnreadable from error


def _require_harmless(parts: list[ZipInfo]) -> None:
    """Refuse a ZIP by what it says of itself, before anything of it is unpacked."""
    if len(parts) > MOST_PARTS or sum(one.file_size for one in parts) > MOST_UNPACKED_BYTES:
        raise UnpacksTooBig
    if any(ACTIVE.search(one.filename) for one in parts):
        raise SheetActive
    if any(one.flag_bits & ENCRYPTED or one.compress_type not in PLAIN for one in parts):
        raise SheetUnreadable


def _read_book(book: ZipFile) -> tuple[Row, ...]:
    named, links, strings = Book(), Links(), Strings()
    _parse(book, WORKBOOK, named)
    if named.is_of_1904:
        raise OldCalendar
    _parse(book, RELATIONS, links)
    target = links.targets.get(named.first_sheet)
    if target is None:
        raise SheetUnreadable
    if links.strings:
        _parse(book, _place(links.strings), strings)
    cells = Cells(strings.texts)
    _parse(book, _place(target), cells)
    return tuple(cells.rows)


def _place(target: str) -> str:
    """Give the part that a relation leads to: inside the ZIP, from the workbook's folder."""
    return normpath(target.lstrip("/") if target.startswith("/") else join("xl", target))


def _parse(book: ZipFile, name: str, listener: Listener) -> None:
    try:
        part = book.getinfo(name)
    except KeyError as error:
        raise SheetUnreadable from error
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = _bare(listener.start)
    parser.EndElementHandler = _bare(listener.end)
    parser.CharacterDataHandler = listener.text
    with book.open(part) as source:
        while block := source.read(BLOCK_BYTES):
            parser.Parse(block, False)  # noqa: FBT003 - expat's own argument
        parser.Parse(b"", True)  # noqa: FBT003 - idem


def _refuse_doctype(*_declared: object) -> None:
    raise SheetUnreadable


def _bare(act: Callable[..., None]) -> Callable[..., None]:
    """Hand an element on by its local name: strict workbooks have other namespaces."""

    def hand_on(name: str, *rest: object) -> None:
        act(name.rpartition(":")[2], *rest)

    return hand_on
