"""The corpus: every verdict as expected, through the same child process as the Lambda."""

import os
from pathlib import Path

import pytest

from chalicelib.verdicts.verdict import Outcome
from chalicelib.verdicts.warm_child import WarmChild
from local.corpus import judge_corpus, main
from tests.verdicts.made_files import ACCEPTED, REJECTED

SAMPLE = Path(os.environ.get("CORPUS", Path(__file__).parents[2].with_name("shared") / "corpus"))
HEAD = "file\texpected_verdict\texpected_in_pdf_only_slot\n"


def make_corpus(folder: Path, rows: list[tuple[str, bytes, str, str]]) -> Path:
    lines = [f"{name}\t{any_slot}\t{pdf_slot}\n" for name, _, any_slot, pdf_slot in rows]
    (folder / "MANIFEST.tsv").write_text(HEAD + "".join(lines), encoding="utf-8")
    for name, content, _, _ in rows:
        (folder / name).write_bytes(content)
    return folder


def own_rows() -> list[tuple[str, bytes, str, str]]:
    rows = [
        (name, content, "accept", "accept" if name.lower().endswith("pdf") else "reject")
        for name, content in ACCEPTED.items()
    ]
    return rows + [(name, content, "reject", "reject") for name, (_, content) in REJECTED.items()]


def test_our_own_files_have_no_wrong_verdict_and_no_crash(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(make_corpus(tmp_path, own_rows())) == 0
    said = capsys.readouterr().out
    assert f"{len(ACCEPTED) + len(REJECTED)} judged: 0 false refusals, 0 false" in said


def test_a_wrong_verdict_is_printed_and_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [
        ("bon.pdf", ACCEPTED["simple.pdf"], "reject", "any"),
        ("photo.jpg", ACCEPTED["photo.jpg"], "accept", "accept"),
    ]
    assert main(make_corpus(tmp_path, rows)) == 1
    said = capsys.readouterr().out
    assert "false acceptance: bon.pdf" in said
    assert "false refusal: photo.jpg pdf-only" in said
    assert "2 judged: 1 false refusals, 1 false acceptances, 0 crashes" in said


def test_a_file_that_is_not_there_is_a_crash_and_not_a_verdict(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_corpus(tmp_path, [("a.pdf", b"x", "any", "any")])
    (tmp_path / "a.pdf").unlink()
    assert main(tmp_path) == 1
    assert "1 judged: 0 false refusals, 0 false acceptances, 2 crashes" in capsys.readouterr().out


@pytest.mark.skipif(not SAMPLE.is_dir(), reason="the sample corpus is not beside the repository")
def test_the_sample_corpus_has_no_wrong_verdict_and_one_warm_process_leaks_nothing() -> None:
    with WarmChild() as child:
        findings = list(judge_corpus(SAMPLE, child))
        peak = child.peak_resident_bytes
    assert [f"{one.wrong} {one.file}" for one in findings if one.wrong] == []
    assert all(one.verdict and one.verdict.outcome is not Outcome.HELD for one in findings)
    assert peak < 100 * 1024 * 1024
    assert max(one.seconds for one in findings) < 30
