"""Read lines of text as a table: what a spreadsheet copies or saves, in the ways that it has."""

import codecs
import csv
import io
from collections.abc import Iterator

from chalicelib.sheets.model import (
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_LINES,
    Row,
    SheetUnreadable,
    TooManyColumns,
    TooManyLines,
)

SEPARATORS = "\t;,"


def decode(content: bytes) -> str:
    """Give a file's text: UTF-8, UTF-16 with its mark, or else what Windows writes in France."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _try(content, "utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _try(content, "cp1252")


def _try(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise SheetUnreadable from error


def read_csv(text: str) -> tuple[Row, ...]:
    """Read the rows that hold something, by their numbers.

    The separator is the one that the first line has most of: a tab (copied cells), a semicolon
    or a comma. Raises SheetUnreadable, TooManyLines, TooManyColumns.
    """
    if "\x00" in text:
        raise SheetUnreadable
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        return tuple(_list_rows(enumerate(reader, start=1)))
    except csv.Error as error:
        raise SheetUnreadable from error


def _list_rows(numbered: Iterator[tuple[int, list[str]]]) -> Iterator[Row]:
    kept = 0
    for number, cells in numbered:
        if not any(cell.strip() for cell in cells):
            continue
        kept += 1
        if kept > MOST_LINES + 1:
            raise TooManyLines(most=MOST_LINES)
        if len(cells) > MOST_COLUMNS:
            raise TooManyColumns(most=MOST_COLUMNS)
        yield number, tuple(cell[: LONGEST_CELL + 1].strip() for cell in cells)
