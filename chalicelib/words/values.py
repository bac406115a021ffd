"""Values that become text where somebody reads them: a day, a number, a text of ours.

What a refusal, a reason or a finding carries is one of these, a plain text or a plain number. They
are equal by what they hold. `str` puts one into the reader's language, and a sentence asks for it
when `translate` fills its places: whoever makes one renders nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from chalicelib.words.grouping import group

type Value = str | int | float | Shown
"""What fills a place of a sentence: as it is, or put into the reader's language first."""


class Shown:
    """What is put into the reader's language when it is read, and not before."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Text(Shown):
    """A text of ours, by its msgid, with what fills its places: the name of a paper, an answer."""

    msgid: str
    values: Mapping[str, Value] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        """Put the text into the reader's language."""
        from chalicelib.words.translation import translate

        return translate(self.msgid, **self.values)


@dataclass(frozen=True, slots=True)
class Day(Shown):
    """A day, told in words."""

    on: date

    def __str__(self) -> str:
        """Set the day in words: `31 mai 2026`."""
        from chalicelib.words.formats import in_words

        return in_words(self.on)


@dataclass(frozen=True, slots=True)
class Moment(Shown):
    """An instant, told in words with its hour, at the place of the reader's case."""

    at: datetime

    def __str__(self) -> str:
        """Set the instant in words: `31 mai 2026 à 14:05`."""
        from chalicelib.words.formats import moment

        return moment(self.at)


@dataclass(frozen=True, slots=True)
class Number(Shown):
    """A number, with its unit after it where the sentence has none."""

    number: Decimal
    unit: str = ""

    def __str__(self) -> str:
        """Set the number with its decimal mark and its thousands: `9,5 kVA`."""
        from chalicelib.words.formats import show_number

        return f"{show_number(self.number)} {self.unit}".rstrip()


@dataclass(frozen=True, slots=True)
class Grouped(Shown):
    """An identifier by its digits, set in the groups in which people read it."""

    digits: str
    groups: tuple[int, ...]

    def __str__(self) -> str:
        """Set the digits in groups."""
        return group(self.digits, self.groups)


@dataclass(frozen=True, slots=True)
class Joined(Shown):
    """Several values read as one; what says nothing is left out."""

    parts: tuple[Value, ...]
    between: str = " "

    def __str__(self) -> str:
        """Set each part, in order."""
        return self.between.join(text for text in map(str, self.parts) if text)
