"""People are told what is wrong with their file, and nothing that would make it worse."""

from pathlib import Path

import pytest

from chalicelib.verdicts.file_name import find_kind, safe_file_name, why_no_kind
from chalicelib.verdicts.judge_file import judge_file
from chalicelib.verdicts.verdict import FileKind, ReasonCode
from chalicelib.verdicts.words import explain
from tests.verdicts.made_files import jpeg, pdf, png
from tests.verdicts.made_pdfs import ACTING, SIMPLE, annotated

ANY = frozenset(FileKind)
SIGNED = b"% /ByteRange[0 1 2 3]\n"


def reasons_of(folder: Path, name: str, content: bytes) -> tuple[ReasonCode, ...]:
    path = folder / "file"
    path.write_bytes(content)
    return judge_file(path, name, ANY).reasons


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("fac\nture.pdf", ReasonCode.NAME_NOT_USABLE),
        ("a" * 252 + ".pdf", ReasonCode.NAME_NOT_USABLE),
        ("facture\u202efdp.pdf", ReasonCode.NAME_NOT_USABLE),
        ("photo.HEIC", ReasonCode.HEIC_NOT_ACCEPTED),
        ("photo.heif", ReasonCode.HEIC_NOT_ACCEPTED),
        ("facture.docx", ReasonCode.NAME_NOT_ACCEPTED),
        ("facture", ReasonCode.NAME_NOT_ACCEPTED),
        ("facture.p\u200bdf", ReasonCode.NAME_NOT_ACCEPTED),
    ],
)
def test_a_name_is_refused_for_what_is_wrong_with_it(
    tmp_path: Path, name: str, reason: ReasonCode
) -> None:
    assert reasons_of(tmp_path, name, pdf()) == (reason,)
    assert why_no_kind(name) == reason


@pytest.mark.parametrize(
    "name",
    ["\u202a\u200efacture.pdf", "facture.pdf\u200e", "\u2068فاتورة\u2069.pdf", "a\u200fb.pdf"],
)
def test_marks_of_direction_say_nothing_and_are_left_out(name: str) -> None:
    assert find_kind(name) is FileKind.PDF
    assert not set(safe_file_name(name)) & set("\u200e\u200f\u202a\u2068\u2069")
    assert safe_file_name(name).endswith(".pdf")


@pytest.mark.parametrize("brand", [b"heic", b"mif1", b"heix"])
def test_a_phones_heic_is_named_whatever_it_is_called(tmp_path: Path, brand: bytes) -> None:
    content = b"\0\0\0\x24ftyp" + brand + b"\0\0\0\0mif1heic" + bytes(40)
    assert reasons_of(tmp_path, "IMG_0001.jpg", content) == (ReasonCode.HEIC_NOT_ACCEPTED,)
    assert "HEIC" in explain(ReasonCode.HEIC_NOT_ACCEPTED)[0]


def test_a_picture_under_the_other_pictures_extension_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(png())
    assert judge_file(path, "capture.jpg", ANY).kind is FileKind.PNG
    path.write_bytes(jpeg())
    assert judge_file(path, "capture.png", ANY).kind is FileKind.JPEG
    assert judge_file(path, "capture.png", {FileKind.PDF}).reasons == (ReasonCode.PDF_ONLY,)
    assert judge_file(path, "capture.pdf", ANY).reasons == (ReasonCode.NAME_AND_CONTENT_DISAGREE,)


@pytest.mark.parametrize("around", [b"\1\2\3\4%b", b"abcd%b", b"%b" + b"z" * 1_100])
def test_stray_bytes_are_no_second_file(tmp_path: Path, around: bytes) -> None:
    content = around.replace(b"%b", SIMPLE)
    assert reasons_of(tmp_path, "a.pdf", content) == (ReasonCode.PDF_STRAY_BYTES,)


@pytest.mark.parametrize(
    "name", ["video", "portfolio", "program on opening", "data fetched by itself"]
)
def test_nobody_is_told_to_print_what_is_signed(tmp_path: Path, name: str) -> None:
    content = ACTING[name][1]
    signed = content.replace(b"startxref", SIGNED + b"startxref", 1)
    assert reasons_of(tmp_path, "a.pdf", content) == (ACTING[name][0],)
    assert reasons_of(tmp_path, "a.pdf", signed) == (ReasonCode.PDF_SIGNED,)
    assert "imprimez-le" not in explain(ReasonCode.PDF_SIGNED)[0].lower()


def test_a_signed_pdf_without_anything_else_is_taken(tmp_path: Path) -> None:
    field = b"/Subtype/Widget/FT/Sig/T(s)/V<</Type/Sig/ByteRange[0 1 2 3]/Contents<00>>>"
    assert reasons_of(tmp_path, "a.pdf", annotated(field)) == ()
