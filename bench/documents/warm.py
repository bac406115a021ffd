"""A warm child under watch: the processor time and the memory that one file costs it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from chalicelib.verdicts.verdict import FileKind, Verdict
from chalicelib.verdicts.warm_child import WarmChild

KINDS = tuple(FileKind)
BEYOND_ANY = 1_000_000
"""So many files that the child is never replaced while it is watched."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one job cost the child: milliseconds of processor, bytes above its idle size."""

    cpu_ms: float
    memory_bytes: int
    verdict: Verdict


class WatchedChild:
    """Judges and derives in one warm child, and reads from the kernel what each job cost."""

    def __init__(self, warm_up: Path) -> None:
        """Start the child and let it load what it needs by judging `warm_up`."""
        self._child = WarmChild(most_files=BEYOND_ANY)
        self.warm_up = warm_up
        self._wake()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._child.close()

    @property
    def crashes(self) -> int:
        """How many children died of a file."""
        return self._child.crashes

    def resident_bytes(self) -> int:
        """Tell the child's present size."""
        return _status_bytes(self._wake(), "VmRSS:")

    def judge(self, path: Path) -> Cost:
        """Judge a file, which bears the extension of its kind."""
        return self._weigh(lambda: self._child.judge(path, path.name, KINDS))

    def derive(self, path: Path, kind: FileKind, target: Path) -> Cost:
        """Derive the served copy of a file into `target`."""
        return self._weigh(lambda: self._child.derive(path, kind, target))

    def _weigh(self, job: Callable[[], Verdict]) -> Cost:
        process = self._wake()
        # "5" resets the peak that the kernel remembers (Linux, proc(5)).
        Path(f"/proc/{process}/clear_refs").write_text("5", encoding="ascii")
        idle, before = _status_bytes(process, "VmRSS:"), _cpu_ms(process)
        verdict = job()
        if self._child.child_pid != process:
            return Cost(float("inf"), 0, verdict)
        spent = _cpu_ms(process) - before
        return Cost(spent, max(0, _status_bytes(process, "VmHWM:") - idle), verdict)

    def _wake(self) -> int:
        if self._child.child_pid is None:
            self._child.judge(self.warm_up, self.warm_up.name, KINDS)
        process = self._child.child_pid
        assert process is not None, "the child does not stay"
        return process


def own_cpu_ms(job: Callable[[], object]) -> float:
    """Measure the processor time of a job in this thread."""
    before = time.thread_time_ns()
    job()
    return (time.thread_time_ns() - before) / 1e6


def _cpu_ms(process: int) -> float:
    """Read the time that a process spent on a processor, to the nanosecond (schedstat)."""
    return int(Path(f"/proc/{process}/schedstat").read_text(encoding="ascii").split()[0]) / 1e6


def _status_bytes(process: int, name: str) -> int:
    lines = Path(f"/proc/{process}/status").read_text(encoding="ascii", errors="replace")
    return next(int(line.split()[1]) * 1024 for line in lines.splitlines() if line.startswith(name))
