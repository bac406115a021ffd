"""Readers by label and proximity: what a laid-out paper says about each subject of its slot.

What a paper says twice in two ways is not read: a reading is right, or it is not made.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from chalicelib.readings.compare import compact, name_words
from chalicelib.readings.kinds import read_client_type, read_consuel_type, read_paper_kind
from chalicelib.readings.label import Family
from chalicelib.readings.lines import Page, Segment
from chalicelib.readings.marks import CLAIMS_ONLY, Mark, find_marks, find_marks_in_prose
from chalicelib.readings.model import Reading, Subject
from chalicelib.readings.name_fields import list_names_in_parts
from chalicelib.readings.place_fields import list_places_in_parts
from chalicelib.readings.places import list_places, list_places_in_prose
from chalicelib.readings.proximity import (
    Pair,
    Parser,
    Side,
    find_habit,
    pair_in_prose,
    pair_up,
)
from chalicelib.readings.slots import SLOTS
from chalicelib.readings.typed_values import (
    Value,
    begins_period,
    find_bare_number,
    find_code,
    find_date,
    find_digits,
    find_power,
    unit_of_label,
)
from chalicelib.readings.word_values import find_model, find_name

_BEFORE: Final = 30
_BEHIND: Final = 90
"""How much of a sentence is told around a label, in characters."""

type Ranked = tuple[int, Reading]
"""A reading with its label's rank: what names the subject goes before what may mean it."""


def read_subjects(slot: str, pages: Sequence[Page]) -> tuple[Reading, ...]:
    """Read what the papers of that slot say, one reading a subject."""
    ranked = [one for page in pages for one in _read_page(slot, page)]
    wanted = SLOTS[slot].subjects
    subjects = [one for one in Subject if one in wanted]
    labelled = [_agreed(subject, ranked) for subject in subjects]
    told = [
        read_paper_kind(pages),
        read_consuel_type(pages) if Subject.CONSUEL_TYPE in wanted else None,
    ]
    found = [one for one in (*told, *labelled) if one]
    if Subject.CLIENT_TYPE in wanted and (client := read_client_type(pages, found)):
        found.append(client)
    return tuple(found)


def _agreed(subject: Subject, ranked: Sequence[Ranked]) -> Reading | None:
    """The one value that the best labels give; None when they give two."""
    about = [one for one in ranked if one[1].subject is subject]
    best = min((rank for rank, _reading in about), default=0)
    readings = [reading for rank, reading in about if rank == best]
    kept = [one for one in readings if not _is_covered(one, readings)]
    return kept[0] if len({_sameness(one) for one in kept}) == 1 else None


def _is_covered(one: Reading, readings: Sequence[Reading]) -> bool:
    """Whether a fuller name says the same: `Mme DURAND` beside `Mme Claire DURAND`."""
    if one.subject not in {Subject.HOLDER_NAME, Subject.INSTALLER_NAME}:
        return False
    words = name_words(one.value)
    return any(words < name_words(other.value) for other in readings)


def _sameness(reading: Reading) -> object:
    match reading.subject:
        case Subject.HOLDER_NAME | Subject.INSTALLER_NAME | Subject.CITY:
            return name_words(reading.value)
        case Subject.ADDRESS | Subject.INVERTER_MODEL | Subject.PANEL_MODEL:
            return compact(reading.value)
        case _:
            return reading.value


def _read_page(slot: str, page: Page) -> Iterator[Ranked]:
    marks, prose = find_marks(page, slot), find_marks_in_prose(page, slot)
    first = {family: pair_up(page, marks, family, parse) for family, parse in _PARSERS.items()}
    habit = find_habit([pair for pairs in first.values() for pair in pairs])
    for family, parse in _PARSERS.items():
        pairs = pair_up(page, marks, family, parse, habit) if habit else first[family]
        taken = frozenset(id(pair.segment) for pair in pairs)
        told = [pair for pair in pairs if not _is_one_of_many(page, pair, taken)]
        for pair in (*told, *pair_in_prose(prose, family, parse)):
            subject = _subject_of(pair)
            if subject and pair.mark.label.rank < CLAIMS_ONLY:
                yield pair.mark.label.rank, _to_reading(subject, pair.value, pair)
    yield from list_names_in_parts(page, marks)
    yield from list_places(page, marks, habit)
    yield from list_places_in_prose(prose)
    yield from list_places_in_parts(page, marks)


def _to_reading(subject: Subject, value: Value, pair: Pair) -> Reading:
    label, segment = pair.mark.segment, pair.segment
    around = label.text[max(0, pair.mark.start - _BEFORE) : pair.mark.end + _BEHIND].strip()
    near = around if label is segment else f"{label.text} {segment.text}"
    return Reading(subject, value.value, value.written, label.page, near)


def _subject_of(pair: Pair) -> Subject | None:
    """The label's subject; a power in kWc is a peak power whatever its label."""
    subject = pair.mark.subject
    if pair.mark.label.family is not Family.POWER:
        return subject
    is_peak = pair.value.unit == "kwc"
    match subject:
        case Subject.PEAK_POWER:
            return subject
        case Subject.INSTALLED_POWER:
            return Subject.PEAK_POWER if is_peak else subject
        case _:
            return None if is_peak else subject


def _is_one_of_many(page: Page, pair: Pair, taken: frozenset[int]) -> bool:
    """Whether the value heads a column of others: a list of delivery points names none."""
    family = pair.mark.label.family
    find = _LISTED.get(family)
    is_column = pair.side is Side.BELOW or (pair.side is Side.RIGHT and family is Family.DIGITS)
    if find is None or not is_column:
        return False
    free = (one for line in page.lines for one in line.segments if id(one) not in taken)
    under = (find(one.text) for one in free if _is_under(one, pair.segment))
    return any(other is not None and other.value != pair.value.value for other in under)


def _is_under(one: Segment, top: Segment) -> bool:
    is_near = 0 < top.y - one.y <= _NEXT_ROW * top.height
    is_aligned = min(abs(one.left - top.left), abs(one.center - top.center)) <= top.height
    return is_near and is_aligned


def _parse_digits(_mark: Mark, text: str) -> Value | None:
    return find_digits(text)


def _parse_power(mark: Mark, text: str) -> Value | None:
    if value := find_power(text):
        return value
    unit = unit_of_label(mark.segment.text[mark.end :])
    number = find_bare_number(text) if unit else None
    return Value(number.value, number.written, unit) if number else None


def _parse_date(_mark: Mark, text: str) -> Value | None:
    day = find_date(text)
    return None if day is None or begins_period(text, day) else day


def _parse_code(_mark: Mark, text: str) -> Value | None:
    return find_code(text)


def _parse_name(mark: Mark, text: str) -> Value | None:
    return find_name(text, is_firm=mark.subject is Subject.INSTALLER_NAME)


def _parse_model(_mark: Mark, text: str) -> Value | None:
    return find_model(text)


_NEXT_ROW: Final = 2.2
"""How far down the next row of a table stands, in heights of the text."""

_LISTED: Final[Mapping[Family, Callable[[str], Value | None]]] = {
    Family.DIGITS: find_digits,
    Family.POWER: find_power,
}

_PARSERS: Final[Mapping[Family, Parser]] = {
    Family.DIGITS: _parse_digits,
    Family.POWER: _parse_power,
    Family.DATE: _parse_date,
    Family.CODE: _parse_code,
    Family.NAME: _parse_name,
    Family.MODEL: _parse_model,
}
