"""Names that a form asks for in parts: `Nom` and `Prénom` under a heading that says whose."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from chalicelib.readings.label import Family
from chalicelib.readings.lines import Page, Segment
from chalicelib.readings.marks import CLAIMS_ONLY, Mark
from chalicelib.readings.model import Reading
from chalicelib.readings.word_values import find_name, find_name_part

_REACH: Final = 9.0
"""How far under its heading a part may stand, in heights of the heading."""

_WHOLE: Final = re.compile(r"nom.*prenom|raison sociale|denomination|nom ou ")
_INDENT: Final = 3.0


def list_names_in_parts(page: Page, marks: Sequence[Mark]) -> Iterator[tuple[int, Reading]]:
    """The name under each heading that has no value of its own, with its label's rank."""
    names = [mark for mark in marks if mark.label.family is Family.NAME and mark.opens]
    headings = [mark for mark in names if mark.subject and not mark.rest]
    fields = [mark for mark in names if mark.label.rank >= CLAIMS_ONLY]
    for heading in headings:
        own = [one for one in fields if _belongs(one.segment, heading.segment, headings)]
        written = _compose(page, own)
        if written and heading.subject and heading.label.rank < CLAIMS_ONLY:
            near = " ".join((heading.segment.text, *(one.segment.text for one in own[:2])))
            reading = Reading(heading.subject, written, written, page.number, near)
            yield heading.label.rank, reading


def _belongs(one: Segment, heading: Segment, headings: Sequence[Mark]) -> bool:
    """Under this heading, and under no other one that stands nearer."""
    if not _is_under(one, heading):
        return False
    nearer = [
        mark.segment
        for mark in headings
        if mark.segment is not heading and _is_under(one, mark.segment)
    ]
    return all(_is_before(other, heading) for other in nearer)


def _is_under(one: Segment, heading: Segment) -> bool:
    is_near = 0 < heading.y - one.y <= _REACH * heading.height
    return is_near and one.left >= heading.left - _INDENT * heading.height


def _is_before(other: Segment, heading: Segment) -> bool:
    """A heading higher up, or further left in the same row, is not the part's own."""
    if abs(other.y - heading.y) <= heading.height:
        return other.left < heading.left
    return other.y > heading.y


def _compose(page: Page, fields: Sequence[Mark]) -> str:
    """Given name and family name, or the one field that holds both."""
    parts: dict[str, str] = {}
    for mark in fields:
        label = mark.segment.text[mark.start : mark.end].lower().replace("é", "e")
        text = mark.rest or _beside(page, mark)
        if _WHOLE.search(label):
            whole = find_name(text, is_firm=True)
            return whole.value if whole else ""
        kind = "given" if label.startswith("prenom") else "family" if label == "nom" else ""
        value = find_name_part(text) if kind else None
        if value and parts.setdefault(kind, value.value) != value.value:
            return ""
    return " ".join((parts["given"], parts["family"])) if len(parts) == 2 else ""


def _beside(page: Page, mark: Mark) -> str:
    """The segment to the right of a label that stands alone."""
    line = page.lines[mark.segment.line].segments
    at = line.index(mark.segment)
    return mark.skip(line[at + 1].text) if at + 1 < len(line) else ""
