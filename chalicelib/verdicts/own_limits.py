"""The limits that the parser's process sets itself: the same room above its engines for every file.

What a process holds besides its engines depends on the files it read before. So the engines are
loaded first, what they take is summed, and a file's room is counted from there: a child that has
judged a hundred files gives the next one no more than a new child does.
"""

import os
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from chalicelib.verdicts import limits
from chalicelib.verdicts.verdict import FileKind

_PAGE_BYTES: Final = resource.getpagesize()
_OWN_MAX_BYTES: Final = 8_192
_SUSPECT_SHARE: Final = 3
"""A request that is refused doubles what is held: before it, a third of the room was taken."""


class OwnLimits:
    """What this process took with its engines, and whether a file may have come to its limit."""

    def __init__(self) -> None:
        """Measure the process as it starts."""
        self._engines_bytes = taken_bytes()
        self._loaded: set[object] = set()

    def load(self, *engines: Callable[[], object]) -> None:
        """Load engines that are not loaded yet, and count what they take as the process's own."""
        for engine in engines:
            if engine not in self._loaded:
                before = taken_bytes()
                engine()
                self._engines_bytes += max(0, taken_bytes() - before)
                self._loaded.add(engine)

    @contextmanager
    def room(self, path: Path, memory_bytes: int, cpu_s: int) -> Iterator["Room"]:
        """Allow a job so much memory above the engines and twice its file, and so much time."""
        room_bytes = memory_bytes + 2 * path.stat().st_size
        _, hard_bytes = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (self._engines_bytes + room_bytes, hard_bytes))
        used = resource.getrusage(resource.RUSAGE_SELF)
        _, hard_s = resource.getrlimit(resource.RLIMIT_CPU)
        spent_s = int(used.ru_utime + used.ru_stime) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (spent_s + cpu_s, hard_s))
        try:
            yield Room(self._engines_bytes + room_bytes // _SUSPECT_SHARE)
        finally:
            # An answer is written without the job's limit, or it could not be.
            resource.setrlimit(resource.RLIMIT_AS, (hard_bytes, hard_bytes))


class Room:
    """The room of one job."""

    def __init__(self, suspect_bytes: int) -> None:
        """Know from which size on an engine may have been refused memory."""
        self._suspect_bytes = suspect_bytes

    def may_have_lacked_memory(self) -> bool:
        """Tell whether this process was ever so large that an engine may have been refused memory.

        Engines take a refused request for damage in the file and go on without what they could
        not hold; the kernel tells only the largest size of the process's whole life.
        """
        return _own_peak(b"VmPeak:") > self._suspect_bytes


def load_magic() -> None:
    """Load libmagic and its database."""
    from chalicelib.verdicts.content import mime_of

    mime_of(b"%PDF-1.7")


def load_pdf() -> None:
    """Load both engines of PDFs, and what judges and copies with them."""
    import chalicelib.verdicts.pdf
    import chalicelib.verdicts.served_copy
    import chalicelib.verdicts.served_pdf  # noqa: F401


def load_pictures() -> None:
    """Load the decoders of our two picture formats."""
    from PIL import Image

    import chalicelib.verdicts.jpeg
    import chalicelib.verdicts.png  # noqa: F401

    Image.preinit()


def load_reader() -> None:
    """Load what reads an accepted PDF's text."""
    import chalicelib.readings.read_paper  # noqa: F401


def pdf_memory_bytes(path: Path) -> int:
    """Tell a PDF's room: more for one that declares many objects, each of which is held."""
    from chalicelib.verdicts.pdf_table import count_declared

    objects = min(count_declared(path), limits.PDF_MAX_OBJECTS)
    wanted = limits.JUDGE_PDF_MEMORY_BYTES + objects * limits.JUDGE_OBJECT_MEMORY_BYTES
    return min(wanted, limits.JUDGE_MOST_MEMORY_BYTES)


def judge_memory_bytes(path: Path, kind: FileKind | None) -> int:
    """Tell the room of a file that is named as that kind."""
    return pdf_memory_bytes(path) if kind is FileKind.PDF else limits.JUDGE_PICTURE_MEMORY_BYTES


def taken_bytes() -> int:
    """Tell the address space that this process takes."""
    return int(_read_own("statm").split()[0]) * _PAGE_BYTES


def resident_bytes() -> int:
    """Tell the memory that this process takes."""
    return int(_read_own("statm").split()[1]) * _PAGE_BYTES


def peak_bytes() -> int:
    """Read this process's own peak; `ru_maxrss` would remember the parent's from before `exec`."""
    return _own_peak(b"VmHWM:")


def _own_peak(name: bytes) -> int:
    _, _, after = _read_own("status").partition(name)
    return int(after.split(maxsplit=1)[0]) * 1024


def _read_own(name: str) -> bytes:
    """Read what the kernel says of this process, by the shortest way: each file asks three times."""
    handle = os.open(f"/proc/self/{name}", os.O_RDONLY)
    try:
        return os.read(handle, _OWN_MAX_BYTES)
    finally:
        os.close(handle)
