"""Write a list as CSV, as a workbook or as JSON: nothing in it that a sheet would run."""

import csv
import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from pathlib import Path

from chalicelib.dossiers.filter_view import SIGNED
from chalicelib.dossiers.list_dossiers import Line, find_signed
from chalicelib.dossiers.status_labels import SPACES, label_status
from chalicelib.dossiers.views import view_head
from chalicelib.exports.model import Format
from chalicelib.form.mobiles import show_mobile
from chalicelib.reference.days import legal_day
from chalicelib.reference.operators import OPERATORS
from chalicelib.words.translation import _, translate

type Cell = str | date | None

HEADINGS = (
    _("Statut"),
    _("Numéro"),
    _("Nom"),
    _("Prénom"),
    _("Téléphone"),
    _("Commune"),
    _("Code postal"),
    _("Gestionnaire de réseau"),
    _("Espace"),
    _("Créé le"),
    _("Modifié le"),
    _("Envoyé le"),
    _("Souscription"),
    _("Signée le"),
    _("Rappel"),
    _("Mise en service"),
    _("Offre"),
)
RUN_BY_SHEETS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""How a text begins that a sheet would take for a formula (OWASP, CSV injection), wide forms too."""
WIDTH = 18


def write_list(lines: Sequence[Line], form: Format, path: Path) -> None:
    """Write lines, in their order, to a file."""
    rows = (list_cells(line) for line in lines)
    match form:
        case Format.CSV:
            write_csv(rows, path)
        case Format.XLSX:
            write_xlsx(rows, path)
        case Format.JSON:
            write_json(lines, path)
        case Format.ZIP | Format.PDF:
            raise ValueError(form)


def list_cells(line: Line) -> tuple[Cell, ...]:
    """Give a dossier's cells: texts as the page shows them, days as days."""
    operator = OPERATORS.get(line.operator)
    signed = find_signed(line)
    return (
        translate(label_status(line.status, line.operator)),
        line.reference,
        line.last_name,
        line.first_name,
        show_mobile(line.phone),
        line.city,
        line.postcode,
        operator.label if operator else line.operator,
        translate(SPACES[line.space]),
        _day(line.created_at),
        _day(line.updated_at),
        _day(line.submitted_at),
        translate(SIGNED[signed]) if signed else "",
        _day(line.signed_at),
        _day(line.reminded_at),
        line.commissioned_on,
        line.offer,
    )


def write_csv(rows: Iterable[Sequence[Cell]], path: Path) -> None:
    """Write a CSV that a French spreadsheet opens by itself: UTF-8 with its mark, `;`."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow([translate(one) for one in HEADINGS])
        writer.writerows([[_plain(cell) for cell in row] for row in rows])


def write_xlsx(rows: Iterable[Sequence[Cell]], path: Path) -> None:
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
        sheet = book.add_worksheet(translate(_("Dossiers")))
        bold = book.add_format({"bold": True})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(HEADINGS) - 1, WIDTH)
        for column, heading in enumerate(HEADINGS):
            sheet.write_string(0, column, translate(heading), bold)
        for at, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(at, column, datetime.combine(cell, time()))
                elif cell:
                    sheet.write_string(at, column, cell)


def write_json(lines: Iterable[Line], path: Path) -> None:
    """Write an array of objects, one a line, named as the API names a dossier's columns."""
    with path.open("w", encoding="utf-8") as file:
        file.write("[")
        for at, line in enumerate(lines):
            file.write(",\n" if at else "\n")
            file.write(json.dumps(view_head(line), ensure_ascii=False, default=_iso))
        file.write("\n]\n")


def _iso(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")


def _plain(cell: Cell) -> str:
    if isinstance(cell, date):
        return cell.strftime("%d/%m/%Y")
    return make_harmless(cell or "")


def make_harmless(text: str) -> str:
    """Give a cell's text so that no sheet runs it: an apostrophe before what looks like a formula."""
    is_run = text.lstrip(" \u00a0").startswith(RUN_BY_SHEETS)
    return f"'{text}" if is_run else text


def _day(at: datetime | None) -> date | None:
    return legal_day(at) if at else None
