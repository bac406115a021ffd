"""The child process in which risky parsers run: `python -m chalicelib.verdicts.child`.

It speaks frames on its standard input and output, has no credentials in its environment and
no inherited descriptor, and lowers its own limits before each job, once its engines are loaded:
past its processor time the kernel ends it, past its memory the job is refused. Whatever parsers
print goes nowhere.
"""

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO, Final, cast

from chalicelib.verdicts import limits
from chalicelib.verdicts.file_name import find_kind
from chalicelib.verdicts.frames import Message, PipeClosed, read_frame, write_frame
from chalicelib.verdicts.judge_file import judge_file, unreadable
from chalicelib.verdicts.own_limits import (
    OwnLimits,
    Room,
    judge_memory_bytes,
    load_magic,
    load_pdf,
    load_pictures,
    load_reader,
    peak_bytes,
    resident_bytes,
)
from chalicelib.verdicts.verdict import FileKind, Outcome, ReasonCode, Verdict, rejected

_ENGINES: Final[Mapping[FileKind | None, tuple[Callable[[], None], ...]]] = {
    FileKind.PDF: (load_pdf,),
    FileKind.PNG: (load_pictures,),
    FileKind.JPEG: (load_pictures,),
}


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer jobs one after the other until the parent closes the pipe."""
    own = OwnLimits()
    while True:
        try:
            job = read_frame(requests)
            write_frame(answers, _run(job, own))
        except PipeClosed:
            return


def _run(job: Message, own: OwnLimits) -> Message:
    path = Path(str(job["path"]))
    match job["do"]:
        case "read":
            own.load(load_pdf, load_reader)
            with own.room(path, limits.READ_MEMORY_BYTES, limits.READ_CPU_S):
                return _read(path, str(job["slot"])) | _own_sizes()
        case "derive":
            kind = FileKind(str(job["kind"]))
            own.load(*_ENGINES[kind])
            with own.room(path, limits.DERIVE_MEMORY_BYTES, limits.DERIVE_CPU_S) as room:
                verdict = _derive(path, kind, Path(str(job["target"])))
        case _:
            name = str(job["name"])
            kinds = frozenset(FileKind(kind) for kind in cast(list[str], job["kinds"]))
            named = find_kind(name)
            own.load(load_magic, *_ENGINES.get(named, ()))
            with own.room(path, judge_memory_bytes(path, named), limits.JUDGE_CPU_S) as room:
                verdict = judge_file(path, name, kinds)
    return _to_message(verdict, room)


def _derive(path: Path, kind: FileKind, target: Path) -> Verdict:
    """Derive the served copy; a file that cannot be read whole is refused after all."""
    from chalicelib.verdicts.served_copy import derive_copy

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
        return {"has_text": 0, "readings": [], "lacked": 1}
    return {"has_text": int(has_text), "readings": pack_readings(readings), "lacked": 0}


def _to_message(verdict: Verdict, room: Room) -> Message:
    """Write a verdict; one that a lack of memory may have changed is told as that, and marked."""
    lacked = verdict.reasons == (ReasonCode.TOO_HEAVY_TO_READ,)
    if verdict.reasons == (unreadable(verdict.kind),) and room.may_have_lacked_memory():
        lacked, verdict = True, rejected(ReasonCode.TOO_HEAVY_TO_READ, verdict.kind)
    return {
        "outcome": verdict.outcome,
        "reasons": list(verdict.reasons),
        "kind": verdict.kind,
        "pages": verdict.pages,
        "width": verdict.width,
        "height": verdict.height,
        "lacked": int(lacked),
        **_own_sizes(),
    }


def _own_sizes() -> dict[str, str | int | list[str] | None]:
    return {"resident_bytes": resident_bytes(), "peak_bytes": peak_bytes()}


def main() -> None:
    """Keep the pipes for frames alone, then serve."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
