"""Paragraphs: lines of prose that run on, read as one text."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from chalicelib.readings.lines import Page, Segment

_LEADING: Final = 1.9
_ALIGNED: Final = 0.6
_FULL: Final = 0.8
_LEAST_WORDS: Final = 4
_IS_FIELD: Final = re.compile(r"[^.,;:]{2,45}\s?:(?:\s|$)")
"""A line that begins with a label and a colon begins something else."""


def find_paragraphs(page: Page) -> list[Segment]:
    """Every run of lines that a sentence crosses, as one segment each."""
    found: list[list[Segment]] = []
    for line in page.lines:
        if len(line.segments) != 1:
            found.append([])
            continue
        one = line.segments[0]
        if found and found[-1] and _runs_on(found[-1], one):
            found[-1].append(one)
        else:
            found.append([one])
    return [_join(lines) for lines in found if len(lines) > 1]


def _runs_on(lines: Sequence[Segment], after: Segment) -> bool:
    """The last line is full, and the next one lies close under it, from the same left."""
    last = lines[-1]
    is_full = last.right - last.left >= _FULL * (max(one.right for one in lines) - last.left)
    is_longer = after.right - after.left <= (last.right - last.left) / _FULL
    is_under = 0 < last.y - after.y <= _LEADING * max(last.height, after.height)
    is_aligned = abs(last.left - after.left) <= _ALIGNED * last.height
    if _IS_FIELD.match(after.text):
        return False
    is_prose = len(last.text.split()) >= _LEAST_WORDS and ":" not in last.text[-2:]
    return is_full and is_longer and is_under and is_aligned and is_prose


def _join(lines: Sequence[Segment]) -> Segment:
    right = max(one.right for one in lines)
    return replace(lines[0], text=" ".join(one.text for one in lines), right=right)
