"""Lines of text and workbooks as lines to deposit: headings, numbers, nothing lost in silence."""

from pathlib import Path

import pytest

from chalicelib.form.field_kinds import Rows
from chalicelib.form.fields import load_step_form
from chalicelib.form.steps import STEPS
from chalicelib.sheets.columns import REFERENCE, find_column, fold, list_columns
from chalicelib.sheets.model import (
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_LINES,
    MOST_SHEET_BYTES,
    CellWithoutHeading,
    NoHeadings,
    Sheet,
    SheetEmpty,
    SheetTooBig,
    SheetUnreadable,
    TooManyColumns,
    TooManyLines,
    TwiceTheHeading,
    UnknownHeadings,
)
from chalicelib.sheets.read_lines import read_sheet
from chalicelib.sheets.template import list_rows, write_csv_template, write_xlsx_template
from tests.sheets.workbooks import write


def read(text: str | bytes, folder: Path = Path("unused")) -> Sheet:
    return read_sheet(text.encode() if isinstance(text, str) else text, folder)


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_each_separator_is_found_by_the_headings(separator: str) -> None:
    text = separator.join(["Nom du client", "Code postal"]) + "\r\nDurand" + separator + "01000"
    (line,) = read(text).lines
    assert (line.number, line.texts) == (2, {"last_name": "Durand", "postcode": "01000"})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_each_way_of_writing_accents_is_read(encoding: str) -> None:
    (line,) = read("Prénom du client;Nom du client\nZoé;Été".encode(encoding)).lines
    assert line.texts == {"first_name": "Zoé", "last_name": "Été"}


@pytest.mark.parametrize(
    "heading", ["Nom du client", "NOM DU CLIENT *", "  nom  du client ", "Nom\u00a0du client"]
)
def test_a_heading_is_known_however_it_is_typed(heading: str) -> None:
    assert read(f'"{heading}"\nDurand').lines[0].texts == {"last_name": "Durand"}


def test_every_field_of_the_form_has_one_column() -> None:
    fields = {
        f"{entry.name}.0.{field.name}"
        for step in STEPS
        for entry in load_step_form(step).entries()
        if isinstance(entry, Rows)
        for field in entry.fields
    } | {
        entry.name
        for step in STEPS
        for entry in load_step_form(step).entries()
        if not isinstance(entry, Rows)
    }
    columns = list_columns()
    assert {column.path for column in columns} == fields - {"email_confirmation"}
    assert len({fold(column.heading) for column in columns}) == len(columns)
    assert all(find_column(column.heading) == column for column in columns)


def test_a_group_s_further_rows_have_numbered_headings() -> None:
    (line,) = read("Marque de panneaux;Marque de panneaux (2)\nVoltec;DualSun").lines
    assert line.texts == {"panels.0.brand": "Voltec", "panels.1.brand": "DualSun"}
    assert find_column("Nom du client (2)") is None
    assert find_column("Marque de panneaux (0)") is None
    assert find_column("Marque de panneaux (99)") is None


def test_unknown_headings_are_named_and_nothing_is_read() -> None:
    with pytest.raises(UnknownHeadings) as refused:
        read("Nom du client;Couleur;Taille\nDurand;bleu;3")
    assert refused.value.values["headings"] == "Couleur ; Taille"


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", SheetEmpty),
        ("   \n ", SheetEmpty),
        ("Nom du client", SheetEmpty),
        ("Durand;Claire\nMorel;Paul", NoHeadings),
        ("Nom du client;nom du client\nDurand;Morel", TwiceTheHeading),
        ("Nom du client;\nDurand;perdu", CellWithoutHeading),
        ("Nom du client;Commune\nDurand;Lyon;perdu", CellWithoutHeading),
        ("Nom du client\nDu\x00rand", SheetUnreadable),
        ("Nom du client\n" + "x\n" * (MOST_LINES + 1), TooManyLines),
        ("Nom du client;Commune\n" + "x;" * (MOST_COLUMNS + 1), TooManyColumns),
        ("x" * (MOST_SHEET_BYTES + 1), SheetTooBig),
        (b"\xff\xfe\x00", SheetUnreadable),
        (b"\x81\x8d", SheetUnreadable),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_name(
    text: str | bytes, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        read(text)


def test_as_many_lines_as_a_sheet_may_have_are_read() -> None:
    assert len(read("Nom du client\n" + "x\n" * MOST_LINES).lines) == MOST_LINES


def test_an_endless_cell_is_cut_where_it_is_known_to_be_too_long() -> None:
    (line,) = read("Nom du client\n" + "x" * 20_000).lines
    assert len(line.texts["last_name"]) == LONGEST_CELL + 1


def test_blank_lines_and_the_example_make_nothing() -> None:
    text = f"{REFERENCE};Nom du client\nEXEMPLE;Durand\n;\nexemple;Durand\nA1;Morel"
    (line,) = read(text).lines
    assert (line.number, line.reference) == (5, "A1")


def test_our_own_column_of_mistakes_is_passed_over() -> None:
    (line,) = read("Nom du client;À corriger\nDurand;Nom : faux").lines
    assert line.texts == {"last_name": "Durand"}


def test_an_apostrophe_of_ours_goes_and_one_of_theirs_stays() -> None:
    lines = read("Nom du client\n'+33\n'Ndrangheta").lines
    assert [line.texts["last_name"] for line in lines] == ["+33", "'Ndrangheta"]


def test_a_workbook_says_the_same_as_its_lines(tmp_path: Path) -> None:
    rows = [["Votre référence", "Nom du client", "Code postal"], ["A1", "Durand", "01000"]]
    book = write(tmp_path / "in.xlsx", rows).read_bytes()
    text = "\n".join(";".join(row) for row in rows)
    assert read(book, tmp_path) == read(text)


def test_both_templates_are_read_back_and_hold_every_column(tmp_path: Path) -> None:
    path = tmp_path / "modele.xlsx"
    write_xlsx_template(path)
    headings, example = list_rows()
    assert headings[0] == REFERENCE
    for content in (path.read_bytes(), write_csv_template().encode()):
        with pytest.raises(SheetEmpty):
            read(content, tmp_path)
    mine = [headings, ("A1", *example[1:])]
    sheet = read(write(tmp_path / "mine.xlsx", mine).read_bytes(), tmp_path)
    assert len(sheet.headings) == len(list_columns()) + 1


def test_the_template_is_the_same_however_often_it_is_made(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_xlsx_template(tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
