"""Text as it lies on a page: runs of characters, gathered into segments on lines.

A segment is what a person reads in one go: words without a wide gap. Distances are points of
the page; `y` grows upwards, as in the PDF.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

_SAME_LINE: Final = 0.6
"""How far two baselines may lie apart on one line, in heights of the smaller text."""

_WORD_GAP: Final = 0.12
_WIDE_GAP: Final = 0.9
_WIDE_SPACES: Final = re.compile(r" {5,}|\t+")
_NUMBER: Final = re.compile(r"[\d ]*\d(?:[.,]\d+)?")
_UNIT: Final = re.compile(r"kva|kwc?|va|wc?", re.IGNORECASE)
_UNIT_GAP: Final = 6.0
"""How far from its number a form prints the unit, in heights of the text."""

_LETTER_SPACED: Final = re.compile(r"(?<!\S)(?:\S ){3,}\S(?!\S)")
_LEAST_BOXES: Final = 4


@dataclass(frozen=True, slots=True)
class Run:
    """Characters drawn in one go."""

    text: str
    left: float
    right: float
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Segment:
    """Words without a wide gap between them, on one line of one page (counted from 1)."""

    text: str
    left: float
    right: float
    y: float
    height: float
    page: int = 1
    line: int = 0

    @property
    def center(self) -> float:
        """The middle between left and right."""
        return (self.left + self.right) / 2


@dataclass(frozen=True, slots=True)
class Line:
    """The segments of one line, from left to right."""

    segments: tuple[Segment, ...]

    @property
    def text(self) -> str:
        """The whole line, its segments kept apart by spaces."""
        return "   ".join(one.text for one in self.segments)


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of one page, from the top."""

    number: int
    lines: tuple[Line, ...]


def lay_out(runs: Iterable[Run], number: int) -> Page:
    """Gather the runs of a page into lines and segments."""
    rows = [_to_segments(row) for row in _rows_of(runs)]
    kept = [row for row in rows if row]
    return Page(number, tuple(_to_line(row, number, at) for at, row in enumerate(kept)))


def _to_line(row: Sequence[Run], page: int, at: int) -> Line:
    return Line(
        tuple(
            Segment(_tidy(one.text), one.left, one.right, one.y, one.height, page, at)
            for one in row
        )
    )


def _tidy(text: str) -> str:
    """One space between words; letters set apart (`F A C T U R E`) joined again."""
    joined = _LETTER_SPACED.sub(lambda found: found[0].replace(" ", ""), text)
    return " ".join(joined.split())


def _rows_of(runs: Iterable[Run]) -> list[list[Run]]:
    """Runs of about one baseline together, from the top of the page."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda one: (-one.y, one.left)):
        if rows and _is_same_line(rows[-1], run):
            rows[-1].append(run)
        else:
            rows.append([run])
    return [sorted(row, key=lambda one: one.left) for row in rows]


def _is_same_line(row: Sequence[Run], run: Run) -> bool:
    """Near one baseline; what overlaps is another line that stands close, or a stamp."""
    first = row[0]
    return abs(first.y - run.y) <= _SAME_LINE * min(first.height, run.height)


def _to_segments(row: Sequence[Run]) -> list[Run]:
    pieces = [piece for run in row for piece in _split_wide(run)]
    joined: list[Run] = []
    for piece in _join_boxes(pieces):
        if joined and _belongs(joined[-1], piece):
            joined[-1] = _join(joined[-1], piece)
        else:
            joined.append(piece)
    return [one for one in joined if one.text.strip()]


def _split_wide(run: Run) -> list[Run]:
    """Cut a run at its wide spaces, each part at about its place."""
    if not run.text.strip() or not _WIDE_SPACES.search(run.text.strip()):
        return [run]
    each = (run.right - run.left) / len(run.text)
    cuts = [0, *(end for gap in _WIDE_SPACES.finditer(run.text) for end in gap.span())]
    spans = pairwise([*cuts, len(run.text)])
    parts = [(start, run.text[start:end]) for start, end in spans if run.text[start:end].strip()]
    return [
        Run(text, run.left + at * each, run.left + (at + len(text)) * each, run.y, run.height)
        for at, text in parts
    ]


def _belongs(before: Run, after: Run) -> bool:
    gap = after.left - before.right
    if _UNIT.fullmatch(after.text.strip()) and _NUMBER.fullmatch(before.text.strip()):
        return gap <= _UNIT_GAP * before.height
    return -before.height < gap <= _WIDE_GAP * min(before.height, after.height)


def _join(before: Run, after: Run) -> Run:
    gap = after.left - before.right
    apart = gap > _WORD_GAP * min(before.height, after.height)
    space = " " if apart and not before.text.endswith(" ") and after.text[:1] != " " else ""
    right = max(before.right, after.right)
    height = max(before.height, after.height)
    return Run(f"{before.text}{space}{after.text}", before.left, right, before.y, height)


def _join_boxes(pieces: Sequence[Run]) -> list[Run]:
    """Join characters that stand one by one at an even pitch, as in a form's boxes."""
    joined: list[Run] = []
    boxes: list[Run] = []
    for piece in pieces:
        if boxes and not (len(piece.text.strip()) == 1 and _keeps_pitch(boxes, piece)):
            joined += _close_boxes(boxes)
            boxes = []
        if len(piece.text.strip()) == 1:
            boxes.append(piece)
        else:
            joined.append(piece)
    return joined + _close_boxes(boxes)


def _keeps_pitch(boxes: Sequence[Run], piece: Run) -> bool:
    """At the boxes' pitch, or at twice it: an empty box is a space."""
    step = piece.left - boxes[-1].left
    if len(boxes) < 2:
        return 0 < step <= 4 * piece.height
    return 0.6 * _pitch(boxes) <= step <= 2.6 * _pitch(boxes)


def _pitch(boxes: Sequence[Run]) -> float:
    return median(after.left - before.left for before, after in pairwise(boxes))


def _close_boxes(boxes: list[Run]) -> list[Run]:
    if len(boxes) < _LEAST_BOXES:
        return boxes
    pitch = _pitch(boxes)
    text = boxes[0].text.strip()
    for before, after in pairwise(boxes):
        text += (" " if after.left - before.left > 1.45 * pitch else "") + after.text.strip()
    first, last = boxes[0], boxes[-1]
    return [Run(text, first.left, last.right, first.y, first.height)]
