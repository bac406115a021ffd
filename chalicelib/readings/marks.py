"""Where labels stand on a page."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from chalicelib.readings.folding import fold_same
from chalicelib.readings.label import Family, Label
from chalicelib.readings.labels import LABELS
from chalicelib.readings.lines import Page, Segment
from chalicelib.readings.model import Subject
from chalicelib.readings.paragraphs import find_paragraphs
from chalicelib.readings.typed_values import skip_filler, skip_marks

CLAIMS_ONLY: Final = 2

"""Labels of this rank and more claim their values and read nothing."""

_WORDY: Final = frozenset({Family.NAME, Family.PLACE, Family.MODEL})

_LEAD: Final = " •-–—*·□☐☒▪>|.)"

_SECTION_NUMBER: Final = re.compile(r"\d{1,2}(?:\.\d)?|[A-Z]|[IVX]{1,4}")


@dataclass(frozen=True, slots=True)
class Mark:
    """A label found in a segment, from `start` to `end` of its text."""

    label: Label
    subject: Subject | None
    segment: Segment
    start: int
    end: int

    @property
    def rest(self) -> str:
        """What follows the label in its own segment, without what only leads to the value."""
        return self.skip(self.segment.text[self.end :])

    def skip(self, text: str) -> str:
        """Pass over what stands between such a label and its value."""
        return skip_marks(text) if self.label.family in _WORDY else skip_filler(text)

    @property
    def opens(self) -> bool:
        """Whether the label is the first thing in its segment, after a bullet or a number."""
        before = self.segment.text[: self.start].strip(_LEAD)
        return not before or _SECTION_NUMBER.fullmatch(before) is not None

    @property
    def has_colon(self) -> bool:
        """Whether a colon announces the value."""
        return ":" in self.segment.text[self.end :]


def find_marks(page: Page, slot: str) -> list[Mark]:
    """Every label of a page, the longest where several overlap."""
    return [mark for line in page.lines for one in line.segments for mark in _marks_in(one, slot)]


def find_marks_in_prose(page: Page, slot: str) -> list[Mark]:
    """Every label of a page's paragraphs, whose values may stand on their next line."""
    return [mark for one in find_paragraphs(page) for mark in _marks_in(one, slot)]


def _marks_in(segment: Segment, slot: str) -> Iterator[Mark]:
    folded, end = fold_same(segment.text), 0
    found = [
        Mark(label, _subject_of(label, slot), segment, *match.span())
        for label in LABELS
        for match in label.pattern.finditer(folded)
    ]
    for mark in sorted(found, key=_by_length):
        if mark.start >= end and (not mark.label.bare or _stands_alone(mark, folded)):
            end = mark.end
            yield mark


def _subject_of(label: Label, slot: str) -> Subject | None:
    return label.subject if not label.slots or slot in label.slots else None


def _by_length(mark: Mark) -> tuple[int, bool, int, bool, int]:
    """The first, the longest; what only claims a value gives way to what names a subject."""
    is_other = mark.label.rank >= CLAIMS_ONLY
    return mark.start, is_other, -mark.end, mark.subject is None, mark.label.rank


def _is_item(mark: Mark, folded: str) -> bool:
    """Whether it follows a semicolon and has a colon: an item of a list in a sentence."""
    is_next = folded[: mark.start].rstrip().endswith(";")
    return is_next and folded[mark.end :].lstrip().startswith(":")


def _stands_alone(mark: Mark, folded: str) -> bool:
    """A common word is a label alone in its cell, or before a colon."""
    after = folded[mark.end :].strip()
    if not mark.opens:
        return mark.label.family in _WORDY and _is_item(mark, folded)
    return not after or after.startswith((":", "(", "/")) or after in {".", "-", "n°"}
