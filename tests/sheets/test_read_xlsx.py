"""Reading workbooks: what people type comes as they typed it, what is hostile does nothing."""

import contextlib
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.sheets.model import (
    MOST_LINES,
    OldCalendar,
    SheetActive,
    SheetRefused,
    SheetUnreadable,
    TooManyColumns,
    TooManyLines,
    UnpacksTooBig,
)
from chalicelib.sheets.read_xlsx import read_xlsx
from chalicelib.sheets.sheet_cells import show_number
from tests.sheets.workbooks import LINKS, MAIN, RELATIONS, WORKBOOK, build, inline, sheet_of, write

BILLION = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'

type Read = Callable[[bytes], object]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read_bytes(content: bytes) -> object:
        path = tmp_path / "sheet.xlsx"
        path.write_bytes(content)
        return read_xlsx(path)

    return read_bytes


def test_texts_and_numbers_come_as_they_were_typed(tmp_path: Path) -> None:
    typed = ["Nom", "01000", 9.2, 20, 12345678901234, True, "", "  Été  "]
    (row,) = read_xlsx(write(tmp_path / "a.xlsx", [typed]))
    assert row == (1, ("Nom", "01000", "9.2", "20", "12345678901234", "oui", "", "Été"))


def test_rows_keep_the_numbers_that_people_see(tmp_path: Path) -> None:
    rows = read_xlsx(write(tmp_path / "a.xlsx", [["Nom"], [], ["Durand"]]))
    assert [number for number, _cells in rows] == [1, 3]


def test_a_formula_is_told_and_never_its_result(tmp_path: Path) -> None:
    (row,) = read_xlsx(write(tmp_path / "a.xlsx", [["Nom", "=1+1"]]))
    assert row[1] == ("Nom", "=1+1")


def test_the_first_sheet_that_is_shown_is_read(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        hidden, shown = book.add_worksheet("Notes"), book.add_worksheet("Dossiers")
        hidden.write(0, 0, "caché")
        shown.write(0, 0, "vu")
        shown.activate()
        shown.set_first_sheet()
        hidden.hide()
    assert read_xlsx(path) == ((1, ("vu",)),)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("9.1999999999999993", "9.2"),
        ("1.2345678901234E+13", "12345678901234"),
        ("20", "20"),
        ("1E+400", "1E+400"),
        ("1E+300", "1E+300"),
        ("texte", "texte"),
    ],
)
def test_a_number_is_the_one_that_was_typed(written: str, shown: str) -> None:
    assert show_number(written) == shown


@pytest.mark.parametrize("declared", [BILLION, OUTSIDE])
@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml"]
)
def test_no_entity_is_ever_declared(declared: str, part: str, read: Read) -> None:
    good = {"xl/worksheets/sheet1.xml": sheet_of(f"<row>{inline('A1', '&a;')}</row>")}
    content = build("", {**good, part: declared + good.get(part, "<x>&a;</x>")})
    with pytest.raises(SheetUnreadable):
        read(content)


def test_a_bomb_is_refused_before_it_is_unpacked(read: Read) -> None:
    content = build(sheet_of(""), {"xl/media/image1.png": b"\x00" * (17 * 1024 * 1024)})
    tracemalloc.start()
    with pytest.raises(UnpacksTooBig):
        read(content)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2 * 1024 * 1024


def test_a_part_that_says_less_than_it_holds_is_no_workbook(read: Read) -> None:
    content = bytearray(build(sheet_of(f"<row>{inline('A1', 'x' * 5000)}</row>")))
    name = b"xl/worksheets/sheet1.xml"
    at = content.rindex(name) - 46  # its record in the list of parts, at the end of the file
    assert content[at : at + 4] == b"PK\x01\x02"
    content[at + 24 : at + 28] = (100).to_bytes(4, "little")
    with pytest.raises(SheetUnreadable):
        read(bytes(content))


def test_too_many_parts_are_no_sheet(read: Read) -> None:
    with pytest.raises(UnpacksTooBig):
        read(build(sheet_of(""), {f"xl/x{number}.xml": "" for number in range(200)}))


@pytest.mark.parametrize(
    "part",
    [
        "xl/vbaProject.bin",
        "xl/externalLinks/externalLink1.xml",
        "xl/embeddings/oleObject1.bin",
        "xl/activeX/activeX1.xml",
        "xl/connections.xml",
        "xl/macrosheets/sheet1.xml",
    ],
)
def test_what_may_act_or_leads_elsewhere_is_refused(part: str, read: Read) -> None:
    with pytest.raises(SheetActive):
        read(build(sheet_of(""), {part: "x"}))


