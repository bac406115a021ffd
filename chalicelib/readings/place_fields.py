"""Addresses that a form asks for in parts: street, `Code postal`, `Commune`, under a heading.

A part belongs to the heading that is both the lowest over it and the nearest on its left; where
those are two, the part is nobody's, for forms set the client's address beside the site's.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from chalicelib.readings.folding import fold_same
from chalicelib.readings.label import Family
from chalicelib.readings.lines import Page, Segment
from chalicelib.readings.marks import CLAIMS_ONLY, Mark
from chalicelib.readings.model import Reading, Subject
from chalicelib.readings.typed_values import Value
from chalicelib.readings.word_values import (
    find_city,
    find_postcode,
    find_postcode_and_city,
    find_street,
)

_REACH: Final = 9.0
"""How far under its heading a part may stand, in heights of the heading."""

_ASIDE: Final = 25.0
"""How far right of its heading's left edge: about half a sheet."""

_INDENT: Final = 3.0
_ALIGNED: Final = 1.5
_LEADING: Final = 2.4

_CITY: Final = r"(?:commune|ville|localite)"
_FIELD: Final = re.compile(
    rf"(?P<both>(?:code postal|c\.?p\.?)\s*(?:et|/|-|,)\s*{_CITY})"
    rf"|(?P<postcode>code postal|c\.?p\.?)|(?P<city>{_CITY})"
    r"|(?P<street>(?:n(?:umero|[°o])\.?\s*(?:et|,|/)\s*)?(?:nom\s+de\s+(?:la\s+)?)?(?:voie|rue)|adresse)"
)
_FIELD_END: Final = re.compile(r"\s*(?::|$)")
_NAME_FIELD: Final = re.compile(r"nom\b|prenom|raison|denomination|qualite")
_SECTION: Final = re.compile(r"(?:\d{1,2}|[IVX]{1,4})\s*[-–.)]\s*[^\W\d]{3}")


@dataclass(frozen=True, slots=True)
class _Field:
    """A part's label: which part it asks for, and what follows it in its segment."""

    kind: str
    segment: Segment
    rest: str


def list_places_in_parts(page: Page, marks: Sequence[Mark]) -> Iterator[tuple[int, Reading]]:
    """The parts of the site's address, each with its heading's rank."""
    fields = [field for line in page.lines for one in line.segments if (field := _to_field(one))]
    own = {id(field.segment) for field in fields}
    headings = [mark for mark in marks if id(mark.segment) not in own and _is_heading(mark)]
    tops = [mark.segment for mark in headings] + _list_sections(page)
    labelled = own | {id(mark.segment) for mark in marks if mark.opens}
    for field in fields:
        top = _find_top(field.segment, tops)
        mark = next((one for one in headings if one.segment is top and _names_site(one)), None)
        if mark:
            for subject, value in _read(page, field, labelled):
                near = f"{mark.segment.text} {field.segment.text} {value.written}"
                reading = Reading(subject, value.value, value.written, page.number, near)
                yield mark.label.rank, reading


def _to_field(segment: Segment) -> _Field | None:
    folded = fold_same(segment.text)
    label = _FIELD.match(folded)
    end = _FIELD_END.match(folded, label.end()) if label else None
    if label is None or end is None or label.lastgroup is None:
        return None
    return _Field(label.lastgroup, segment, segment.text[end.end() :].strip())


def _is_heading(mark: Mark) -> bool:
    """Whether the parts of an address may stand under it."""
    label = fold_same(mark.segment.text[mark.start : mark.end])
    is_one = mark.label.family in {Family.PLACE, Family.NAME} and not _NAME_FIELD.match(label)
    return mark.opens and is_one


def _names_site(mark: Mark) -> bool:
    is_place = mark.label.family is Family.PLACE and mark.subject is Subject.ADDRESS
    return is_place and mark.label.rank < CLAIMS_ONLY


def _list_sections(page: Page) -> list[Segment]:
    """Numbered headings, whatever they say."""
    return [one for line in page.lines for one in line.segments if _SECTION.match(one.text)]


def _find_top(one: Segment, tops: Sequence[Segment]) -> Segment | None:
    """The heading that is the lowest over a part and the nearest on its left, if it is one."""
    over = [top for top in tops if _is_under(one, top)]
    if not over:
        return None
    lowest = min(top.y for top in over)
    nearest = max(top.left for top in over)
    return next((top for top in over if (top.y, top.left) == (lowest, nearest)), None)


def _is_under(one: Segment, top: Segment) -> bool:
    is_near = 0 < top.y - one.y <= _REACH * top.height
    aside = one.left - top.left
    return is_near and -_INDENT * top.height <= aside <= _ASIDE * top.height


def _read(page: Page, field: _Field, labelled: set[int]) -> Iterator[tuple[Subject, Value]]:
    """What stands after a part's label, beside it or under it, unless two things do."""
    texts = [field.rest] if field.rest else list(_around(page, field, labelled))
    found = [read for text in texts if (read := _PARTS[field.kind](text))]
    if found and all(read == found[0] for read in found):
        yield from found[0].items()


def _around(page: Page, field: _Field, labelled: set[int]) -> Iterator[str]:
    segment = field.segment
    line = page.lines[segment.line].segments
    at = line.index(segment)
    yield from (one.text for one in line[at + 1 : at + 2] if id(one) not in labelled)
    if field.kind == "city":
        return  # Any word may be a commune: only what stands beside its label is.
    for below in page.lines[segment.line + 1 : segment.line + 2]:
        for one in below.segments:
            reach = _LEADING * max(one.height, segment.height)
            is_aligned = abs(one.left - segment.left) <= _ALIGNED * segment.height
            if is_aligned and segment.y - one.y <= reach and id(one) not in labelled:
                yield one.text


def _read_both(text: str) -> Mapping[Subject, Value]:
    found = find_postcode_and_city(text)
    return {Subject.POSTCODE: found[0], Subject.CITY: found[1]} if found else {}


def _read_postcode(text: str) -> Mapping[Subject, Value]:
    """A postcode, and the commune where the field holds it too."""
    value = find_postcode(text)
    return {Subject.POSTCODE: value} if value else _read_both(text)


def _read_city(text: str) -> Mapping[Subject, Value]:
    value = find_city(text)
    return {Subject.CITY: value} if value else {}


def _read_street(text: str) -> Mapping[Subject, Value]:
    """A street with its number: forms may ask for the number in a field of its own."""
    value = find_street(text) if text[:1].isdigit() else None
    return {Subject.ADDRESS: value} if value else {}


_PARTS: Final = {
    "both": _read_both,
    "postcode": _read_postcode,
    "city": _read_city,
    "street": _read_street,
}
