"""Goal 9: what hostile files cost before they are refused."""

from collections.abc import Mapping
from pathlib import Path

from bench.documents.found import Found, in_mb
from bench.documents.hostile import make_hostile
from bench.documents.rounds import Weighed, weigh_all
from bench.documents.warm import WatchedChild
from bench.measure import Measure, Table

CPU_MS, MEMORY_MB = 500, 64


def measure_hostile(folder: Path, child: WatchedChild) -> Found:
    """Judge hostile files; none may be accepted, none may end the child."""
    files = make_hostile(folder)
    before = child.crashes
    weighed = weigh_all(files.values(), child, rounds=3)
    slowest = max(weighed, key=lambda name: weighed[name].verdict_ms)
    largest = max(weighed, key=lambda name: _above_file(weighed[name]))
    let_in = sum(one.outcome == "accepted" for one in weighed.values())
    measures = (
        Measure(
            "9",
            "hostile files, the slowest",
            round(weighed[slowest].verdict_ms),
            "ms",
            CPU_MS,
            note=Path(slowest).stem,
        ),
        Measure(
            "9",
            "the one that takes most, peak above the file",
            in_mb(_above_file(weighed[largest])),
            "MB",
            MEMORY_MB,
            note=Path(largest).stem,
        ),
        Measure("9", "crashes", child.crashes - before, "", 0, "exactly"),
        Measure("9", "hostile files accepted", let_in, "", 0, "exactly"),
    )
    return measures, (_table(weighed),)


def _above_file(one: Weighed) -> int:
    return max(0, one.memory_bytes - one.size_bytes)


def _table(weighed: Mapping[str, Weighed]) -> Table:
    rows = tuple(
        (
            name,
            f"{in_mb(one.size_bytes)}",
            f"{one.verdict_ms:.1f}",
            f"{in_mb(one.memory_bytes)}",
            one.outcome,
        )
        for name, one in weighed.items()
    )
    return Table(
        "Hostile files", ("file", "MB", "verdict ms", "peak above idle MB", "refused for"), rows
    )
