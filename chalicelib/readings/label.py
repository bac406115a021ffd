"""What a label is: a way in which papers announce a value."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from chalicelib.readings.model import Subject


class Family(StrEnum):
    """What kind of value a label announces."""

    DIGITS = "digits"
    POWER = "power"
    NAME = "name"
    PLACE = "place"
    DATE = "date"
    CODE = "code"
    MODEL = "model"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Label:
    """One way to announce a subject; `slots` empty means in any paper."""

    pattern: re.Pattern[str]
    family: Family
    subject: Subject | None
    rank: int = 0
    bare: bool = False
    slots: tuple[str, ...] = ()


NUMBER: Final = r"(?:n(?:umero|um\.?|o\b|[°\.])?\s*(?:de\s+|du\s+|d')?)?"


def announce(
    pattern: str,
    family: Family,
    subject: Subject | None = None,
    *,
    rank: int = 0,
    bare: bool = False,
    slots: str = "",
) -> Label:
    """A label from a pattern on folded text; `slots` are codes with spaces between."""
    whole = re.compile(rf"(?<![a-z0-9])(?:{pattern})(?![a-z0-9])")
    return Label(whole, family, subject, rank, bare, tuple(slots.split()))
