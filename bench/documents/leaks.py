"""R14: one warm process judges hundreds of files and keeps nothing of them."""

import os
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

from bench.documents.found import Found, in_mb
from bench.documents.warm import WatchedChild
from bench.measure import Measure
from tests.verdicts.made_files import ACCEPTED, REJECTED
from tests.verdicts.made_packed import PACKED
from tests.verdicts.made_pdfs import ACTING, SHAPES
from tests.verdicts.made_pictures import JPEGS, PNGS

FILES, GROWTH_MB = 500, 100
FOLDER = "CORPUS"
"""The environment may name a folder with further files, as `make corpus` takes one."""


def measure_leaks(folder: Path, small: Path) -> Found:
    """Judge 500 files after 100 that do not count, without replacing the child."""
    files = list(_files(folder))
    with WatchedChild(small) as child:
        for path in islice(cycle(files), 100):
            child.judge(path)
        before = child.resident_bytes()
        for path in islice(cycle(files), FILES):
            child.judge(path)
        grown, crashes = child.resident_bytes() - before, child.crashes
    note = f"{len(files)} different ones"
    return (
        (
            Measure("9", "crashes in 600 files of every kind", crashes, "", 0, "exactly"),
            Measure(
                "R14",
                "500 files in one warm process: growth",
                max(0.0, in_mb(grown)),
                "MB",
                GROWTH_MB,
                note=note,
            ),
        ),
        (),
    )


def _own() -> Iterator[tuple[str, bytes]]:
    yield from ACCEPTED.items()
    yield from ((name, content) for name, (_, content) in REJECTED.items())
    kinds = (("pdf", ACTING), ("pdf", SHAPES), ("pdf", PACKED), ("jpg", JPEGS), ("png", PNGS))
    for extension, table in kinds:
        yield from ((f"{name}.{extension}", content) for name, (_, content) in table.items())


def _files(folder: Path) -> Iterator[Path]:
    own = folder / "own"
    own.mkdir()
    for name, content in _own():
        path = own / name
        path.write_bytes(content)
        yield path
    if given := os.environ.get(FOLDER):
        yield from (path for path in sorted(Path(given).rglob("*")) if path.is_file())
