"""What the tests of each folder took, told at the end of a run beside what they may take.

The times are those of the worker that ran a test, its set-up and tear-down with it: what one
test sets up for many is told where it was first asked for. A folder over its budget is told and
fails nothing, for a machine may be slow or shared; `budgets.toml` says what they are for.
"""

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

BUDGETS = Path(__file__).with_name("budgets.toml")
MOST_FILES = 8
"""How many of the longest files are named: a file's tests are one worker's."""


@dataclass(slots=True)
class Spent:
    """The tests of a folder or file, and the seconds before, in and after them."""

    tests: int = 0
    seconds: dict[str, float] = field(
        default_factory=lambda: dict.fromkeys(("setup", "call", "teardown"), 0.0)
    )

    def add(self, report: pytest.TestReport) -> None:
        """Count one phase of a test."""
        self.tests += report.when == "setup"
        self.seconds[report.when] += report.duration

    @property
    def total(self) -> float:
        """All seconds."""
        return sum(self.seconds.values())


@dataclass(frozen=True, slots=True)
class Budgets:
    """The seconds of a worker that each folder may take, those of the run, and its first files."""

    folders: Mapping[str, float]
    run_s: float
    workers: int
    other_s: float = 0
    first: Sequence[str] = ()

    def of(self, folder: str) -> float:
        """Give a folder's own budget, or that of any which names none."""
        return self.folders.get(folder, self.other_s)


def load_budgets(path: Path = BUDGETS) -> Budgets:
    """Read the budgets."""
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    run = told["run"]
    return Budgets(told["folders"], run["seconds"], run["workers"], run["other"], run["first"])


def folder_of(nodeid: str) -> str:
    """Give the folder below `tests` that a test stands in: `tests/form/test_merge.py::…` is `form`."""
    parts = nodeid.partition("::")[0].split("/")
    return parts[1] if len(parts) > 2 else parts[0]


class TimeSpent:
    """The plugin of the process that reports: every worker's reports come to it."""

    def __init__(self, budgets: Budgets) -> None:
        self.budgets = budgets
        self.folders: defaultdict[str, Spent] = defaultdict(Spent)
        self.files: defaultdict[str, Spent] = defaultdict(Spent)
        self.workers: defaultdict[str, Spent] = defaultdict(Spent)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count a phase of a test where it stands, and with who ran it."""
        self.folders[folder_of(report.nodeid)].add(report)
        self.files[report.nodeid.partition("::")[0]].add(report)
        self.workers[getattr(report, "worker_id", "alone")].add(report)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print the table; a quiet run (`-q`) is told only what is over its budget."""
        if not terminalreporter.no_summary and terminalreporter.verbosity >= 0:
            terminalreporter.section("time spent")
            for line in self.tell():
                terminalreporter.line(line)
        for line in self.tell_overruns():
            terminalreporter.line(line, yellow=True)

    def tell(self) -> Iterator[str]:
        """Tell each folder's time, longest first, then the longest files and each worker's."""
        yield f"{'folder':20}{'tests':>6}{'set-up':>9}{'call':>9}{'after':>9}{'all':>9}{'budget':>9}"
        for name, spent in _longest(self.folders):
            phases = "".join(f"{one:8.1f}s" for one in (*spent.seconds.values(), spent.total))
            yield f"{name:20}{spent.tests:6}{phases}{self.budgets.of(name):8.0f}s"
        for name, spent in _longest(self.files)[:MOST_FILES]:
            yield f"{name:60}{spent.total:8.1f}s"
        yield "  ".join(f"{name}: {spent.total:.0f} s" for name, spent in _longest(self.workers))

    def tell_overruns(self) -> Iterator[str]:
        """Tell the folders that took longer than they may."""
        for name, spent in _longest(self.folders):
            if spent.total > (budget := self.budgets.of(name)):
                yield f"over its budget: {name} took {spent.total:.0f} s of {budget:.0f} s"


def _longest(spent: Mapping[str, Spent]) -> list[tuple[str, Spent]]:
    return sorted(spent.items(), key=lambda pair: -pair[1].total)
