"""A mail's words: the three templates of a notice, filled in the addressee's language.

Jinja2 and Babel are imported when a mail is written, not before: most Lambdas never write one.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from chalicelib.notices.model import Addressee, NoticeKind
from chalicelib.web.words import SOURCE, language_now, speaking, tell

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).parents[2] / "templates" / "emails"
READERS_ZONE = "Europe/Paris"
MANY_EMPTY_LINES = re.compile(r"\n{3,}")
FRENCH_MARKS = re.compile(r" ([:;?!»])|« ")


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mail says: a subject of one line, a text that stands alone, and the same as HTML."""

    subject: str
    text: str
    html: str


def render_letter(
    kind: NoticeKind,
    addressee: Addressee,
    facts: Mapping[str, object],
    *,
    language: str = SOURCE,
) -> Letter:
    """Write a notice's mail from its facts; a fact that a template misses is a bug."""
    with speaking(language):
        values = {**facts, "addressee": str(addressee), "language": language_now()}
        subject = " ".join(_fill(kind, "subject.txt", values).split())
        text = MANY_EMPTY_LINES.sub("\n\n", _fill(kind, "body.txt", values)).strip() + "\n"
        html = _fill(kind, "body.html", {**values, "subject": subject})
    return Letter(subject, text, html)


def _fill(kind: NoticeKind, part: str, values: Mapping[str, object]) -> str:
    return _environment().get_template(f"{kind}/{part}").render(values)


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(("html",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["_"] = tell_typeset
    environment.filters |= {"day": write_day, "number": write_number}
    return environment


def tell_typeset(msgid: str, /, **values: object) -> str:
    """Put a text into the reader's language, French marks bound to their words."""
    told = tell(msgid, **values)
    if language_now() != SOURCE:
        return told
    return FRENCH_MARKS.sub(lambda found: found[0].replace(" ", "\N{NO-BREAK SPACE}"), told)


def write_day(value: date | datetime) -> str:
    """Write a day in words, such as `1er mars 2027`; an instant by its day in France."""
    from babel.dates import format_date

    on = value.astimezone(ZoneInfo(READERS_ZONE)).date() if isinstance(value, datetime) else value
    words: str = format_date(on, "d MMMM y", locale=language_now())
    if language_now() == SOURCE and on.day == 1:
        return f"1er{words[1:]}"
    return words


def write_number(value: Decimal | int) -> str:
    """Write a number as the reader does, such as `8,5`."""
    from babel.numbers import format_decimal

    words: str = format_decimal(value, locale=language_now())
    return words
