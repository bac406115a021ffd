"""Text with its places: whatever draws it, however the page is turned, and never too much of it."""

import io
from pathlib import Path

import pikepdf
import pytest
from fpdf import FPDF

from chalicelib.readings.extract import read_pages
from chalicelib.readings.lines import Page
from chalicelib.readings.trim import MOST_CONTENT_BYTES
from tests.readings.layouts.bill import LAYOUTS
from tests.readings.papers import BillTruth
from tests.readings.reading import read_bytes

MOST = 60_000


def sheet(*lines: tuple[float, float, str]) -> bytes:
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("Helvetica", size=10)
    for left, top, text in lines:
        pdf.text(left, top, text)
    return bytes(pdf.output())


@pytest.fixture
def read(tmp_path: Path):  # type: ignore[no-untyped-def] # a closure over the folder
    def read_it(pdf: bytes, most_pages: int = 3, most_characters: int = MOST) -> list[Page]:
        path = tmp_path / "paper.pdf"
        path.write_bytes(pdf)
        return read_pages(path, most_pages, most_characters)

    return read_it


def texts(pages: list[Page]) -> list[list[str]]:
    return [[one.text for one in line.segments] for page in pages for line in page.lines]


def changed(pdf: bytes, change) -> bytes:  # type: ignore[no-untyped-def] # any change of a PDF
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        change(opened)
        made = io.BytesIO()
        opened.save(made)
    return made.getvalue()


def test_columns_are_kept_apart_and_words_together(read) -> None:  # type: ignore[no-untyped-def]
    pdf = sheet((20, 20, "Puissance souscrite"), (120, 20, "9 kVA"), (20, 30, "PDL 012"))
    assert texts(read(pdf)) == [["Puissance souscrite", "9 kVA"], ["PDL 012"]]


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_turned_page_is_read_upright(read, degrees: int) -> None:  # type: ignore[no-untyped-def]
    """A page whose text is drawn askew and set upright by the page's own turn."""
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("Helvetica", size=10)
    with pdf.rotation(degrees, 100, 140):
        pdf.text(60, 120, "Titulaire")
        pdf.text(110, 120, "Mme Claire DURAND")
    turned = changed(bytes(pdf.output()), lambda one: one.pages[0].rotate(degrees, relative=False))
    assert texts(read(turned)) == [["Titulaire", "Mme Claire DURAND"]]


def test_a_slanted_stamp_is_not_read(read) -> None:  # type: ignore[no-untyped-def]
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("Helvetica", size=10)
    pdf.text(20, 20, "PDL")
    with pdf.rotation(30, 100, 100):
        pdf.text(30, 100, "COPIE 99 kVA")
    assert texts(read(bytes(pdf.output()))) == [["PDL"]]


def test_what_is_typed_into_a_form_is_read_where_its_field_stands(read) -> None:  # type: ignore[no-untyped-def]
    def add_field(pdf: pikepdf.Pdf) -> None:
        font = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
            )
        )
        field = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Widget,
                FT=pikepdf.Name.Tx,
                T="pdl",
                V="01234567890123",
                DA="/Helv 10 Tf 0 g",
                F=4,
                Rect=[250, 780, 450, 800],
            )
        )
        pdf.pages[0].obj.Annots = pikepdf.Array([field])
        pdf.Root.AcroForm = pikepdf.Dictionary(
            Fields=pikepdf.Array([field]),
            DA="/Helv 10 Tf 0 g",
            NeedAppearances=True,
            DR=pikepdf.Dictionary(Font=pikepdf.Dictionary(Helv=font)),
        )

    pdf = changed(sheet((20, 18, "Point de livraison")), add_field)
    assert texts(read(pdf)) == [["Point de livraison", "01234567890123"]]


def test_what_a_form_object_draws_is_read_where_it_is_drawn(read) -> None:  # type: ignore[no-untyped-def]
    def wrap(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0]
        inner = pdf.make_stream(b"BT /F1 10 Tf 100 0 Td (9 kVA) Tj ET")
        inner[pikepdf.Name.Subtype] = pikepdf.Name.Form
        inner.Resources = page.Resources
        page.Resources.XObject = pikepdf.Dictionary(Fm0=inner)
        page.contents_add(b"q 1 0 0 1 150 785.2 cm /Fm0 Do Q")

    pdf = changed(sheet((20, 20, "Puissance souscrite")), wrap)
    assert texts(read(pdf)) == [["Puissance souscrite", "9 kVA"]]


def test_a_form_object_that_draws_itself_ends(read) -> None:  # type: ignore[no-untyped-def]
    def loop(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0]
        inner = pdf.make_stream(b"/Fm0 Do")
        inner[pikepdf.Name.Subtype] = pikepdf.Name.Form
        inner.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Fm0=inner))
        page.Resources.XObject = pikepdf.Dictionary(Fm0=inner)
        page.contents_add(b"/Fm0 Do")

    assert texts(read(changed(sheet((20, 20, "PDL")), loop))) == [["PDL"]]


def test_only_the_first_pages_are_read(read) -> None:  # type: ignore[no-untyped-def]
    pdf = FPDF()
    pdf.set_font("Helvetica", size=10)
    for number in range(1, 6):
        pdf.add_page()
        pdf.text(20, 20, f"Page {number}")
    assert texts(read(bytes(pdf.output()), 2)) == [["Page 1"], ["Page 2"]]


def test_only_so_many_characters_are_read(read) -> None:  # type: ignore[no-untyped-def]
    pdf = sheet(*((20, 20 + 5 * row, "abcdefghij") for row in range(20)))
    pages = read(pdf, 1, 55)
    assert sum(len(one) for line in texts(pages) for one in line) == 50


def test_a_page_that_is_a_plan_is_left_unread(read) -> None:  # type: ignore[no-untyped-def]
    def draw(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].contents_add(b"0 0 m 10 10 l S\n" * (MOST_CONTENT_BYTES // 16 + 1))

    assert texts(read(changed(sheet((20, 20, "PDL")), draw))) == []


def test_a_pdf_locked_for_its_owner_only_is_read(read) -> None:  # type: ignore[no-untyped-def]
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(sheet((20, 20, "PDL")))) as pdf:
        pdf.save(made, encryption=pikepdf.Encryption(owner="secret", user=""))
    assert texts(read(made.getvalue())) == [["PDL"]]


def test_letters_set_apart_are_words_again(read) -> None:  # type: ignore[no-untyped-def]
    assert texts(read(sheet((20, 20, "F A C T U R E")))) == [["FACTURE"]]


def test_a_picture_has_no_text() -> None:
    pdf = FPDF()
    pdf.add_page()
    assert read_bytes(bytes(pdf.output()), "facture") == (False, ())


def test_a_slot_without_claims_is_not_opened() -> None:
    assert read_bytes(b"no PDF at all", "photo_installation") == (False, ())


def test_facts_behind_the_pages_that_are_read_stay_unread() -> None:
    def push_back(pdf: pikepdf.Pdf) -> None:
        for _ in range(3):
            pdf.add_blank_page()
        for _ in range(3):
            blank = pdf.pages[-1]
            pdf.pages.insert(0, blank)
            del pdf.pages[-1]

    drawn = changed(LAYOUTS[0](BillTruth()), push_back)
    assert read_bytes(drawn, "facture") == (False, ())
