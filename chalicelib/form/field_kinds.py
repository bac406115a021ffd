"""What a field of the form is: its kind, bounds, choices and words, and how fields make a step."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from chalicelib.form.steps import Step


class Kind(StrEnum):
    """What a field holds, which decides how it is read, checked and shown."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    WHOLE = "whole"
    CHOICE = "choice"
    YES_NO = "yes_no"
    CHECKBOX = "checkbox"
    COMMUNE = "commune"
    DATE = "date"
    EMAIL = "email"
    MOBILE = "mobile"
    PDL = "pdl"
    SIRET = "siret"
    POSTCODE = "postcode"
    SECTION = "section"
    PARCEL = "parcel"
    OPERATOR = "operator"


class Due(StrEnum):
    """Whose dossiers cannot be sent without the field."""

    NEVER = "never"
    EVERYONE = "everyone"
    PROFESSIONAL = "professional"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a closed list: the value kept and the words shown."""

    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field. Bounds are inclusive; `hint` says where the answer is found or what it means."""

    name: str
    label: str
    kind: Kind = Kind.TEXT
    due: Due = Due.NEVER
    hint: str = ""
    unit: str = ""
    choices: tuple[Choice, ...] = ()
    suggestions: tuple[str, ...] = ()
    least: Decimal | None = None
    most: Decimal | None = None
    decimals: int = 2
    or_zero: bool = False
    max_length: int = 100
    is_name: bool = False
    """Of a person, a firm or a place: it goes into mails, so it holds no address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Rows of the same fields that can be repeated (guide Amazonas 3.3: "adicionar")."""

    name: str
    label: str
    one: str
    add: str
    fields: tuple[Field, ...]
    due: Due = Due.EVERYONE
    most: int = 20
    hint: str = ""

    def field(self, name: str) -> Field:
        """The column of that name; KeyError when there is none."""
        return next(field for field in self.fields if field.name == name)


@dataclass(frozen=True, slots=True)
class Part:
    """Fields that are shown together under one title."""

    title: str
    fields: tuple[Field | Rows, ...]


@dataclass(frozen=True, slots=True)
class StepForm:
    """One step: its place, its titles and its parts."""

    step: Step
    number: int
    title: str
    short: str
    parts: tuple[Part, ...]

    def entries(self) -> Iterator[Field | Rows]:
        """Every field and group of rows of the step, in the order of the page."""
        for part in self.parts:
            yield from part.fields

    def find(self, name: str) -> Field | Rows | None:
        """The field or rows of that name."""
        return next((entry for entry in self.entries() if entry.name == name), None)
