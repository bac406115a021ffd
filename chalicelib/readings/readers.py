"""Readers by label and proximity: what a laid-out paper says about each subject of its slot."""

from collections.abc import Sequence

from chalicelib.readings.lines import Page
from chalicelib.readings.model import Reading


def read_subjects(slot: str, pages: Sequence[Page]) -> tuple[Reading, ...]:
    """Read what the papers of that slot say."""
    del slot, pages
    return ()
