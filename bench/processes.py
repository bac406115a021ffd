"""Child processes in a Lambda's folders: their instructions, their memory, their modules."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.layout import Layout

LONGEST_RUN_S = 600
CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "bench",
    "AWS_SECRET_ACCESS_KEY": "bench",
    "AWS_DEFAULT_REGION": "eu-west-3",
    "AWS_REGION": "eu-west-3",
}


class NoValgrind(Exception):
    """The machine has no valgrind, which counts the instructions."""


def require_valgrind() -> None:
    """Raise NoValgrind where the machine cannot count instructions."""
    if shutil.which("valgrind") is None:
        raise NoValgrind(
            "valgrind is missing, and counts the instructions: apt-get install valgrind"
        )


@dataclass(frozen=True, slots=True)
class Look:
    """What one cold process was seen to do."""

    answer: Any
    peak_mb: float
    child_peak_mb: float
    modules: frozenset[str]


@dataclass(frozen=True, slots=True)
class Bench:
    """Where children run, and the environment they are given."""

    layout: Layout
    environment: Mapping[str, str]

    def look(self, handler: str, event: Mapping[str, Any]) -> Look:
        """Run a cold process once, and tell what it answered, held and imported."""
        with TemporaryDirectory() as scratch:
            report = Path(scratch) / "report.json"
            self._run((), "probe.py", handler, _write_event(scratch, event), str(report))
            found = json.loads(report.read_text())
        peak_mb, child_peak_mb = found["peak_kb"] / 1024, found["child_peak_kb"] / 1024
        return Look(found["answer"], peak_mb, child_peak_mb, frozenset(found["modules"]))

    def count(self, handler: str, event: Mapping[str, Any]) -> int:
        """Count the instructions of a cold process: start, imports and first request."""
        with TemporaryDirectory() as scratch:
            return self.count_script("probe.py", handler, _write_event(scratch, event))

    def without_bytecode(self, handler: str, event: Mapping[str, Any]) -> int:
        """Count the same with sources alone, the SDK's too, as a zip without bytecode is run."""
        return Bench(self.layout.sources(), self.environment).count(handler, event)

    def count_script(self, script: str, *arguments: str) -> int:
        """Count the instructions of a child's script. Raises NoValgrind."""
        require_valgrind()
        # The same count as callgrind's to a few thousandths, in half its time.
        grind = (
            "valgrind",
            "--tool=cachegrind",
            "--cache-sim=no",
            "--cachegrind-out-file=/dev/null",
        )
        told = self._run(grind, script, *arguments)
        found = re.search(r"I +refs: +([\d,]+)", told)
        assert found, told
        return int(found[1].replace(",", ""))

    def run(self, script: str, *arguments: str) -> str:
        """Run a child's script, and give what it wrote to its standard error."""
        return self._run((), script, *arguments)

    def _run(self, before: tuple[str, ...], script: str, *arguments: str) -> str:
        path = str(self.layout.children / script)
        done = subprocess.run(
            [*before, _interpreter(), "-s", "-S", path, *arguments],
            env=self._environment(),
            capture_output=True,
            text=True,
            timeout=LONGEST_RUN_S,
            check=False,
        )
        if done.returncode != 0:
            raise RuntimeError(f"{script} {arguments}: {done.stderr[-3000:]}")
        return done.stderr

    def _environment(self) -> dict[str, str]:
        return {
            **CREDENTIALS,
            **self.environment,
            "PYTHONPATH": self.layout.python_path,
            "PYTHONHASHSEED": "0",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYDANTIC_DISABLE_PLUGINS": "__all__",
            "PATH": "/usr/bin:/bin",
        }


def _interpreter() -> str:
    """Give the interpreter outside the virtual environment: a Lambda has none."""
    return str(Path(sys.base_prefix) / "bin" / "python3.13")


def _write_event(scratch: str, event: Mapping[str, Any]) -> str:
    path = Path(scratch) / "event.json"
    path.write_text(json.dumps(event))
    return str(path)
