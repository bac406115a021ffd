"""The parent's side of the child process: kept warm between files, killed past its limits, replaced.

The child gets no credentials (its environment is made from nothing) and no descriptor but its
pipes; it is replaced after a number of files, above a resident size, and after any kill.
"""

import logging
import os
import select
import signal
import subprocess
import sys
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Final, Self, cast

from chalicelib.readings.model import Reading
from chalicelib.verdicts import limits
from chalicelib.verdicts.frames import Message, PipeClosed, read_frame, write_frame
from chalicelib.verdicts.read_frames import unpack_readings
from chalicelib.verdicts.verdict import FileKind, Outcome, ReasonCode, Verdict, rejected

log = logging.getLogger(__name__)

_ROOT: Final = Path(__file__).parents[2]
_PASSED_ON: Final = ("LD_LIBRARY_PATH", "LANG", "TZ")
"""Where Lambda keeps the interpreter's libraries, and how text is read: nothing secret."""

_LAST_WORDS_S: Final = 2
"""How long a child whose pipe is closed may take to end before it is killed."""

_ENDED_BY_LIMITS: Final = frozenset({signal.SIGXCPU, signal.SIGKILL})


class WarmChild:
    """Judges, derives and reads in a child process; every outcome is a verdict."""

    def __init__(
        self,
        *,
        judge_wall_s: float = limits.JUDGE_WALL_S,
        most_files: int = limits.CHILD_MAX_FILES,
    ) -> None:
        """Start nothing yet: the child starts with the first file, and serves `most_files`."""
        self._judge_wall_s = judge_wall_s
        self._most_files = most_files
        self._process: subprocess.Popen[bytes] | None = None
        self._files = 0
        self._timed_out = False
        self.peak_resident_bytes = 0
        self.crashes = 0

    def judge(self, path: Path, file_name: str, kinds: Collection[FileKind]) -> Verdict:
        """Judge the file at `path`, deposited under `file_name` where `kinds` are taken."""
        job: Message = {
            "do": "judge",
            "path": str(path),
            "name": file_name,
            "kinds": [str(kind) for kind in kinds],
        }
        return self._ask(job, self._judge_wall_s)

    def derive(self, path: Path, kind: FileKind, target: Path) -> Verdict:
        """Derive the served copy of an accepted file into `target`; accepted when it is there."""
        job: Message = {"do": "derive", "path": str(path), "kind": kind, "target": str(target)}
        verdict = self._ask(job, limits.DERIVE_WALL_S)
        if verdict.is_accepted and not target.exists():
            return rejected(ReasonCode.TOO_HEAVY_TO_READ, kind)
        return verdict

    def read(self, path: Path, slot: str) -> tuple[bool, tuple[Reading, ...]]:
        """Read an accepted PDF of that slot: whether it has text, and what it says.

        Whatever goes wrong means no text: a reading that fails never costs a verdict.
        """
        job: Message = {"do": "read", "path": str(path), "slot": slot}
        answer = self._converse(job, limits.READ_WALL_S)
        if answer is None:
            return False, ()
        return bool(answer["has_text"]), unpack_readings(cast(list[str], answer["readings"]))

    @property
    def child_pid(self) -> int | None:
        """The running child's process, None before the first file and after a replacement."""
        return self._process.pid if self._process else None

    def close(self) -> None:
        """End the child, whatever it is doing."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                # What was still to be written to a child that died is nobody's any more.
                with suppress(BrokenPipeError):
                    pipe.close()
        process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _ask(self, job: Message, wall_s: float) -> Verdict:
        answer = self._converse(job, wall_s)
        return rejected(ReasonCode.TOO_HEAVY_TO_READ) if answer is None else _to_verdict(answer)

    def _converse(self, job: Message, wall_s: float) -> Message | None:
        """Give the child a job; None when it had to be ended, or died.

        What lacked memory in a child that has read other files is given to a new one, whose
        word counts: an answer must not hang on what was read before.
        """
        answer, was_new = self._ask_once(job, wall_s)
        if was_new or (answer is not None and not answer["lacked"]) or self._timed_out:
            return answer
        self.close()
        return self._ask_once(job, wall_s)[0]

    def _ask_once(self, job: Message, wall_s: float) -> tuple[Message | None, bool]:
        """Give the answer, if any, and whether the child was new."""
        process = self._running()
        self._files += 1
        self._timed_out = False
        was_new = self._files == 1
        try:
            write_frame(cast(BinaryIO, process.stdin), job)
            answer = _await_frame(cast(BinaryIO, process.stdout), wall_s)
        except TimeoutError:
            log.warning("the parser took too long and was killed")
            self._timed_out = True
            self.close()
            return None, was_new
        except PipeClosed:
            self._note_death(process)
            return None, was_new
        self._retire(answer)
        return answer, was_new

    def _note_death(self, process: "subprocess.Popen[bytes]") -> None:
        """Tell a child that the kernel ended at its limit from one that crashed, or babbles and lives."""
        try:
            code = process.wait(_LAST_WORDS_S)
        except subprocess.TimeoutExpired:
            code = 0
        self._timed_out = -code in _ENDED_BY_LIMITS
        self.crashes += 0 if self._timed_out else 1
        log.warning("the parser's process ended", extra={"exit_code": code})
        self.close()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process, self._files = _start(), 0
        return self._process

    def _retire(self, answer: Message) -> None:
        resident, peak = (int(cast(int, answer[name])) for name in ("resident_bytes", "peak_bytes"))
        self.peak_resident_bytes = max(self.peak_resident_bytes, peak)
        if self._files >= self._most_files or resident > limits.CHILD_MAX_RESIDENT_BYTES:
            self.close()


def _start() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "chalicelib.verdicts.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/tmp",  # noqa: S108 - Lambda's only writable place
        env=child_environment(os.environ),
        close_fds=True,
        start_new_session=True,
    )


def child_environment(parent: Mapping[str, str]) -> dict[str, str]:
    """Make the child's environment: how to find its modules and libraries, nothing else."""
    kept = {name: parent[name] for name in _PASSED_ON if name in parent}
    return kept | {"PYTHONPATH": str(_ROOT), "PYTHONDONTWRITEBYTECODE": "1"}


def _await_frame(pipe: BinaryIO, wall_s: float) -> Message:
    """Wait for the first byte of the answer, at most `wall_s` seconds; TimeoutError past them."""
    ready, _, _ = select.select([pipe], [], [], wall_s)
    if not ready:
        raise TimeoutError
    return read_frame(pipe)


def _to_verdict(answer: Message) -> Verdict:
    kind = answer["kind"]
    return Verdict(
        outcome=Outcome(str(answer["outcome"])),
        reasons=tuple(ReasonCode(reason) for reason in cast(list[str], answer["reasons"])),
        kind=FileKind(str(kind)) if kind else None,
        pages=int(cast(int, answer["pages"])),
        width=int(cast(int, answer["width"])),
        height=int(cast(int, answer["height"])),
    )
