"""The child process in which risky parsers run: `python -m chalicelib.verdicts.child`.

It speaks frames on its standard input and output, has no credentials in its environment and
no inherited descriptor, and lowers its own limits before each job: past its processor time the
kernel ends it, past its memory the job is refused. Whatever parsers print goes nowhere.
"""

import os
import resource
import sys
from pathlib import Path
from typing import BinaryIO, cast

from chalicelib.verdicts import limits
from chalicelib.verdicts.file_name import find_kind
from chalicelib.verdicts.frames import Message, PipeClosed, read_frame, write_frame
from chalicelib.verdicts.judge_file import judge_file, unreadable
from chalicelib.verdicts.verdict import FileKind, Verdict, rejected

_PAGE_BYTES = resource.getpagesize()
_OWN_MAX_BYTES = 8_192


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer jobs one after the other until the parent closes the pipe."""
    while True:
        try:
            job = read_frame(requests)
            write_frame(answers, _run(job))
        except PipeClosed:
            return


def _run(job: Message) -> Message:
    path = Path(str(job["path"]))
    if job["do"] == "read":
        _lower_limits(path, limits.READ_MEMORY_BYTES, limits.READ_CPU_S)
        return _read(path, str(job["slot"])) | _own_sizes()
    if job["do"] == "derive":
        _lower_limits(path, limits.DERIVE_MEMORY_BYTES, limits.DERIVE_CPU_S)
        verdict = _derive(path, FileKind(str(job["kind"])), Path(str(job["target"])))
    else:
        file_name = str(job["name"])
        _lower_limits(path, _judge_memory_bytes(file_name), limits.JUDGE_CPU_S)
        kinds = frozenset(FileKind(kind) for kind in cast(list[str], job["kinds"]))
        verdict = judge_file(path, file_name, kinds)
    return _to_message(verdict)


def _derive(path: Path, kind: FileKind, target: Path) -> Verdict:
    """Derive the served copy; a file that cannot be read whole is refused after all."""
    from chalicelib.verdicts.served_copy import derive_copy
    from chalicelib.verdicts.verdict import Outcome, ReasonCode

    try:
        derive_copy(path, kind, target)
    except MemoryError:
        return rejected(ReasonCode.TOO_HEAVY_TO_READ, kind)
    except Exception:  # noqa: BLE001 - parsers of broken files raise anything (R12)
        return rejected(unreadable(kind), kind)
    return Verdict(Outcome.ACCEPTED, (), kind)


def _read(path: Path, slot: str) -> dict[str, str | int | list[str] | None]:
    """Read what an accepted paper says; whatever its parsers raise means no text."""
    from chalicelib.readings.read_paper import read_paper
    from chalicelib.verdicts.read_frames import pack_readings

    try:
        has_text, readings = read_paper(
            path,
            slot,
            most_pages=limits.READ_MAX_PAGES,
            most_characters=limits.READ_MAX_CHARACTERS,
        )
    except Exception:  # noqa: BLE001 - parsers of odd files raise anything, MemoryError too (R12)
        return {"has_text": 0, "readings": []}
    return {"has_text": int(has_text), "readings": pack_readings(readings)}


def _judge_memory_bytes(file_name: str) -> int:
    if find_kind(file_name) is FileKind.PDF:
        return limits.JUDGE_PDF_MEMORY_BYTES
    return limits.JUDGE_PICTURE_MEMORY_BYTES


def _lower_limits(path: Path, memory_bytes: int, cpu_s: int) -> None:
    """Allow this job its memory above what the process and the file take, and its time."""
    taken = _own_pages(0) * _PAGE_BYTES + 2 * path.stat().st_size
    _, hard_bytes = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (taken + memory_bytes, hard_bytes))
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard_s = resource.getrlimit(resource.RLIMIT_CPU)
    spent_s = int(used.ru_utime + used.ru_stime) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (spent_s + cpu_s, hard_s))


def _own_pages(column: int) -> int:
    return int(_read_own("statm").split()[column])


def _read_own(name: str) -> bytes:
    """Read what the kernel says of this process, by the shortest way: each file asks three times."""
    handle = os.open(f"/proc/self/{name}", os.O_RDONLY)
    try:
        return os.read(handle, _OWN_MAX_BYTES)
    finally:
        os.close(handle)


def _peak_bytes() -> int:
    """Read this process's own peak; `ru_maxrss` would remember the parent's from before `exec`."""
    _, _, after = _read_own("status").partition(b"VmHWM:")
    return int(after.split(maxsplit=1)[0]) * 1024


def _to_message(verdict: Verdict) -> Message:
    return {
        "outcome": verdict.outcome,
        "reasons": list(verdict.reasons),
        "kind": verdict.kind,
        "pages": verdict.pages,
        "width": verdict.width,
        "height": verdict.height,
        **_own_sizes(),
    }


def _own_sizes() -> dict[str, str | int | list[str] | None]:
    return {"resident_bytes": _own_pages(1) * _PAGE_BYTES, "peak_bytes": _peak_bytes()}


def main() -> None:
    """Keep the pipes for frames alone, then serve."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
