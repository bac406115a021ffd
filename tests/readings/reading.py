"""Read what a layout drew, as the child process does, and say what is wrong in it."""

import tempfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from chalicelib.readings.compare import (
    NameMatch,
    compact,
    match_names,
    name_words,
    same_city,
    same_street,
)
from chalicelib.readings.model import Reading, Subject
from chalicelib.readings.read_paper import read_paper
from chalicelib.verdicts import limits
from tests.readings.papers import Draw, Truth

NAMES = {Subject.HOLDER_NAME, Subject.INSTALLER_NAME}
POWERS = {
    Subject.SUBSCRIBED_POWER,
    Subject.CONNECTION_POWER,
    Subject.INSTALLED_POWER,
    Subject.PEAK_POWER,
}


def read_bytes(pdf: bytes, slot: str) -> tuple[bool, tuple[Reading, ...]]:
    """What is read in a PDF deposited in that slot."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        return read_paper(
            Path(file.name),
            slot,
            most_pages=limits.READ_MAX_PAGES,
            most_characters=limits.READ_MAX_CHARACTERS,
        )


def read_drawn(draw: Draw[Any], truth: Truth) -> tuple[Reading, ...]:
    """What is read in a layout of a truth."""
    has_text, readings = read_bytes(draw(truth), truth.slot)
    assert has_text
    return readings


def list_wrong(readings: tuple[Reading, ...], truth: Truth) -> Iterator[str]:
    """Each reading that is not what the truth says, or of what it does not say."""
    expected = truth.expected()
    for one in readings:
        if one.subject not in expected:
            yield f"{one.subject}: {one.value!r} read, nothing is said of it"
        elif not is_right(one, expected[one.subject]):
            yield f"{one.subject}: {one.value!r} read near {one.near!r}, not {expected[one.subject]!r}"


def is_right(one: Reading, truth: str) -> bool:
    """Whether a reading says what is written, as people write it: all of it, and no more."""
    if one.subject in NAMES:
        whole = name_words(one.value) == name_words(truth)
        return whole and match_names(truth, one.value) is NameMatch.SAME
    if one.subject in POWERS:
        return Decimal(one.value) == Decimal(truth)
    if one.subject is Subject.ADDRESS:
        return same_street(truth, one.value) and compact(truth) == compact(one.value)
    if one.subject is Subject.CITY:
        return same_city(truth, one.value) and compact(truth) == compact(one.value)
    return compact(one.value) == compact(truth)
