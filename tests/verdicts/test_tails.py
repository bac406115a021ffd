"""After its end, and beside it, a PDF holds nothing that another program would run."""

from pathlib import Path

import pytest

from chalicelib.verdicts.judge_file import judge_file
from chalicelib.verdicts.verdict import FileKind, ReasonCode
from tests.verdicts.made_pdfs import SIMPLE, updated

STRAY = b"\n% printed by a portal \r\n\0\0"
PROGRAMS = {
    "php": b"<?php system($_GET['c']); ?>",
    "short php": b"<?= `id` ?>",
    "asp": b"<% eval request(1) %>",
    "script": b"<script>alert(1)</script>",
    "a picture that runs": b"<img src=x onerror=alert(1)>",
    "a drawing that runs": b"<svg/onload=alert(1)>",
    "a page": b"<!DOCTYPE html><p>a",
    "an archive": b"PK\x03\x04" + bytes(30),
    "a program": b"MZ" + bytes(70) + b"This program cannot be run in DOS mode",
    "another archive": b"Rar!\x1a\x07\0",
    "a shell": b"powershell -enc AAAA",
}


@pytest.mark.parametrize("name", PROGRAMS)
@pytest.mark.parametrize("before", [b"", STRAY, b"x" * 500])
def test_a_program_in_the_tail_is_refused_wherever_it_stands(
    tmp_path: Path, name: str, before: bytes
) -> None:
    path = tmp_path / "file"
    path.write_bytes(SIMPLE + before + PROGRAMS[name])
    assert judge_file(path, "a.pdf", {FileKind.PDF}).reasons == (ReasonCode.TWO_FILES_IN_ONE,)


@pytest.mark.parametrize(
    "tail", [STRAY, b"\0" * 5_000, b"<1234>", b"-->", b"a < b and c > d", b"\x1a"]
)
def test_what_portals_and_printers_leave_is_taken(tmp_path: Path, tail: bytes) -> None:
    path = tmp_path / "file"
    for content in (SIMPLE + tail, updated(SIMPLE, 3, b"<</Type/Page/Parent 2 0 R>>") + tail):
        path.write_bytes(content)
        assert judge_file(path, "a.pdf", {FileKind.PDF}).reasons == ()
