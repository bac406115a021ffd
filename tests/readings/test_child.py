"""Reading in the parser's child: bounded, and a failure costs no verdict."""

import json
import stat
import sys
import zlib
from pathlib import Path

import pikepdf
import pytest

from chalicelib.readings.model import Reading, Subject
from chalicelib.verdicts import limits
from chalicelib.verdicts.read_frames import pack_readings, unpack_readings
from chalicelib.verdicts.warm_child import WarmChild
from tests.readings.layouts.consuel import LAYOUTS
from tests.readings.papers import ConsuelTruth

FRAME_MOST_BYTES = 65_536


def test_a_paper_is_read_in_the_child(tmp_path: Path) -> None:
    path = tmp_path / "consuel"
    path.write_bytes(LAYOUTS[0](ConsuelTruth()))
    with WarmChild() as child:
        has_text, readings = child.read(path, "consuel")
        first = child.child_pid
        assert child.read(path, "consuel") == (has_text, readings)
        assert child.child_pid == first
    assert has_text
    assert {one.subject: one.value for one in readings}[Subject.INSTALLED_POWER] == "8"


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 and nothing", b"\x00" * 4096])
def test_what_no_parser_opens_has_no_text_and_the_child_lives(
    tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "odd"
    path.write_bytes(content)
    with WarmChild() as child:
        assert child.read(path, "facture") == (False, ())
        assert child.child_pid
        assert child.crashes == 0


def test_what_unpacks_past_the_memory_has_no_text(tmp_path: Path) -> None:
    packer, blank = zlib.compressobj(1), b" " * limits.MIB
    packed = b"".join(
        packer.compress(blank) for _ in range(2 * limits.READ_MEMORY_BYTES // limits.MIB)
    )
    path = tmp_path / "bomb"
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        page.obj.Contents = pdf.make_stream(packed + packer.flush())
        page.obj.Contents.Filter = pikepdf.Name.FlateDecode
        pdf.save(path, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    with WarmChild() as child:
        assert child.read(path, "facture") == (False, ())
        assert child.crashes == 0
        path.write_bytes(LAYOUTS[0](ConsuelTruth()))
        assert child.read(path, "consuel")[0]


def test_a_child_that_dies_over_a_paper_leaves_it_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = tmp_path / "python"
    fake.write_text(f"#!{sys.executable}\nimport os; os.abort()\n", encoding="utf-8")
    fake.chmod(fake.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(sys, "executable", str(fake))
    with WarmChild() as child:
        assert child.read(tmp_path, "facture") == (False, ())
        assert child.crashes == 1


def test_the_longest_readings_fit_a_frame() -> None:
    long = Reading(Subject.HOLDER_NAME, "é" * 9_000, "\u202f" * 9_000, 4, '"\\' * 9_000)
    packed = pack_readings([long] * 100)
    assert len(json.dumps({"readings": packed, "has_text": 1}).encode()) < FRAME_MOST_BYTES


def test_readings_come_through_the_pipe_as_they_are() -> None:
    readings = (Reading(Subject.PDL, "01234567890123", "01 234 567 890 123", 2, "PDL : 01 234"),)
    assert unpack_readings(pack_readings(readings)) == readings
