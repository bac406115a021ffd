"""Which worker runs what: the local cloud's tests on one of them, any other file on one.

The tests' names say where they stand, and the files say whether they are the cloud's: xdist's
own groups are written into names that pytest 9 keeps as they were.
"""

from functools import cache
from pathlib import Path

from xdist.scheduler import LoadScopeScheduling

ROOT = Path(__file__).parents[1]
CLOUDS = "the local cloud"


@cache
def place_of(file: str) -> str:
    """Give what a file's tests share a worker with: the one local cloud, or their file alone."""
    is_clouds = "pytest.mark.cloud" in (ROOT / file).read_text(encoding="utf-8")
    return CLOUDS if is_clouds else file


class SharedByPlace(LoadScopeScheduling):  # type: ignore[misc] # xdist ships no types
    """Hand each place's tests to one worker, in the order of the collection."""

    def _split_scope(self, nodeid: str) -> str:
        return place_of(nodeid.partition("::")[0])
