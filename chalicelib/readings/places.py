"""Addresses: the few lines after their label, and the street, postcode and commune in them."""

from collections.abc import Iterator, Sequence
from typing import Final

from chalicelib.readings.label import Family
from chalicelib.readings.lines import Page, Segment
from chalicelib.readings.marks import CLAIMS_ONLY, Mark
from chalicelib.readings.model import Reading, Subject
from chalicelib.readings.proximity import Side
from chalicelib.readings.typed_values import Value
from chalicelib.readings.word_values import find_name, find_postcode_and_city, find_street

_MOST_LINES: Final = 4
_ALIGNED: Final = 1.5
_LEADING: Final = 2.4


def list_places(
    page: Page, marks: Sequence[Mark], habit: Side | None
) -> Iterator[tuple[int, Reading]]:
    """Every labelled address of a page, with its label's rank; over it where values stand so."""
    labelled = {id(mark.segment) for mark in marks if mark.opens}
    for mark in filter(_names_a_place, marks):
        if habit is Side.ABOVE and not mark.rest:
            block = _block_above(page, mark.segment, labelled)
        else:
            block = _find_block(page, mark, labelled)
        yield from _to_readings(mark, block)


def list_places_in_prose(marks: Sequence[Mark]) -> Iterator[tuple[int, Reading]]:
    """Every address that a sentence gives."""
    for mark in filter(_names_a_place, marks):
        yield from _to_readings(mark, [mark.rest])


def _names_a_place(mark: Mark) -> bool:
    is_place = mark.label.family is Family.PLACE and mark.subject is not None
    return is_place and mark.label.rank < CLAIMS_ONLY


def _to_readings(mark: Mark, block: Sequence[str]) -> Iterator[tuple[int, Reading]]:
    for subject, value in _read_block(block):
        near = f"{mark.segment.text} {value.written}"
        reading = Reading(subject, value.value, value.written, mark.segment.page, near)
        yield mark.label.rank, reading


def _find_block(page: Page, mark: Mark, labelled: set[int]) -> list[str]:
    """The address's lines: after the label and below it, beside it, or below it alone."""
    segment = mark.segment
    if rest := mark.rest:
        below = _column(page, segment, labelled, left=_left_of(mark))
        return (
            [rest, *below] if below or not mark.opens else [rest, *_column(page, segment, labelled)]
        )
    line = page.lines[segment.line].segments
    at = line.index(segment)
    beside = [one for one in line[at + 1 : at + 2] if id(one) not in labelled]
    if beside and _starts_block(beside[0].text):
        return [beside[0].text, *_column(page, beside[0], labelled)]
    return _column(page, segment, labelled)


def _block_above(page: Page, segment: Segment, labelled: set[int]) -> list[str]:
    """The lines over their caption, from the top."""
    texts: list[str] = []
    below = segment
    for line in reversed(page.lines[: segment.line]):
        over = [one for one in line.segments if _stands_under(one, segment, segment.left)]
        if not over:
            continue
        one = over[0]
        if one.y - below.y > _LEADING * max(one.height, segment.height) or id(one) in labelled:
            break
        texts.insert(0, one.text)
        below = one
    return texts[-_MOST_LINES:]


def _left_of(mark: Mark) -> float:
    """About where the text after the label begins."""
    segment = mark.segment
    each = (segment.right - segment.left) / max(len(segment.text), 1)
    return segment.left + each * (len(segment.text) - len(mark.rest))


def _starts_block(text: str) -> bool:
    return bool(find_street(text) or find_postcode_and_city(text) or find_name(text))


def _column(page: Page, top: Segment, labelled: set[int], left: float | None = None) -> list[str]:
    """The segments under one, aligned with it, until a label or a gap."""
    texts: list[str] = []
    above, start = top, top.left if left is None else left
    for line in page.lines[top.line + 1 :]:
        under = [one for one in line.segments if _stands_under(one, top, start)]
        if not under:
            continue
        one = under[0]
        if above.y - one.y > _LEADING * max(one.height, top.height) or id(one) in labelled:
            break
        texts.append(one.text)
        above = one
        if len(texts) == _MOST_LINES:
            break
    return texts


def _stands_under(one: Segment, top: Segment, start: float) -> bool:
    """Aligned on the left, the middle or the right."""
    apart = (one.left - start, one.center - top.center, one.right - top.right)
    return min(map(abs, apart)) <= _ALIGNED * top.height


def _read_block(block: Sequence[str]) -> Iterator[tuple[Subject, Value]]:
    """The first street and the first postcode of the lines, the street above or beside it."""
    for at, text in enumerate(block):
        street = _find_street_in(text)
        if street is None:
            continue
        yield Subject.ADDRESS, street
        for line in block[at : at + 3]:
            if place := find_postcode_and_city(line):
                yield Subject.POSTCODE, place[0]
                yield Subject.CITY, place[1]
                return
        return


def _find_street_in(text: str) -> Value | None:
    """A street at the start, or after a name and a comma."""
    parts = [text, *(part.strip() for part in text.split(",", 1)[1:])]
    return next((street for part in parts if (street := find_street(part))), None)
