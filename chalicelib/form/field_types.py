"""The types of fields for pydantic: what each kind of field takes, and how it is read."""

import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, cast

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, WithJsonSchema

from chalicelib.form import identifiers, problems
from chalicelib.form.field_kinds import Field as FormField
from chalicelib.form.field_kinds import Kind
from chalicelib.reference.operators import OPERATORS
from chalicelib.web.problems import wrong
from chalicelib.words.names import has_address

OLDEST_DATE = date(2000, 1, 1)
LATEST_DATE = date(2099, 12, 31)
BREAKS = frozenset({"Cc", "Zl", "Zp"})
TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that turn the writing round: a name would be read as another in a mail."""


def read_identifier(read: Callable[[str], str]) -> Callable[[str], str]:
    """The reader of an identifier, its refusal told in pydantic's way."""

    def read_or_say(text: str) -> str:
        try:
            return read(text)
        except identifiers.WrongIdentifierError as error:
            raise wrong(error.code, error.message) from None

    return read_or_say


def to_decimal(value: object) -> object:
    """JSON's numbers become exact; a text or a yes is not a number."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise wrong("number", problems.MESSAGES["number"])
    number = Decimal(str(value))
    if not number.is_finite():
        raise wrong("number", problems.MESSAGES["number"])
    return number


def check_text(text: str) -> str:
    """One line of text, in its composed form, with nothing that breaks or turns the line."""
    if any(unicodedata.category(char) in BREAKS or char in TURNS for char in text):
        raise wrong("control-characters", problems.MESSAGES["control-characters"])
    return unicodedata.normalize("NFC", text)


def check_name(text: str) -> str:
    """A name without what a mail program would make a link of."""
    if has_address(text):
        raise wrong("address-in-name", problems.MESSAGES["address-in-name"])
    return text


def check_long_text(text: str) -> str:
    """Text of several lines, ended by one character each."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(check_text(line.replace("\t", " ")) for line in lines)


def read_date(text: str) -> str:
    """A date, ISO or as written in France, kept as ISO; this century's."""
    for shape in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            found = datetime.strptime(text, shape).date()  # noqa: DTZ007 - a date has no zone
        except ValueError:
            continue
        if OLDEST_DATE <= found <= LATEST_DATE:
            return found.isoformat()
    raise wrong("date", problems.MESSAGES["date"])


def read_operator(code: str) -> str:
    """The code of a grid operator we know."""
    if code not in OPERATORS:
        raise wrong("choice", problems.MESSAGES["choice"])
    return code


READERS: Mapping[Kind, Callable[[str], str]] = {
    Kind.TEXT: check_text,
    Kind.COMMUNE: check_text,
    Kind.LONG_TEXT: check_long_text,
    Kind.DATE: read_date,
    Kind.OPERATOR: read_operator,
    Kind.EMAIL: read_identifier(identifiers.read_email),
    Kind.MOBILE: read_identifier(identifiers.read_mobile),
    Kind.PDL: read_identifier(identifiers.read_pdl),
    Kind.SIRET: read_identifier(identifiers.read_siret),
    Kind.POSTCODE: read_identifier(identifiers.read_postcode),
    Kind.SECTION: read_identifier(identifiers.read_section),
    Kind.PARCEL: read_identifier(identifiers.read_parcel),
}


SHAPES: Mapping[Kind, Mapping[str, str]] = {
    Kind.PDL: {"pattern": "^[0-9]{14}$"},
    Kind.SIRET: {"pattern": "^[0-9]{14}$"},
    Kind.POSTCODE: {"pattern": "^[0-9]{5}$"},
    Kind.SECTION: {"pattern": "^[0-9A-Z]{1,2}$"},
    Kind.PARCEL: {"pattern": "^[0-9]{1,4}$"},
    Kind.DATE: {"format": "date"},
    Kind.EMAIL: {"format": "email"},
}
"""How the API's description shows identifiers: the form we keep (we also read groups)."""


def number_type(field: FormField) -> object:
    """An exact number within the field's bounds."""
    return Annotated[
        Decimal,
        BeforeValidator(to_decimal),
        Field(ge=field.least, le=field.most, decimal_places=field.decimals),
        WithJsonSchema(
            {"type": "number"}
            | ({} if field.least is None else {"minimum": float(field.least)})
            | ({} if field.most is None else {"maximum": float(field.most)})
        ),
    ]


def whole_type(field: FormField) -> object:
    """A whole number within the field's bounds; zero besides, where zero means none."""

    def check_bounds(value: int) -> int:
        inside = field.least is None or field.most is None or field.least <= value <= field.most
        if inside or (field.or_zero and value == 0):
            return value
        raise wrong("bounds", problems.MESSAGES[problems.name_bounds(field)])

    least = 0 if field.or_zero or field.least is None else int(field.least)
    return Annotated[
        int,
        AfterValidator(check_bounds),
        Field(json_schema_extra={"minimum": least, "maximum": int(field.most or 0)}),
    ]


def field_type(field: FormField) -> object:
    """The type that a field's values must have."""
    match field.kind:
        case Kind.NUMBER:
            return number_type(field)
        case Kind.WHOLE:
            return whole_type(field)
        case Kind.CHOICE:
            return Literal[tuple(choice.value for choice in field.choices)]
        case Kind.YES_NO | Kind.CHECKBOX:
            return bool
        case _:
            return Annotated[
                str,
                StringConstraints(strip_whitespace=True, min_length=1, max_length=field.max_length),
                AfterValidator(READERS[field.kind]),
                *((AfterValidator(check_name),) if field.is_name else ()),
                Field(json_schema_extra=cast(Any, dict(SHAPES.get(field.kind, {})))),
            ]
