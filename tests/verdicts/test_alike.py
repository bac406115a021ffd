"""A file gets one verdict: first or hundredth, in a new child or in one that has judged others."""

import os
import random
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from chalicelib.verdicts import limits
from chalicelib.verdicts.child import _to_message
from chalicelib.verdicts.own_limits import Room
from chalicelib.verdicts.pdf_table import count_declared
from chalicelib.verdicts.verdict import FileKind, ReasonCode, Verdict, rejected
from chalicelib.verdicts.warm_child import WarmChild
from tests.verdicts.made_crowds import tagged
from tests.verdicts.made_files import ACCEPTED, REJECTED
from tests.verdicts.made_pdfs import SIMPLE
from tests.verdicts.test_warm_child import fake_child

SAMPLE = Path(os.environ.get("CORPUS", Path(__file__).parents[2].with_name("shared") / "corpus"))
ANY = tuple(FileKind)
ATTRIBUTES = b"/A<</O/Layout/Placement/Block/SpaceAfter 5>>"


def judged(files: Mapping[Path, str], order: list[Path]) -> dict[Path, Verdict]:
    """Judge in one child that no file retires, as long as none dies."""
    with WarmChild(most_files=10_000) as child:
        return {path: child.judge(path, files[path], ANY) for path in order}


def own_files(folder: Path) -> dict[Path, str]:
    contents = {
        **ACCEPTED,
        **{name: content for name, (_, content) in REJECTED.items()},
        "rapport.pdf": tagged(25_000),
        "long rapport.pdf": tagged(90_000, ATTRIBUTES),
    }
    files: dict[Path, str] = {}
    for number, (name, content) in enumerate(contents.items()):
        path = folder / str(number)
        path.write_bytes(content)
        files[path] = name
    return files


def test_a_new_child_takes_a_long_tagged_report(tmp_path: Path) -> None:
    path = tmp_path / "report"
    path.write_bytes(tagged(40_000, ATTRIBUTES))
    with WarmChild() as child:
        assert child.judge(path, "a.pdf", ANY).reasons == ()


def test_a_new_child_takes_as_many_objects_as_we_promise_and_serves_them(tmp_path: Path) -> None:
    path = tmp_path / "crowd"
    path.write_bytes(tagged(limits.PDF_MAX_OBJECTS - 5_000))
    with WarmChild() as child:
        assert child.judge(path, "a.pdf", ANY).reasons == ()
        assert child.derive(path, FileKind.PDF, tmp_path / "served").reasons == ()
        assert child.peak_resident_bytes < 1_024 * limits.MIB


def test_one_child_gives_the_verdicts_of_a_new_one_in_every_order(tmp_path: Path) -> None:
    files = own_files(tmp_path)
    in_order = judged(files, list(files))
    for name in ("rapport.pdf", "long rapport.pdf", "simple.pdf", "bombe.pdf", "photo.jpg"):
        path = next(path for path in files if files[path] == name)
        assert judged(files, [path])[path] == in_order[path]
    order = list(files)
    random.Random(1).shuffle(order)
    assert judged(files, order) == in_order


@pytest.mark.skipif(not SAMPLE.is_dir(), reason="the sample corpus is not beside the repository")
def test_the_sample_is_judged_alike_in_every_order(tmp_path: Path) -> None:
    files = {path: path.name for path in sorted(SAMPLE.glob("*/*"))} | own_files(tmp_path)
    order = list(files)
    random.Random(3).shuffle(order)
    assert judged(files, order) == judged(files, order[::-1])


ANSWERS = """
import json, sys
seen = 0
while head := sys.stdin.buffer.read(4):
    sys.stdin.buffer.read(int.from_bytes(head))
    seen += 1
    lacks = seen > 1
    body = json.dumps({
        "outcome": "rejected" if lacks else "accepted",
        "reasons": ["too-heavy-to-read"] if lacks else [],
        "kind": "pdf", "pages": 1, "width": 0, "height": 0, "lacked": int(lacks),
        "resident_bytes": 0, "peak_bytes": 0,
    }).encode()
    sys.stdout.buffer.write(len(body).to_bytes(4) + body)
    sys.stdout.buffer.flush()
"""


def test_what_lacked_memory_beside_others_is_judged_by_a_new_child(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", fake_child(tmp_path, ANSWERS))
    with WarmChild() as child:
        verdicts = [child.judge(tmp_path / "any", "a.pdf", ANY) for _ in range(4)]
        assert all(one.is_accepted for one in verdicts)
        assert child.crashes == 0


def test_a_lack_of_memory_is_told_as_what_it_is() -> None:
    unreadable = rejected(ReasonCode.PDF_UNREADABLE, FileKind.PDF)
    told = _to_message(unreadable, Room(suspect_bytes=0))
    assert (told["reasons"], told["lacked"]) == (["too-heavy-to-read"], 1)
    told = _to_message(unreadable, Room(suspect_bytes=1 << 50))
    assert (told["reasons"], told["lacked"]) == (["pdf-unreadable"], 0)


def test_what_a_file_declares_is_found_in_each_of_its_tables(tmp_path: Path) -> None:
    path = tmp_path / "file"
    without = SIMPLE[: SIMPLE.index(b"xref\n")]
    for content, objects in (
        (SIMPLE, 4),
        (tagged(1_000), 1_007),
        (without, 3),
        (without + b"startxref\n99999999\n%%EOF", 3),
        (b"", 0),
    ):
        path.write_bytes(content)
        assert count_declared(path) == objects
