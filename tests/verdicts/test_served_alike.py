"""The served copy shows what the original shows: its pixels and its text, to both engines."""

import os
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from pypdf import PdfReader

from chalicelib.verdicts.judge_file import judge_file
from chalicelib.verdicts.served_copy import derive_copy
from chalicelib.verdicts.verdict import FileKind
from tests.verdicts.made_pdfs import one_page, stream

SAMPLE = Path(os.environ.get("CORPUS", Path(__file__).parents[2].with_name("shared") / "corpus"))
MOST_PAGES = 2
NAMES = ["A", "AA", "AF", "EF", "JS", "Launch", "Movie", "NA", "Next", "PA", "Sound", "XFA", "3DD"]
TEXT = b"BT /%b 40 Tf 20 700 Td (ABC) Tj ET"
DIGITS = (
    b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica"
    b"/Encoding<</Type/Encoding/Differences[65/nine/eight/five]>>>>"
)


def shown(path: Path) -> list[tuple[bytes, str]]:
    """What pdfium paints and reads on the first pages."""
    document = pypdfium2.PdfDocument(path)
    pages = []
    for number in range(min(MOST_PAGES, len(document))):
        page = document[number]
        scale = min(0.5, 400 / max(page.get_size()))
        painted = bytes(page.render(scale=scale).buffer)  # pyright: ignore[reportArgumentType] # any real number scales
        pages.append((painted, page.get_textpage().get_text_bounded()))
    document.close()
    return pages


def read(path: Path) -> list[str]:
    """What pypdf reads on the first pages; nothing of a file that it cannot read."""
    try:
        reader = PdfReader(path)
        return [page.extract_text() for page in reader.pages[:MOST_PAGES]]
    except Exception:  # noqa: BLE001 - it raises anything on what only the others can repair
        return []


def require_alike(source: Path, served: Path) -> None:
    derive_copy(source, FileKind.PDF, served)
    assert shown(served) == shown(source), source
    if texts := read(source):
        assert read(served) == texts, source


@pytest.mark.parametrize("name", NAMES)
def test_a_font_of_any_name_stays(tmp_path: Path, name: str) -> None:
    resources = b"/Contents 5 0 R/Resources<</Font<</%b 4 0 R>>>>" % name.encode()
    source = tmp_path / "source"
    source.write_bytes(one_page(DIGITS, stream(TEXT % name.encode()), page=resources))
    require_alike(source, tmp_path / "served")
    assert "985" in shown(tmp_path / "served")[0][1]


@pytest.mark.parametrize("name", NAMES)
def test_a_layer_and_a_graphics_state_of_any_name_stay(tmp_path: Path, name: str) -> None:
    key = name.encode()
    page = (
        b"/Contents 5 0 R/Resources<</Properties<</%b 4 0 R>>/ExtGState<</%b<</ca 0.1>>>>"
        b"/Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>" % (key, key)
    )
    drawing = b"/%b gs 0 0 300 300 re f /OC /%b BDC BT /F1 40 Tf 20 700 Td (ANNULE) Tj ET EMC" % (
        key,
        key,
    )
    layers = b"/OCProperties<</OCGs[4 0 R]/D<</OFF[4 0 R]/Order[4 0 R]>>>>"
    source = tmp_path / "source"
    source.write_bytes(
        one_page(b"<</Type/OCG/Name(Tampon)>>", stream(drawing), page=page, root=layers)
    )
    require_alike(source, tmp_path / "served")


def test_structure_keeps_its_attributes(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(
        one_page(
            b"<</Type/StructTreeRoot/K 5 0 R>>",
            b"<</Type/StructElem/S/Sound/P 4 0 R/K 0/Pg 3 0 R/A 6 0 R>>",
            b"<</O/Table/RowSpan 2/Headers[(a)]>>",
            root=b"/MarkInfo<</Marked true>>/StructTreeRoot 4 0 R",
        )
    )
    derive_copy(source, FileKind.PDF, tmp_path / "served")
    with pikepdf.open(tmp_path / "served") as served:
        assert served.Root.StructTreeRoot.K.A.RowSpan == 2


@pytest.mark.skipif(not SAMPLE.is_dir(), reason="the sample corpus is not beside the repository")
def test_the_copies_of_the_samples_accepted_files_show_the_same(tmp_path: Path) -> None:
    copies = 0
    for source in sorted(SAMPLE.glob("*/*.pdf")):
        if judge_file(source, source.name, {FileKind.PDF}).is_accepted:
            require_alike(source, tmp_path / "served")
            copies += 1
    assert copies > 80
