"""A mail's words: the three templates of a notice, filled in the addressee's language.

Jinja2 and Babel are imported when a mail is written, not before: most Lambdas never write one.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from chalicelib.notices.model import Addressee
from chalicelib.words.languages import SOURCE
from chalicelib.words.names import without_address
from chalicelib.words.translation import in_language, language_now, tag_of

if TYPE_CHECKING:
    from jinja2 import Environment

NAMES = frozenset({"name", "firm_name", "client_name", "city", "file_name"})
"""Facts that somebody typed as a name: of a person, a firm, a place, a file."""

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
    templates: Path | None = None,
) -> Letter:
    """Write a notice's mail from its facts; a fact that a template misses is a bug.

    `templates` is the folder of a system that keeps its own beside the portal's.
    """
    environment = _environment(templates)

    def fill(part: str, values: Mapping[str, object]) -> str:
        return environment.get_template(f"{kind}/{part}").render(values)

    with in_language(language):
        values = {
            **tame_names(facts),
            "addressee": str(addressee),
            "language": tag_of(language_now()),
        }
        subject = " ".join(fill("subject.txt", values).split())
        text = MANY_EMPTY_LINES.sub("\n\n", fill("body.txt", values)).strip() + "\n"
        html = fill("body.html", {**values, "subject": subject})
    return Letter(subject, text, html)


def tame_names(facts: Mapping[str, object]) -> dict[str, object]:
    """Give facts whose names hold no address, those of a list's lines too.

    Forms refuse such a name; what was stored before they did goes into mails without it.
    """
    return {name: _tame(name, one) for name, one in facts.items()}


def _tame(name: str, fact: object) -> object:
    match fact:
        case str() if name in NAMES:
            return without_address(fact)
        case Mapping():
            return tame_names(fact)
        case list():
            return [_tame(name, one) for one in fact]
        case _:
            return fact


@cache
def _environment(templates: Path | None) -> "Environment":
    from chalicelib.web.render import make_environment

    return make_environment("emails", *([templates] if templates else []))
