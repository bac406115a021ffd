"""Each folder has a budget, together they fit the run, and who exceeds one is told."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.time_spent import Budgets, TimeSpent, load_budgets

ROOT = Path(__file__).parents[2]
HOOK = """
from tests.time_spent import Budgets, TimeSpent

def pytest_configure(config):
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(TimeSpent(Budgets({"quick": 60, "slow": 0.1}, 60, 2)))
"""
SLOW = """
import time
import pytest

@pytest.fixture(scope="module")
def long_set_up():
    time.sleep(0.3)

@pytest.mark.parametrize("number", range(2))
def test_what_waits(long_set_up, number):
    pass
"""


def test_the_folders_that_have_a_budget_are_there() -> None:
    assert [
        one for one in load_budgets().folders if not list((ROOT / "tests" / one).glob("test_*"))
    ] == []


def test_the_budgets_of_all_folders_together_fit_the_run() -> None:
    budgets = load_budgets()
    folders = {path.parent.name for path in ROOT.glob("tests/*/test_*.py")}
    assert sum(map(budgets.of, folders)) <= budgets.run_s * budgets.workers


def a_report(nodeid: str, when: str, duration: float) -> pytest.TestReport:
    return pytest.TestReport(nodeid, ("", 0, ""), {}, "passed", None, when, duration=duration)  # type: ignore[arg-type] # a phase's name


def test_the_phases_of_a_test_count_as_one_test() -> None:
    spent = TimeSpent(Budgets({"form": 4}, 60, 2))
    for when, duration in (("setup", 2.0), ("call", 1.5), ("teardown", 1.0)):
        spent.pytest_runtest_logreport(a_report("tests/form/test_merge.py::test_x", when, duration))
    assert list(spent.tell())[1].split() == ["form", "1", "2.0s", "1.5s", "1.0s", "4.5s", "4s"]
    assert list(spent.tell_overruns()) == ["over its budget: form took 4 s of 4 s"]


def test_two_workers_times_are_gathered_and_an_overrun_fails_nothing(tmp_path: Path) -> None:
    for name, text in (("slow", SLOW), ("quick", "def test_what_does_not():\n    pass\n")):
        folder = tmp_path / "tests" / name
        folder.mkdir(parents=True)
        (folder / f"test_{name}.py").write_text(text, encoding="utf-8")
    (tmp_path / "conftest.py").write_text(HOOK, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text(f"[pytest]\npythonpath = {ROOT}\n", encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadfile", "-p"]
    ran = subprocess.run(
        [*command, "no:cacheprovider", "tests"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    rows = {words[0]: words for line in ran.stdout.splitlines() if len(words := line.split()) == 7}
    assert (rows["slow"][1], rows["quick"][1]) == ("2", "1")
    assert float(rows["slow"][2].rstrip("s")) >= 0.3
    told = [line for line in ran.stdout.splitlines() if line.startswith("over its budget")]
    assert len(told) == 1
    assert "slow" in told[0]