def test_a_sheet_outside_of_the_workbook_is_not_there(read: Read) -> None:
    outside = RELATIONS.replace('Target="worksheets', 'TargetMode="External" Target="http://x')
    above = RELATIONS.replace("worksheets/sheet1.xml", "../../../etc/passwd")
    for relations in (outside, above):
        with pytest.raises(SheetUnreadable):
            read(build(sheet_of(""), {"xl/_rels/workbook.xml.rels": relations}))


def test_a_shared_text_that_is_not_there_is_no_text(read: Read) -> None:
    with pytest.raises(SheetUnreadable):
        read(build(sheet_of('<row><c r="A1" t="s"><v>7</v></c></row>')))
    with pytest.raises(SheetUnreadable):
        read(build(sheet_of('<row><c r="A1" t="s"><v>-1</v></c></row>')))


@pytest.mark.parametrize("said", ["1", "true"])
def test_a_workbook_of_another_calendar_is_refused(said: str, read: Read) -> None:
    other = WORKBOOK.replace("<sheets>", f'<workbookPr date1904="{said}"/><sheets>')
    with pytest.raises(OldCalendar):
        read(build(sheet_of(""), {"xl/workbook.xml": other}))
    usual = WORKBOOK.replace("<sheets>", '<workbookPr date1904="0"/><sheets>')
    assert read(build(sheet_of(""), {"xl/workbook.xml": usual})) == ()


def test_the_reading_beside_a_shared_text_is_left_out(read: Read) -> None:
    strings = (
        f'<sst xmlns="{MAIN}"><si><r><t>Du</t></r><r><t>rand</t></r><rPh><t>x</t></rPh></si></sst>'
    )
    relations = RELATIONS.replace(
        "</Relationships>",
        f'<Relationship Id="rId2" Type="{LINKS}/sharedStrings" Target="/xl/sharedStrings.xml"/>'
        "</Relationships>",
    )
    parts = {"xl/_rels/workbook.xml.rels": relations, "xl/sharedStrings.xml": strings}
    content = build(sheet_of('<row><c r="A1" t="s"><v>0</v></c></row>'), parts)
    assert read(content) == ((1, ("Durand",)),)


def test_one_shared_text_does_not_fill_the_memory_by_being_named_often(read: Read) -> None:
    relations = RELATIONS.replace(
        "</Relationships>",
        f'<Relationship Id="rId2" Type="{LINKS}/sharedStrings" Target="sharedStrings.xml"/>'
        "</Relationships>",
    )
    strings = f'<sst xmlns="{MAIN}"><si><t> {"é" * 3000} </t></si></sst>'
    parts = {"xl/_rels/workbook.xml.rels": relations, "xl/sharedStrings.xml": strings}
    row = "<row>" + '<c t="s"><v>0</v></c>' * 100 + "</row>"
    content = build(sheet_of(row * MOST_LINES), parts)
    assert len(content) < 64 * 1024
    tracemalloc.start()
    with pytest.raises(UnpacksTooBig):
        read(content)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8 * 1024 * 1024


def test_names_with_a_prefix_and_cells_without_a_place_are_read(read: Read) -> None:
    sheet = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row>'
        '<x:c t="inlineStr"><x:is><x:r><x:t>Du</x:t></x:r><x:r><x:t>rand</x:t></x:r></x:is></x:c>'
        '<x:c><x:v>20</x:v></x:c><x:c t="e"><x:v>#N/A</x:v></x:c>'
        "</x:row></x:sheetData></x:worksheet>"
    )
    assert read(build(sheet)) == ((1, ("Durand", "20", "#N/A")),)


def test_more_lines_than_one_sheet_may_have_are_refused(read: Read) -> None:
    rows = "".join(f'<row r="{n}">{inline(f"A{n}", "x")}</row>' for n in range(1, MOST_LINES + 3))
    with pytest.raises(TooManyLines):
        read(build(sheet_of(rows)))


def test_empty_rows_cost_nothing(read: Read) -> None:
    rows = '<row r="5"><c r="A5" s="1"/></row>' * 20_000
    assert read(build(sheet_of(rows + f'<row r="9">{inline("A9", "x")}</row>'))) == ((9, ("x",)),)


