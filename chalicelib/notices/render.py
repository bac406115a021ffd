"""A mail's words: the three templates of a notice, filled in the addressee's language.

Jinja2 and Babel are imported when a mail is written, not before: most Lambdas never write one.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from chalicelib.notices.model import Addressee
from chalicelib.words.translation import SOURCE, in_language, language_now, tag_of

if TYPE_CHECKING:
    from jinja2 import Environment

MANY_EMPTY_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mail says: a subject of one line, a text that stands alone, and the same as HTML."""

    subject: str
    text: str
    html: str


def render_letter(
    kind: str,
    addressee: Addressee,
    facts: Mapping[str, object],
    *,
    language: str = SOURCE,
) -> Letter:
    """Write a notice's mail from its facts; a fact that a template misses is a bug."""
    with in_language(language):
        values = {**facts, "addressee": str(addressee), "language": tag_of(language_now())}
        subject = " ".join(_fill(kind, "subject.txt", values).split())
        text = MANY_EMPTY_LINES.sub("\n\n", _fill(kind, "body.txt", values)).strip() + "\n"
        html = _fill(kind, "body.html", {**values, "subject": subject})
    return Letter(subject, text, html)


def _fill(kind: str, part: str, values: Mapping[str, object]) -> str:
    return _environment().get_template(f"{kind}/{part}").render(values)


@cache
def _environment() -> "Environment":
    from chalicelib.web.render import make_environment

    return make_environment("emails")
