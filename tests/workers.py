"""Which worker runs what: the local cloud's tests on one of them, any other file on one.

What lasts longest begins first: the local cloud, then the long files that `budgets.toml` names,
so that at the end no worker is alone with one of them. The cloud's worker mostly waits, so there
is a worker more than cores.

The tests' names say where they stand, and the files say whether they are the cloud's: xdist's
own groups are written into names that pytest 9 keeps as they were.
"""

import os
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from xdist.scheduler import LoadScopeScheduling

ROOT = Path(__file__).parents[1]
CLOUDS = "the local cloud"
MARKED = re.compile(r"^pytestmark = .*\bpytest\.mark\.cloud\b", re.MULTILINE)


@cache
def place_of(file: str) -> str:
    """Give what a file's tests share a worker with: the one local cloud, or their file alone."""
    is_clouds = MARKED.search((ROOT / file).read_text(encoding="utf-8"))
    return CLOUDS if is_clouds else file


def turn_of(file: str, first: Sequence[str]) -> int:
    """Say when a file's tests begin: the cloud's before those of `first`, in its order."""
    if place_of(file) == CLOUDS:
        return 0
    return 1 + (first.index(file) if file in first else len(first))


def count_workers() -> int:
    """Count the workers of a whole run: one for each core that may be used, and one that waits."""
    return len(os.sched_getaffinity(0)) + 1


class SharedByPlace(LoadScopeScheduling):  # type: ignore[misc] # xdist ships no types
    """Hand each place's tests to one worker, in the order of the collection."""

    def _split_scope(self, nodeid: str) -> str:
        return place_of(nodeid.partition("::")[0])
