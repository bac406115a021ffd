"""Read a table's rows as lines: the first row names the fields, each other one is a draft to be."""

from collections.abc import Sequence
from pathlib import Path

from chalicelib.sheets.columns import (
    EXAMPLE,
    LONGEST_REFERENCE,
    REFERENCE,
    TO_CORRECT,
    find_column,
    fold,
)
from chalicelib.sheets.model import (
    KIB,
    MOST_SHEET_BYTES,
    CellWithoutHeading,
    NoHeadings,
    Row,
    Sheet,
    SheetEmpty,
    SheetLine,
    SheetTooBig,
    TwiceTheHeading,
    UnknownHeadings,
)
from chalicelib.sheets.read_csv import decode, read_csv

NAMED = 8
"""How many unknown headings a refusal names."""
LONGEST_NAMED = 60
OURS = {fold(REFERENCE): "reference", fold(TO_CORRECT): ""}


def read_sheet(content: bytes, folder: Path) -> Sheet:
    """Read a file that was handed in, a workbook or lines of text; `folder` is for its copy.

    Raises SheetRefused in one of its kinds.
    """
    from chalicelib.sheets.read_xlsx import is_workbook, read_xlsx

    require_room(content)
    if not is_workbook(content):
        return read_lines(read_csv(decode(content)))
    path = folder / "sheet.xlsx"
    path.write_bytes(content)
    return read_lines(read_xlsx(path))


def require_room(content: bytes) -> None:
    """Refuse what is empty, and what is longer than any sheet."""
    if not content.strip():
        raise SheetEmpty
    if len(content) > MOST_SHEET_BYTES:
        raise SheetTooBig(most=MOST_SHEET_BYTES // KIB)


def read_lines(rows: Sequence[Row]) -> Sheet:
    """Read rows as lines; SheetEmpty, NoHeadings, UnknownHeadings, TwiceTheHeading."""
    if not rows:
        raise SheetEmpty
    headings = rows[0][1]
    paths = read_headings(headings)
    lines = tuple(_read_line(row, headings, paths) for row in rows[1:])
    kept = tuple(one for one in lines if fold(one.reference) != EXAMPLE)
    if not kept:
        raise SheetEmpty
    numbers = {line.number for line in kept}
    cells = {number: texts for number, texts in rows[1:] if number in numbers}
    return Sheet(headings, kept, cells)


def read_headings(headings: Sequence[str]) -> tuple[str, ...]:
    """Give what each column holds: a field's path, `reference`, or "" for what is passed over."""
    paths = tuple(map(_path_of, headings))
    known = [path for path in paths if path and path != "reference"]
    if not known:
        raise NoHeadings
    unknown = [text for text, path in zip(headings, paths, strict=True) if path is None]
    if unknown:
        raise UnknownHeadings(headings=" ; ".join(one[:LONGEST_NAMED] for one in unknown[:NAMED]))
    for text, path in zip(headings, paths, strict=True):
        if path and paths.count(path) > 1:
            raise TwiceTheHeading(heading=text[:LONGEST_NAMED])
    return tuple(path or "" for path in paths)


def _path_of(heading: str) -> str | None:
    if not heading.strip():
        return ""
    if fold(heading) in OURS:
        return OURS[fold(heading)]
    column = find_column(heading)
    return column.path if column else None


def _read_line(row: Row, headings: Sequence[str], paths: Sequence[str]) -> SheetLine:
    number, cells = row
    heads = [*headings, *[""] * (len(cells) - len(headings))]
    for heading, text in zip(heads, cells, strict=False):
        if text and not heading.strip():
            raise CellWithoutHeading(line=number, text=text[:LONGEST_NAMED])
    texts = {
        path: without_apostrophe(text)
        for path, text in zip(paths, cells, strict=False)
        if path and text
    }
    reference = texts.pop("reference", "")
    return SheetLine(number, reference[: LONGEST_REFERENCE + 1], texts)


def without_apostrophe(text: str) -> str:
    """Give a text without the apostrophe that our own files put before what sheets would run."""
    return text[1:] if text[:1] == "'" and text[1:2] in {"=", "+", "-", "@", "\t"} else text
