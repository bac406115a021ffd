"""The child process: no secrets, no inherited descriptors, killed past its limits, replaced."""

import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from chalicelib.verdicts import limits
from chalicelib.verdicts.verdict import FileKind, ReasonCode
from chalicelib.verdicts.warm_child import WarmChild, child_environment
from tests.verdicts.made_files import ACCEPTED, png_of, zeros

ANY = tuple(FileKind)


@pytest.fixture
def simple(tmp_path: Path) -> Path:
    path = tmp_path / "simple"
    path.write_bytes(ACCEPTED["simple.pdf"])
    return path


def child_of(child: WarmChild) -> int:
    assert child._process is not None
    return child._process.pid


def test_the_child_knows_nothing_secret(simple: Path) -> None:
    secret = {"AWS_SECRET_ACCESS_KEY": "x", "AWS_SESSION_TOKEN": "y", "TABLE": "t", "LANG": "C"}
    assert set(child_environment(secret)) == {"LANG", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE"}
    os.environ["AWS_SECRET_ACCESS_KEY"] = "very-secret"
    try:
        with WarmChild() as child:
            assert child.judge(simple, "a.pdf", ANY).is_accepted
            environment = Path(f"/proc/{child_of(child)}/environ").read_bytes()
    finally:
        del os.environ["AWS_SECRET_ACCESS_KEY"]
    assert b"very-secret" not in environment
    assert b"AWS_" not in environment


def test_the_child_inherits_no_descriptor_but_its_pipes(simple: Path, tmp_path: Path) -> None:
    kept = os.open(tmp_path / "kept", os.O_CREAT | os.O_RDWR)
    os.set_inheritable(kept, True)
    try:
        with WarmChild() as child:
            child.judge(simple, "a.pdf", ANY)
            opened = Path(f"/proc/{child_of(child)}/fd").iterdir()
            targets = {str(one.readlink()) for one in opened if one.is_symlink()}
    finally:
        os.close(kept)
    assert not [one for one in targets if "kept" in one or "socket" in one]


def test_one_child_serves_many_files_and_is_replaced_after_its_share(simple: Path) -> None:
    with WarmChild() as child:
        child.judge(simple, "a.pdf", ANY)
        first = child_of(child)
        for _ in range(limits.CHILD_MAX_FILES - 1):
            assert child._process is not None
            assert child_of(child) == first
            child.judge(simple, "a.pdf", ANY)
        child.judge(simple, "a.pdf", ANY)
        assert child_of(child) != first
        assert child.crashes == 0


def fake_child(folder: Path, body: str) -> str:
    """A Python that stands in for the interpreter and behaves badly."""
    path = folder / "python"
    path.write_text(f"#!{sys.executable}\n{body}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def test_a_child_that_does_not_answer_is_killed_and_the_next_file_is_judged(
    simple: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with WarmChild(judge_wall_s=0.3) as child:
        monkeypatch.setattr(sys, "executable", fake_child(tmp_path, "import time; time.sleep(60)"))
        assert child.judge(simple, "a.pdf", ANY).reasons == (ReasonCode.TOO_HEAVY_TO_READ,)
        monkeypatch.undo()
        child._judge_wall_s = 20
        assert child.judge(simple, "a.pdf", ANY).is_accepted
        assert child.crashes == 0


@pytest.mark.parametrize(
    "body",
    [
        "raise SystemExit(3)",
        "import os; os.abort()",
        "import sys; sys.stdin.buffer.read(4); sys.stdout.buffer.write(b'\\xff' * 9)",
        "import sys; sys.stdin.buffer.read(4); sys.stdout.buffer.write(b'\\0\\0\\0\\2xx')",
        "import os, sys, time; sys.stdin.buffer.read(4); os.write(1, b'\\xff' * 9); time.sleep(60)",
    ],
)
def test_a_child_that_dies_or_babbles_is_a_refusal_and_counted(
    simple: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str
) -> None:
    monkeypatch.setattr(sys, "executable", fake_child(tmp_path, body))
    began = time.monotonic()
    with WarmChild() as child:
        verdict = child.judge(simple, "a.pdf", ANY)
        assert verdict.reasons == (ReasonCode.TOO_HEAVY_TO_READ,)
        assert child.crashes == 1
    assert time.monotonic() - began < 30


def test_a_child_past_its_processor_time_is_ended_by_the_kernel_and_is_no_crash(
    simple: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = "import resource; resource.setrlimit(resource.RLIMIT_CPU, (1, 2))\nwhile True: pass"
    monkeypatch.setattr(sys, "executable", fake_child(tmp_path, body))
    with WarmChild() as child:
        verdict = child.judge(simple, "a.pdf", ANY)
        assert verdict.reasons == (ReasonCode.TOO_HEAVY_TO_READ,)
        assert child.crashes == 0


def test_a_bomb_in_the_structure_itself_stops_at_the_memory_limit(tmp_path: Path) -> None:
    """An object stream of half a gigabyte: the engine must unpack it to read the file at all."""
    packed = zeros(512 * limits.MIB)
    body = (
        b"%PDF-1.5\n1 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length "
        + str(len(packed)).encode()
        + b" >>\nstream\n"
        + packed
        + b"\nendstream\nendobj\n"
    )
    path = tmp_path / "bomb"
    path.write_bytes(body + _xref_stream(len(body)))
    with WarmChild() as child:
        verdict = child.judge(path, "a.pdf", ANY)
        assert not verdict.is_accepted
        assert child.peak_resident_bytes < (64 + 64) * limits.MIB
        assert child.crashes == 0


def _xref_stream(at: int) -> bytes:
    """A cross-reference stream that puts the catalog into the object stream."""
    entries = b"".join((b"\0\0\0\0\0\0", b"\1" + (9).to_bytes(4) + b"\0", b"\2\0\0\0\1\0"))
    return (
        (
            f"3 0 obj\n<< /Type /XRef /Size 3 /W [1 4 1] /Root 2 0 R /Length {len(entries)} >>\n"
            "stream\n"
        ).encode()
        + entries
        + f"\nendstream\nendobj\nstartxref\n{at}\n%%EOF\n".encode()
    )


def test_a_picture_at_the_pixel_limit_costs_the_judge_no_memory(tmp_path: Path) -> None:
    rows = zeros(60 * limits.MIB)
    path = tmp_path / "large"
    plain = png_of(7000, 8000)
    chunk_at = plain.index(b"IDAT") - 4
    import struct
    import zlib

    data = struct.pack(">I", len(rows)) + b"IDAT" + rows
    data += struct.pack(">I", zlib.crc32(b"IDAT" + rows))
    path.write_bytes(plain[:chunk_at] + data + plain[-12:])
    with WarmChild() as child:
        verdict = child.judge(path, "large.png", ANY)
        assert verdict.is_accepted, verdict.reasons
        assert child.peak_resident_bytes < 70 * limits.MIB


def test_a_child_that_died_with_a_job_half_written_is_closed_without_trouble() -> None:
    child = WarmChild()
    pipe = subprocess.PIPE
    child._process = process = subprocess.Popen([sys.executable, "-c", ""], stdin=pipe, stdout=pipe)
    process.wait()
    assert process.stdin
    assert process.stdout
    process.stdin.write(b"what was still to be written")
    child.close()
    assert process.stdin.closed
    assert process.stdout.closed
    assert child.child_pid is None
