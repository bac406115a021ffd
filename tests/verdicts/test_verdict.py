"""Every kind of file gets its right verdict, with its reason, on files that we make."""

from pathlib import Path

import pytest

from chalicelib.verdicts.judge_file import judge_file
from chalicelib.verdicts.limits import PDF_MAX_PAGES, UPLOAD_MAX_BYTES
from chalicelib.verdicts.verdict import FileKind, ReasonCode
from tests.verdicts.made_files import ACCEPTED, REJECTED, jpeg, pdf, with_packed

ANY = frozenset(FileKind)
BEYOND_THE_FILE = {
    ReasonCode.TOO_BIG,
    ReasonCode.NAME_NOT_USABLE,
    ReasonCode.PDF_ONLY,
    ReasonCode.PDF_SIGNED,
    ReasonCode.PDF_TOO_MANY_PAGES,
    ReasonCode.TOO_HEAVY_TO_READ,
    ReasonCode.MALWARE,
    ReasonCode.SCANNER_SILENT,
    ReasonCode.NOT_SCANNABLE,
    ReasonCode.NOT_JUDGED,
    ReasonCode.NEVER_ARRIVED,
    ReasonCode.ARRIVED_AFTER_SENDING,
}


def write(folder: Path, name: str, content: bytes) -> Path:
    path = folder / "file"
    path.write_bytes(content)
    del name  # the name is told to the judge, never taken from the path
    return path


@pytest.mark.parametrize("name", ACCEPTED)
def test_an_ordinary_file_is_accepted(tmp_path: Path, name: str) -> None:
    verdict = judge_file(write(tmp_path, name, ACCEPTED[name]), name, ANY)
    assert verdict.is_accepted, verdict.reasons
    assert verdict.pages or verdict.width


@pytest.mark.parametrize("name", REJECTED)
def test_a_bad_file_is_refused_for_its_own_reason(tmp_path: Path, name: str) -> None:
    code, content = REJECTED[name]
    assert judge_file(write(tmp_path, name, content), name, ANY).reasons == (code,)


def test_every_reason_of_the_closed_list_is_met_by_a_file_or_named_as_beyond_it() -> None:
    assert {code for code, _ in REJECTED.values()} | BEYOND_THE_FILE == set(ReasonCode)


@pytest.mark.parametrize("name", ["photo.jpg", "image.png"])
def test_a_picture_is_refused_where_only_pdf_is_taken(tmp_path: Path, name: str) -> None:
    verdict = judge_file(write(tmp_path, name, ACCEPTED[name]), name, {FileKind.PDF})
    assert verdict.reasons == (ReasonCode.PDF_ONLY,)


def test_the_largest_file_passes_and_one_byte_more_does_not(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(jpeg())
    with path.open("r+b") as file:
        file.truncate(UPLOAD_MAX_BYTES)
    assert judge_file(path, "photo.jpg", ANY).is_accepted
    with path.open("r+b") as file:
        file.truncate(UPLOAD_MAX_BYTES + 1)
    assert judge_file(path, "photo.jpg", ANY).reasons == (ReasonCode.TOO_BIG,)


def test_one_page_more_than_the_limit_is_refused(tmp_path: Path) -> None:
    import pikepdf

    made = pikepdf.new()
    for _ in range(PDF_MAX_PAGES + 1):
        made.add_blank_page(page_size=(595, 842))
    path = tmp_path / "file"
    made.save(path)
    assert judge_file(path, "long.pdf", ANY).reasons == (ReasonCode.PDF_TOO_MANY_PAGES,)


def test_a_name_written_with_escapes_hides_no_script(tmp_path: Path) -> None:
    plain = REJECTED["ouverture.pdf"][1]
    hidden = plain.replace(b"/OpenAction", b"/Open#41ction", 1)
    assert judge_file(write(tmp_path, "", hidden), "a.pdf", ANY).reasons == (
        ReasonCode.PDF_RUNS_BY_ITSELF,
    )


def test_a_content_that_does_not_inflate_is_no_crash(tmp_path: Path) -> None:
    from pikepdf import Name

    broken = pdf(with_packed(b"\x00" * 40_000, Name.FlateDecode), compress_streams=False)
    assert judge_file(write(tmp_path, "", broken), "a.pdf", ANY).is_accepted


def test_every_cut_of_a_jpeg_is_refused(tmp_path: Path) -> None:
    whole = jpeg((200, 160))
    for length in range(700, len(whole) - 40, 997):
        verdict = judge_file(write(tmp_path, "", whole[:length]), "photo.jpg", ANY)
        assert not verdict.is_accepted, length


@pytest.mark.parametrize("name", ["simple.pdf", "photo.jpg", "image.png"])
def test_a_picture_is_what_its_content_says_and_never_a_pdf(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, name, ACCEPTED[name])
    kinds = {"pdf": FileKind.PDF, "png": FileKind.PNG, "jpg": FileKind.JPEG, "jpeg": FileKind.JPEG}
    for extension, kind in kinds.items():
        verdict = judge_file(path, f"fichier.{extension}", ANY)
        content = kinds[name.rpartition(".")[2]]
        assert verdict.is_accepted == ((kind is FileKind.PDF) == (content is FileKind.PDF))
        assert verdict.kind in {content, None}
