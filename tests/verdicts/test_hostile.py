"""Siblings of every kind of hostile or odd file, each with its verdict and its reason."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import pikepdf
import pytest

from chalicelib.verdicts.judge_file import judge_file
from chalicelib.verdicts.verdict import FileKind, ReasonCode
from tests.verdicts.made_files import pdf
from tests.verdicts.made_packed import PACKED
from tests.verdicts.made_pdfs import ACTING, SHAPES
from tests.verdicts.made_pictures import JPEGS, PNGS

ANY = frozenset(FileKind)

type Table = Mapping[str, tuple[ReasonCode | None, bytes]]


def reason_of(folder: Path, content: bytes, name: str) -> ReasonCode | None:
    path = folder / "file"
    path.write_bytes(content)
    verdict = judge_file(path, name, ANY)
    assert verdict.is_accepted == (verdict.reasons == ())
    return verdict.reasons[0] if verdict.reasons else None


@pytest.mark.parametrize("name", ACTING)
def test_what_acts_by_itself_is_refused_and_the_rest_is_not(tmp_path: Path, name: str) -> None:
    expected, content = ACTING[name]
    assert reason_of(tmp_path, content, "a.pdf") == expected


@pytest.mark.parametrize("name", SHAPES)
def test_a_pdf_is_taken_when_two_engines_can_make_pages_of_it(tmp_path: Path, name: str) -> None:
    expected, content = SHAPES[name]
    assert reason_of(tmp_path, content, "a.pdf") == expected


@pytest.mark.parametrize("name", PACKED)
def test_no_packing_hides_a_bomb(tmp_path: Path, name: str) -> None:
    expected, content = PACKED[name]
    assert reason_of(tmp_path, content, "a.pdf") == expected


@pytest.mark.parametrize("name", JPEGS)
def test_a_photo_is_taken_whole_or_not_at_all(tmp_path: Path, name: str) -> None:
    expected, content = JPEGS[name]
    assert reason_of(tmp_path, content, "a.jpg") == expected


@pytest.mark.parametrize("name", PNGS)
def test_a_drawing_is_taken_whole_or_not_at_all(tmp_path: Path, name: str) -> None:
    expected, content = PNGS[name]
    assert reason_of(tmp_path, content, "a.png") == expected


@pytest.mark.parametrize("revision", [2, 3, 4, 6])
def test_an_owners_password_alone_locks_nobody_out(
    tmp_path: Path, revision: Literal[2, 3, 4, 6]
) -> None:
    is_new = revision > 3
    for user, expected in (("", None), ("secret", ReasonCode.PDF_PASSWORD)):
        locked = pikepdf.Encryption(
            owner="secret", user=user, R=revision, aes=is_new, metadata=is_new
        )
        assert reason_of(tmp_path, pdf(encryption=locked), "a.pdf") == expected


def test_a_pdf_locked_by_certificates_is_refused_with_its_own_reason(tmp_path: Path) -> None:
    locked = pdf(encryption=pikepdf.Encryption(owner="secret", user="", R=6))
    for scheme in (b"/Adobe.PubSec", b"/FOPN_fLock"):
        content = locked.replace(b"/Standard", scheme.ljust(9))
        assert reason_of(tmp_path, content, "a.pdf") == ReasonCode.PDF_LOCKED
