"""Which value belongs to which label: by what stands after, beside, below, above or before it.

A value belongs to one label. A label with one neighbour takes it, which frees its others'; what
stays between two values after that has no reading.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from chalicelib.readings.label import Family
from chalicelib.readings.lines import Line, Page, Segment
from chalicelib.readings.marks import Mark
from chalicelib.readings.typed_values import Value

_BELOW: Final = 3.6

"""How far below or above its label a value may stand, in heights of the larger text."""

_BESIDE: Final = 30.0

_ALIGNED: Final = 1.2


class Side(StrEnum):
    """Where a value stands from its label, in the order of trust."""

    AFTER = "after"
    RIGHT = "right"
    BELOW = "below"
    ABOVE = "above"
    LEFT = "left"


@dataclass(slots=True, eq=False)
class Claim:
    """A label and the values that it may announce, by side."""

    mark: Mark
    found: dict[Side, tuple[Segment, Value]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pair:
    """A label with its value, and the segment in which the value stands."""

    mark: Mark
    segment: Segment
    value: Value
    side: Side


type Parser = Callable[[Mark, str], Value | None]

"""Reads a value at the start of a text that stands near a mark."""


def pair_in_prose(marks: Sequence[Mark], family: Family, parse: Parser) -> list[Pair]:
    """Give each label of a paragraph the value right after it."""
    own = [mark for mark in marks if mark.label.family is family]
    read = [(mark, parse(mark, mark.rest)) for mark in own]
    return [Pair(mark, mark.segment, value, Side.AFTER) for mark, value in read if value]


def pair_up(
    page: Page,
    marks: Sequence[Mark],
    family: Family,
    parse: Parser,
    habit: Side | None = None,
) -> list[Pair]:
    """Give each label of a family its value, as far as it is certain.

    `habit` is the side on which the page's other labels have theirs.
    """
    labelled = {id(mark.segment) for mark in marks if mark.opens}
    own = [mark for mark in marks if mark.label.family is family]
    claims = [_claim(page, mark, labelled, parse) for mark in own]
    pairs = [pair for claim in claims if (pair := _settled(claim))]
    open_claims = [claim for claim in claims if claim.found and Side.AFTER not in claim.found]
    return pairs + _settle_all(open_claims, habit)


def _claim(page: Page, mark: Mark, labelled: set[int], parse: Parser) -> Claim:
    """All the values that the label may announce."""
    claim = Claim(mark)
    if rest := mark.rest:
        if value := parse(mark, rest):
            claim.found[Side.AFTER] = (mark.segment, value)
        return claim
    for side, segment in _neighbours(page, mark):
        if id(segment) in labelled or segment is mark.segment:
            continue
        if value := parse(mark, mark.skip(segment.text)):
            claim.found[side] = (segment, value)
    return claim


def _neighbours(page: Page, mark: Mark) -> Iterator[tuple[Side, Segment]]:
    """The segments around a label; one before a colon, or in a sentence, looks ahead only."""
    segment = mark.segment
    line = page.lines[segment.line]
    at = line.segments.index(segment)
    is_ahead = mark.has_colon or not mark.opens
    for right in line.segments[at + 1 : at + 2]:
        if right.left - segment.right <= _BESIDE * segment.height:
            yield Side.RIGHT, right
    below = _nearest(page.lines[segment.line + 1 :], segment)
    if below:
        yield Side.BELOW, below
    if is_ahead:
        return
    above = _nearest(page.lines[: segment.line][::-1], segment)
    if above:
        yield Side.ABOVE, above
    if at and segment.left - line.segments[at - 1].right <= _BESIDE * segment.height:
        yield Side.LEFT, line.segments[at - 1]


def _nearest(lines: Sequence[Line], segment: Segment) -> Segment | None:
    """The first segment that stands over or under the label, near enough."""
    for line in lines:
        over = [
            one for one in line.segments if _overlap(one, segment) > 0 or _is_aligned(one, segment)
        ]
        if not over:
            continue
        near = max(over, key=lambda one: _overlap(one, segment))
        reach = _BELOW * max(near.height, segment.height)
        return near if abs(near.y - segment.y) <= reach else None
    return None


def _overlap(one: Segment, other: Segment) -> float:
    return min(one.right, other.right) - max(one.left, other.left)


def _is_aligned(one: Segment, other: Segment) -> bool:
    return abs(one.left - other.left) <= _ALIGNED * other.height


def _settled(claim: Claim) -> Pair | None:
    """What stands right after its label is its value."""
    if Side.AFTER not in claim.found:
        return None
    return _pair(claim, Side.AFTER)


def _pair(claim: Claim, side: Side) -> Pair:
    segment, value = claim.found[side]
    return Pair(claim.mark, segment, value, side)


def find_habit(pairs: Sequence[Pair]) -> Side | None:
    """The one side on which all these values stand, when there is one."""
    sides = {pair.side for pair in pairs if pair.side is not Side.AFTER}
    return sides.pop() if len(sides) == 1 else None


def _settle_all(claims: list[Claim], habit: Side | None) -> list[Pair]:
    """Settle labels with one value left until none is, then by the page's own habit."""
    pairs: list[Pair] = []
    left = list(claims)
    while left:
        certain = [one for one in left if len(_values_of(one)) == 1] or _by_habit(
            left, habit or find_habit(pairs)
        )
        settled = [_pair(one, next(iter(one.found))) for one in certain]
        if not settled:
            break
        left = [one for one in left if one not in certain]
        taken = [id(pair.segment) for pair in settled]
        # What two labels claim with equal right is nobody's.
        pairs += [pair for pair in settled if taken.count(id(pair.segment)) == 1]
        left = _without(left, frozenset(taken))
    return pairs


def _values_of(claim: Claim) -> set[str]:
    return {value.value for _segment, value in claim.found.values()}


def _by_habit(left: list[Claim], side: Side | None) -> list[Claim]:
    """Where the page's other labels all have their values on one side, so has this one."""
    if side is None:
        return _before_colons(left)
    for claim in left:
        if side in claim.found:
            claim.found = {side: claim.found[side]}
            return [claim]
    return []


def _before_colons(left: list[Claim]) -> list[Claim]:
    """A label with a colon has its value beside it."""
    for claim in left:
        if claim.mark.has_colon and Side.RIGHT in claim.found:
            claim.found = {Side.RIGHT: claim.found[Side.RIGHT]}
            return [claim]
    return []


def _without(left: Sequence[Claim], taken: frozenset[int]) -> list[Claim]:
    """A value that belongs to one label belongs to no other."""
    for claim in left:
        claim.found = {side: one for side, one in claim.found.items() if id(one[0]) not in taken}
    return [claim for claim in left if claim.found]
