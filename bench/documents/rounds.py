"""Rounds in which every file is judged, read and hashed in turn, and the medians of them."""

import hashlib
import statistics
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench.documents.warm import Cost, WatchedChild, own_cpu_ms

ROUNDS = 7


@dataclass(frozen=True, slots=True)
class Weighed:
    """One file: the medians of its verdict and of its hash, and the largest memory seen."""

    size_bytes: int
    verdict_ms: float
    hash_ms: float
    memory_bytes: int
    outcome: str

    @property
    def ratio(self) -> float:
        """Verdict and hash together, as a multiple of the hash alone."""
        return (self.verdict_ms + self.hash_ms) / self.hash_ms


def weigh_all(
    paths: Iterable[Path], child: WatchedChild, rounds: int = ROUNDS
) -> Mapping[str, Weighed]:
    """Weigh every file in interleaved rounds, after one that does not count."""
    files = list(paths)
    costs: dict[Path, list[Cost]] = {path: [] for path in files}
    hashes: dict[Path, list[float]] = {path: [] for path in files}
    memory = {path: _memory_bytes(path, child.warm_up) for path in files}
    for _ in range(rounds):
        for path in files:
            costs[path].append(child.judge(path))
            hashes[path].append(own_cpu_ms(partial(_hash, path)))
    return {path.name: _median(path, costs[path], hashes[path], memory[path]) for path in files}


def _memory_bytes(path: Path, warm_up: Path) -> int:
    """Weigh a file in a child of its own, for a child that grew once does not grow again."""
    with WatchedChild(warm_up) as fresh:
        return fresh.judge(path).memory_bytes


def _hash(path: Path) -> bytes:
    return hashlib.sha256(path.read_bytes()).digest()


def _median(path: Path, costs: list[Cost], hashes: list[float], memory_bytes: int) -> Weighed:
    verdict = costs[-1].verdict
    return Weighed(
        size_bytes=path.stat().st_size,
        verdict_ms=statistics.median(one.cpu_ms for one in costs),
        hash_ms=statistics.median(hashes),
        memory_bytes=memory_bytes,
        outcome=str(verdict.reasons[0] if verdict.reasons else verdict.outcome),
    )
