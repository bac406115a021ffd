"""The sides of a page are those that people see: plans, photos and web pages pass."""

from pathlib import Path

import pytest

from chalicelib.verdicts.judge_file import judge_file
from chalicelib.verdicts.verdict import FileKind, ReasonCode
from chalicelib.verdicts.words import explain
from tests.verdicts.made_pdfs import PAGES, one_page, stream

OWN = b"/MediaBox[0 0 595 842]"
HUGE = b"[0 0 90000 90000]"


def of(boxes: bytes) -> bytes:
    """One page with these boxes and no other."""
    return one_page(page=boxes).replace(OWN, b" " * len(OWN))


def of_parent(boxes: bytes, own: bytes = b"") -> bytes:
    parent = PAGES.replace(b"/Count", boxes + b"/Count")
    return one_page(page=own, pages=parent).replace(OWN, b" " * len(OWN))


TAKEN = {
    "an A0 plan with its bleed": of(b"/MediaBox[0 0 2554 3540]"),
    "a plan four metres long": of(b"/MediaBox[0 0 11339 842]"),
    "a photo saved at 72 points an inch": of(b"/MediaBox[0 0 8064 6048]"),
    "a tall web page": of(b"/MediaBox[0 0 1280 14400]"),
    "a sheet as wide as the press, cropped": of(b"/MediaBox %b/CropBox[0 0 595 842]" % HUGE),
    "a crop box beyond its sheet": of(b"/MediaBox[0 0 595 842]/CropBox %b" % HUGE),
    "a crop box beside its sheet": of(b"/MediaBox[0 0 595 842]/CropBox[700 0 900 842]"),
    "a crop box of the parent": of_parent(b"/CropBox[0 0 595 842]", b"/MediaBox %b" % HUGE),
    "a parent's box that no page has": of_parent(b"/MediaBox %b" % HUGE, b"/MediaBox[0 0 600 842]"),
    "no box at all": of(b""),
    "a box too short": of(b"/MediaBox[0 0 595]"),
    "a box that is no box": of(b"/MediaBox[/A (b) 0 0]"),
    "a drawing's own box": one_page(stream(b"", b"/Type/XObject/MediaBox %b" % HUGE)),
}
REFUSED = {
    "a box beyond what is shown": of(b"/MediaBox %b" % HUGE),
    "the parent's": of_parent(b"/MediaBox %b" % HUGE),
    "cropped to nothing": of(b"/MediaBox[0 0 595 842]/CropBox[0 0 1 1]"),
    "a unit that enlarges": of(b"/MediaBox[0 0 595 842]/UserUnit 20.5"),
}


@pytest.mark.parametrize("name", TAKEN)
def test_a_page_that_can_be_shown_is_taken(tmp_path: Path, name: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(TAKEN[name])
    assert judge_file(path, "a.pdf", {FileKind.PDF}).reasons == ()


@pytest.mark.parametrize("name", REFUSED)
def test_a_page_that_cannot_be_shown_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(REFUSED[name])
    assert judge_file(path, "a.pdf", {FileKind.PDF}).reasons == (ReasonCode.PDF_PAGE_SIDES,)


def test_nobody_is_told_to_shrink_a_plan() -> None:
    sentence, places = explain(ReasonCode.PDF_PAGE_SIDES)
    assert "A4" not in sentence
    assert "A3" not in sentence
    assert places["most_mm"] == 5_080
