"""Judge every file that `DIR/MANIFEST.tsv` lists, in both kinds of slot: `make corpus DIR=…`.

The same child process judges as in the Lambda, and the served copy of what is accepted is
derived too, for a file that cannot be is refused. Each wrong verdict is printed with its reasons,
then one line of figures; the exit code is 0 only when nothing is wrong and nothing crashed.
"""

import csv
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from chalicelib.verdicts.limits import MIB
from chalicelib.verdicts.verdict import FileKind, Verdict
from chalicelib.verdicts.warm_child import WarmChild

SLOTS = (
    ("expected_verdict", tuple(FileKind)),
    ("expected_in_pdf_only_slot", (FileKind.PDF,)),
)


@dataclass(frozen=True)
class Finding:
    """One file judged in one kind of slot: what is wrong with the verdict, and how long it took."""

    file: str
    wrong: str
    verdict: Verdict | None
    seconds: float


def judge_corpus(folder: Path, child: WarmChild) -> Iterator[Finding]:
    """Judge the files of a corpus one after the other, in both kinds of slot."""
    with (folder / "MANIFEST.tsv").open(encoding="utf-8", newline="") as manifest:
        for row in csv.DictReader(manifest, delimiter="\t", quoting=csv.QUOTE_NONE):
            for column, kinds in SLOTS:
                yield _judge_row(folder, row["file"], row[column], kinds, child)


def _judge_row(
    folder: Path, file: str, expected: str, kinds: tuple[FileKind, ...], child: WarmChild
) -> Finding:
    started, crashes = time.perf_counter(), child.crashes
    try:
        verdict = _judge(folder / file, kinds, child)
    except Exception as error:  # noqa: BLE001 - a crash is what we look for
        return Finding(file, f"crash: {error!r}", None, time.perf_counter() - started)
    if child.crashes > crashes:
        return Finding(file, "crash: the parser died", verdict, time.perf_counter() - started)
    return Finding(file, _wrong(expected, verdict), verdict, time.perf_counter() - started)


def _judge(path: Path, kinds: tuple[FileKind, ...], child: WarmChild) -> Verdict:
    verdict = child.judge(path, path.name, kinds)
    if not verdict.is_accepted or verdict.kind is None:
        return verdict
    with tempfile.TemporaryDirectory() as folder:
        derived = child.derive(path, verdict.kind, Path(folder, "served"))
    return verdict if derived.is_accepted else derived


def _wrong(expected: str, verdict: Verdict) -> str:
    if expected == "accept" and not verdict.is_accepted:
        return "false refusal"
    if expected == "reject" and verdict.is_accepted:
        return "false acceptance"
    return ""


def main(folder: Path) -> int:
    """Judge, print, and give the exit code."""
    with WarmChild() as child:
        findings = list(judge_corpus(folder, child))
        peak_mb = child.peak_resident_bytes / MIB
    for finding in findings:
        if finding.wrong:
            reasons = ", ".join(finding.verdict.reasons) if finding.verdict else ""
            print(f"{finding.wrong}: {finding.file} {reasons}".rstrip())
    wrong = Counter(finding.wrong.partition(":")[0] for finding in findings)
    slowest_s = max((finding.seconds for finding in findings), default=0.0)
    refused, let_in, crashed = (
        wrong[word] for word in ("false refusal", "false acceptance", "crash")
    )
    print(
        f"{len(findings) // len(SLOTS)} judged: {refused} false refusals, "
        f"{let_in} false acceptances, {crashed} crashes, "
        f"slowest {slowest_s:.2f} s, peak {peak_mb:.0f} MB"
    )
    return 1 if refused or let_in or crashed else 0


if __name__ == "__main__":
    if len(sys.argv) != 2 or not Path(sys.argv[1], "MANIFEST.tsv").is_file():
        sys.exit("usage: make corpus DIR=…, a folder that holds MANIFEST.tsv")
    sys.exit(main(Path(sys.argv[1])))
