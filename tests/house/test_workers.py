"""The tests of the local cloud share a worker, and so do those of any one file."""

import subprocess
import sys
from pathlib import Path

from tests.time_spent import load_budgets
from tests.workers import CLOUDS, ROOT, place_of, turn_of

SMALL = """
import os
import pytest
{mark}
@pytest.mark.parametrize("number", range(3))
def test_who_runs_it(number):
    print("ran by", os.environ["PYTEST_XDIST_WORKER"], __name__)
"""


def test_each_file_of_the_cloud_is_at_its_place_and_no_other() -> None:
    files = {path.relative_to(ROOT).as_posix() for path in (ROOT / "tests").rglob("test_*.py")}
    clouds = {file for file in files if place_of(file) == CLOUDS}
    assert {file for file in files if file.startswith("tests/cloud/")} <= clouds
    assert "tests/browser/test_whole_way.py" in clouds
    for other in ("tests/form/test_merge.py", "tests/house/test_workers.py"):
        assert place_of(other) == other


def test_the_cloud_begins_first_then_each_long_file_that_is_named_then_all_others() -> None:
    first = load_budgets().first
    assert [file for file in first if not (ROOT / file).is_file()] == []
    cloud, other = "tests/cloud/test_stack.py", "tests/form/test_merge.py"
    turns = [turn_of(file, first) for file in (cloud, *first, other)]
    assert turns == list(range(len(first) + 2))


def test_two_workers_keep_what_belongs_together(tmp_path: Path) -> None:
    """Three files, two of them the cloud's: whoever runs one test of a place runs them all."""
    folder = tmp_path / "tests"
    folder.mkdir()
    cloud = "pytestmark = pytest.mark.cloud"
    for name, mark in (("one", cloud), ("other", cloud), ("third", "")):
        (folder / f"test_{name}.py").write_text(SMALL.replace("{mark}", mark), encoding="utf-8")
    hook = (
        "import tests.workers as workers\n"
        f"from pathlib import Path\nworkers.ROOT = Path({str(tmp_path)!r})\n"
        "def pytest_xdist_make_scheduler(config, log):\n"
        "    return workers.SharedByPlace(config, log)\n"
    )
    (tmp_path / "conftest.py").write_text(hook, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text(
        f"[pytest]\npythonpath = {ROOT}\nmarkers = cloud: the cloud's\n", encoding="utf-8"
    )
    command = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadscope", "-rP", "-q"]
    ran = subprocess.run(
        [*command, "--no-loadscope-reorder", "-p", "no:cacheprovider", str(folder)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    lines = [line.split() for line in ran.stdout.splitlines() if line.startswith("ran by")]
    assert len(lines) == 9, ran.stdout + ran.stderr
    workers = {
        name: {line[2] for line in lines if line[3].endswith(name)}
        for name in ("one", "other", "third")
    }
    assert len(workers["one"]) == 1
    assert workers["one"] == workers["other"]
    assert len(workers["third"]) == 1
