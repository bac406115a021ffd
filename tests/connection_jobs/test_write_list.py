"""The files of a list, as a spreadsheet opens them."""

import csv
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from chalicelib.connection_jobs.write_list import HEADINGS, lay_out
from chalicelib.dossiers.list_dossiers import Line
from chalicelib.dossiers.model import Space
from chalicelib.dossiers.statuses import Status
from chalicelib.exports.model import JobFormat
from chalicelib.exports.write_table import write_table

AT = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def line(**changed: object) -> Line:
    known = {"last_name": "Durand", "operator": "enedis", "phone": "+33612345678"} | changed
    return Line("dos_1", AT, AT, Status.CLOSED, Space.SMALL, 3, **known)  # type: ignore[arg-type] # words


def read_csv(path: Path) -> list[dict[str, str]]:
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def read_xlsx(path: Path) -> tuple[list[list[ET.Element]], str]:
    with zipfile.ZipFile(path) as book:
        names = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        text = book.read(names[0]).decode()
    rows = ET.fromstring(text).iter(f"{SHEET}row")  # noqa: S314 # our own file
    return [list(row.iter(f"{SHEET}c")) for row in rows], text


def test_a_csv_says_what_the_page_says(tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    write_table(
        lay_out([line(commissioned_on=date(2026, 5, 1), submitted_at=AT)]), JobFormat.CSV, path
    )
    (row,) = read_csv(path)
    assert len(row) == len(HEADINGS)
    assert (row["Nom"], row["Téléphone"]) == ("Durand", "06 12 34 56 78")
    assert (row["Créé le"], row["Mise en service"]) == ("02/03/2026", "01/05/2026")
    assert (row["Souscription"], row["Signée le"]) == ("À signer", "")


@pytest.mark.parametrize(
    "name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\u00a0@A1", "＝1"]
)
def test_nothing_in_a_file_is_a_formula(name: str, tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    write_table(lay_out([line(last_name=name)]), JobFormat.CSV, path)
    (row,) = read_csv(path)
    assert row["Nom"] == f"'{name}"
    book = tmp_path / "liste.xlsx"
    write_table(lay_out([line(last_name=name)]), JobFormat.XLSX, book)
    _rows, text = read_xlsx(book)
    assert "<f>" not in text
    assert "hyperlink" not in text


def test_a_separator_or_a_line_end_in_a_name_stays_in_its_cell(tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    name = 'Durand; "fils"\nMorel'
    write_table(lay_out([line(last_name=name)]), JobFormat.CSV, path)
    assert [row["Nom"] for row in read_csv(path)] == [name]


def test_a_workbook_holds_days_as_days_and_texts_as_texts(tmp_path: Path) -> None:
    path = tmp_path / "liste.xlsx"
    write_table(
        lay_out([line(postcode="01000", commissioned_on=date(2026, 5, 1))]), JobFormat.XLSX, path
    )
    (head, row), _text = read_xlsx(path)
    assert len(head) == len(HEADINGS)
    kinds = {cell.get("r"): cell for cell in row}
    assert kinds["G2"].get("t") == "inlineStr"
    assert "".join(kinds["G2"].itertext()) == "01000"
    assert kinds["P2"].get("t") is None
    assert "".join(kinds["P2"].itertext()) == str((date(2026, 5, 1) - date(1899, 12, 30)).days)
