"""Whether two values say the same, compared as people write them.

Case, accents, hyphens, spaces and the order of names mean nothing; digits do.
"""

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Final

from chalicelib.readings.vocabulary import (
    CIVILITIES,
    COMPANY_FORMS,
    PARTICLES,
    STREET_WORDS,
    WAYS,
)

_WORD: Final = re.compile(r"[a-z0-9]+")
_INITIALS: Final = re.compile(r"\b(?:[a-z]\.){2,}")
_HOUSE_NUMBER: Final = re.compile(r"^(\d{1,4})(bis|ter|quater|[a-z])?$")
_SUFFIXES: Final = frozenset({"bis", "ter", "quater"})
_LEAST_MODEL: Final = 3


class NameMatch(StrEnum):
    """How far two names agree."""

    SAME = "same"
    PARTLY = "partly"
    OTHER = "other"


def fold(text: str) -> str:
    """The text in small letters, without accents, apostrophes and dashes of one kind."""
    parts = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    bare = "".join(one for one in parts if not unicodedata.combining(one))
    return bare.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").replace("\N{EN DASH}", "-")


def compact(text: str) -> str:
    """Letters and digits only, in small letters without accents."""
    return "".join(_WORD.findall(fold(text)))


def name_words(name: str) -> frozenset[str]:
    """The words that tell one name from another: no civility, no particle, no company form."""
    joined = _INITIALS.sub(lambda found: found[0].replace(".", "") + " ", fold(name))
    words = frozenset(_WORD.findall(joined))
    telling = words - CIVILITIES - PARTICLES - COMPANY_FORMS
    return telling or words - CIVILITIES


def match_names(typed: str, read: str) -> NameMatch:
    """Compare names whose parts are not known apart, of a person or of a company.

    All the words of the shorter one must stand in the longer: second given names, a company's
    trade name and the order of names make no difference.
    """
    ours, theirs = name_words(typed), name_words(read)
    if not ours or not theirs:
        return NameMatch.OTHER
    if ours <= theirs or theirs <= ours or "".join(sorted(ours)) == "".join(sorted(theirs)):
        return NameMatch.SAME
    if compact(typed) == compact(read):
        return NameMatch.SAME
    return NameMatch.PARTLY if ours & theirs else NameMatch.OTHER


def match_person(last_name: str, first_name: str, read: str) -> NameMatch:
    """Compare a person's name with one that was read.

    The family name must be there (one of a double name is enough when nothing else differs) and
    a given name, or its initial, unless the paper names the family alone.
    """
    family, given, theirs = name_words(last_name), name_words(first_name), name_words(read)
    rest = theirs - family
    if not theirs or not (family | given) & theirs:
        return NameMatch.OTHER
    initials = {name[0] for name in given}
    knows_given = not rest or bool(given & rest) or any(word in initials for word in rest)
    has_family = family <= theirs or (bool(family & theirs) and rest <= given | initials)
    return NameMatch.SAME if has_family and knows_given else NameMatch.PARTLY


def same_pdl(typed: str, read: str) -> bool:
    """Compare two PDL by their digits."""
    return re.sub(r"\D", "", typed) == re.sub(r"\D", "", read)


def same_number(typed: Decimal, read: str, tolerance: Decimal = Decimal(0)) -> bool:
    """Compare numbers: 9 and 9,00 are one."""
    try:
        number = Decimal(read)
    except InvalidOperation:
        return False
    return abs(typed - number) <= tolerance


def same_code(typed: str, read: str) -> bool:
    """Compare numbers of attestations and requests, whatever stands between their characters."""
    return compact(typed) == compact(read)


def same_street(typed: str, read: str) -> bool:
    """Compare "number and street": the house number, and the words of the street."""
    ours, theirs = _street(typed), _street(read)
    if ours.numbers and theirs.numbers and not ours.numbers & theirs.numbers:
        return False
    if not (ours.names and theirs.names):
        return bool(ours.every) and ours.every == theirs.every
    return ours.words <= theirs.words or theirs.words <= ours.words


class _Street:
    """The parts of an address line that are compared."""

    def __init__(self, words: Sequence[str]) -> None:
        self.numbers = frozenset(words[:1]) if words and words[0][:1].isdigit() else frozenset()
        self.every = frozenset(words) - self.numbers
        self.words = self.every - PARTICLES
        # A kind of way alone names none: "8 rue A" would be a part of every rue.
        self.names = self.words - WAYS


def _street(text: str) -> _Street:
    """Split an address into its house number, with its bis or ter, and its words."""
    words: list[str] = _WORD.findall(fold(text))
    found: list[str] = []
    for word in words:
        number = _HOUSE_NUMBER.match(word)
        if number and not found:
            suffix = str(number[2] or "")
            found.append(f"{number[1]}{STREET_WORDS.get(suffix, suffix)}")
        elif len(found) == 1 and found[0].isdigit() and _is_suffix(word, words):
            found[0] += STREET_WORDS.get(word, word)
        else:
            found.append(STREET_WORDS.get(word, word))
    return _Street(found)


def _is_suffix(word: str, words: Sequence[str]) -> bool:
    """Whether the word after the house number belongs to it (`12 B rue …`, never `12 r …`)."""
    return word in _SUFFIXES or (word in {"b", "t", "q", "a", "c", "d"} and len(words) > 3)


def same_city(typed: str, read: str) -> bool:
    """Compare communes: saint and st, hyphens, cedex and arrondissements make no difference."""
    ours, theirs = _city_words(typed), _city_words(read)
    is_part = bool(ours and theirs) and (ours <= theirs or theirs <= ours)
    return is_part or (bool(ours) and compact(typed) == compact(read))


def _city_words(city: str) -> frozenset[str]:
    written: list[str] = _WORD.findall(fold(city))
    words = (STREET_WORDS.get(one, one) for one in written)
    dropped = {"cedex", "arrondissement"}
    return frozenset(one for one in words if one not in dropped and not one[0].isdigit())


def same_model(brand: str, model: str, read: str) -> bool:
    """Compare an equipment's model: spaces and dashes mean nothing, the brand may be missing."""
    ours, theirs, whole = compact(model), compact(read), compact(f"{brand}{model}")
    if len(ours) < _LEAST_MODEL or len(theirs) < _LEAST_MODEL:
        return whole == theirs
    return ours in theirs or theirs in whole
