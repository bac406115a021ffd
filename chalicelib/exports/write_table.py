"""Write a table as CSV, as a workbook or as JSON: nothing in it that a sheet would run."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from chalicelib.exports.model import JobFormat

type Cell = str | int | date | None

RUN_BY_SHEETS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""How a text begins that a sheet would take for a formula (OWASP, CSV injection), wide forms too."""
WIDTH = 18


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its title and headings as people read them, and its lines, once each.

    `rows` are a line's cells in the order of the headings, `objects` what JSON tells of a line.
    """

    title: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    objects: Iterable[Mapping[str, object]]


def write_table(sheet: Sheet, form: JobFormat, path: Path) -> None:
    """Write a table, its lines in their order, to a file."""
    match form:
        case JobFormat.CSV:
            _write_csv(sheet, path)
        case JobFormat.XLSX:
            _write_xlsx(sheet, path)
        case JobFormat.JSON:
            _write_json(sheet, path)
        case JobFormat.ZIP | JobFormat.PDF:
            raise ValueError(form)


def _write_csv(sheet: Sheet, path: Path) -> None:
    """Write a CSV that a French spreadsheet opens by itself: UTF-8 with its mark, `;`."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(map(make_harmless, sheet.headings))
        writer.writerows([_plain(cell) for cell in row] for row in sheet.rows)


def _write_xlsx(sheet: Sheet, path: Path) -> None:
    """Write a workbook of one sheet: a head that stays, texts as texts, days as days."""
    import xlsxwriter

    # One row at a time is held in memory; what looks like a formula or an address stays text.
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "dd/mm/yyyy",
        "tmpdir": str(path.parent),
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        page = book.add_worksheet(sheet.title)
        bold = book.add_format({"bold": True})
        page.freeze_panes(1, 0)
        page.set_column(0, len(sheet.headings) - 1, WIDTH)
        for column, heading in enumerate(sheet.headings):
            page.write_string(0, column, heading, bold)
        for at, row in enumerate(sheet.rows, start=1):
            for column, cell in enumerate(row):
                match cell:
                    case date():
                        page.write_datetime(at, column, datetime.combine(cell, time()))
                    case int():
                        page.write_number(at, column, cell)
                    case str() if cell:
                        page.write_string(at, column, cell)
                    case _:
                        pass


def _write_json(sheet: Sheet, path: Path) -> None:
    """Write an array of objects, one a line."""
    with path.open("w", encoding="utf-8") as file:
        file.write("[")
        for at, one in enumerate(sheet.objects):
            file.write(",\n" if at else "\n")
            file.write(json.dumps(one, ensure_ascii=False, default=_iso))
        file.write("\n]\n")


def _iso(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")


def _plain(cell: Cell) -> str:
    match cell:
        case date():
            return cell.strftime("%d/%m/%Y")
        case int():
            return str(cell)
        case _:
            return make_harmless(cell or "")


def make_harmless(text: str) -> str:
    """Give a cell's text so that no sheet runs it: an apostrophe before what looks like a formula."""
    is_run = text.lstrip(" \u00a0").startswith(RUN_BY_SHEETS)
    return f"'{text}" if is_run else text
