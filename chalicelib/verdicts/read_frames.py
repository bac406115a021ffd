"""What was read in a paper, as it goes through the pipe: five short texts a reading."""

from collections.abc import Sequence
from itertools import batched
from typing import Final

from chalicelib.readings.model import Reading, Subject

_LONGEST_TEXT: Final = 150
_MOST_READINGS: Final = 24
"""24 readings of three texts of 150 characters, each escaped as six bytes, fit a frame."""

_PARTS: Final = 5


def pack_readings(readings: Sequence[Reading]) -> list[str]:
    """Write readings as texts; what is longer than anything we compare is cut."""
    return [
        text[:_LONGEST_TEXT]
        for one in readings[:_MOST_READINGS]
        for text in (one.subject, one.value, one.written, str(one.page), one.near)
    ]


def unpack_readings(texts: Sequence[str]) -> tuple[Reading, ...]:
    """Read them back."""
    return tuple(
        Reading(Subject(subject), value, written, int(page), near)
        for subject, value, written, page, near in batched(texts, _PARTS, strict=True)
    )
