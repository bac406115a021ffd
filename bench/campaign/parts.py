"""The parts of a section: each has a seed of its own, from which its place among them follows."""

from collections.abc import Iterator, Sequence

SEEDS = 100_000
"""So many parts may a section have before their seeds meet those of the next seed."""


def split(count: int, at_once: int, seed: int) -> Iterator[tuple[int, int]]:
    """Give each part its seed and its count."""
    for number, first in enumerate(range(0, count, at_once)):
        yield seed * SEEDS + number, min(at_once, count - first)


def slice_of[T](things: Sequence[T], seed: int, at_once: int, count: int) -> Sequence[T]:
    """Give the things of a part, of a whole that is done once: no other part has them."""
    first = seed % SEEDS * at_once
    return things[first : first + count]