@pytest.mark.parametrize("place", ["XFD1", "EU1", "ZZZ1"])
def test_a_far_column_is_refused_and_not_filled_up_to(place: str, read: Read) -> None:
    with pytest.raises(TooManyColumns):
        read(build(sheet_of(f"<row>{inline(place, 'x')}</row>")))


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04", b"", b"<xml/>", b"%PDF-1.7", b"PK\x03\x04" + b"\x00" * 100]
)
def test_what_is_no_workbook_is_said_to_be_none(content: bytes, read: Read) -> None:
    with pytest.raises(SheetRefused):
        read(content)


def test_a_damaged_part_or_broken_xml_is_no_workbook(read: Read) -> None:
    good = build(sheet_of(f"<row>{inline('A1', 'x' * 3000)}</row>"))
    at = good.index(b"xl/worksheets/sheet1.xml") + 30
    damaged = good[:at] + bytes(9) + good[at + 9 :]
    for content in (damaged, build("<worksheet><row>"), build("\x00")):
        with pytest.raises(SheetUnreadable):
            read(content)


def test_an_encrypted_part_is_no_workbook(read: Read) -> None:
    content = bytearray(build(sheet_of("")))
    with zipfile.ZipFile(__import__("io").BytesIO(bytes(content))) as book:
        at = book.start_dir
    content[at + 8] |= 1
    with pytest.raises(SheetUnreadable):
        read(bytes(content))


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"><v>1<c r="B1">2</c></v></c></row>',
        '<row r="1"><c r="A1"><v>1<row r="2"><c>3<v>4</v></c></row></v></c></row>',
        '<row r="1"><c r="A1"><f>1<v>2</v>3</f></c></row>',
        "<v>1</v><t>2</t>",
    ],
)
def test_elements_in_one_another_as_no_workbook_has_them_are_read_or_refused(
    rows: str, read: Read
) -> None:
    with contextlib.suppress(SheetRefused):
        assert isinstance(read(build(sheet_of(rows))), tuple)


@pytest.mark.parametrize("encoding", ["nobodys-own", "utf-7", "idna", "rot13", "utf-32", "hex"])
def test_an_encoding_that_no_workbook_has_is_no_workbook(encoding: str, read: Read) -> None:
    declared = f'<?xml version="1.0" encoding="{encoding}"?>' + sheet_of(
        f'<row r="1">{inline("A1", "nom")}</row>'
    )
    with pytest.raises(SheetUnreadable):
        read(build(declared))


ELEMENTS = st.recursive(
    st.text(max_size=6).map(escape),
    lambda inner: st.builds(
        lambda name, place, kind, within: (
            f'<{name} r="{place}" t="{kind}">{"".join(within)}</{name}>'
        ),
        st.sampled_from(["row", "c", "v", "t", "f", "is", "si", "rPh", "x"]),
        st.sampled_from(["1", "A1", "ZZZ9999999", "-1", "999999999", "é"]),
        st.sampled_from(["n", "s", "b", "inlineStr", "str", "e", "?"]),
        st.lists(inner, max_size=4),
    ),
    max_leaves=25,
)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(ELEMENTS, max_size=4), st.lists(ELEMENTS, max_size=3))
def test_whatever_stands_in_a_sheet_it_is_read_or_refused(
    read: Read, rows: list[str], shared: list[str]
) -> None:
    strings = f'<sst xmlns="{MAIN}">{"".join(shared)}</sst>'
    linked = RELATIONS.replace(
        "</Relationships>",
        f'<Relationship Id="rId2" Type="{LINKS}/sharedStrings" Target="s.xml"/></Relationships>',
    )
    parts = {"xl/_rels/workbook.xml.rels": linked, "xl/s.xml": strings}
    with contextlib.suppress(SheetRefused):
        assert isinstance(read(build(sheet_of("".join(rows)), parts)), tuple)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.binary(max_size=400), st.integers(0, 2000))
def test_whatever_bytes_are_put_into_a_workbook_it_is_read_or_refused(
    read: Read, noise: bytes, at: int
) -> None:
    whole = build(sheet_of(f'<row r="1">{inline("A1", "nom")}</row>'))
    with contextlib.suppress(SheetRefused):
        assert isinstance(read(whole[:at] + noise + whole[at + len(noise) :]), tuple)
