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
from chalicelib.words.translation import in_language, language_now, tag_of

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
    templates: Path | None = None,
) -> Letter:
    """Write a notice's mail from its facts; a fact that a template misses is a bug.

    `templates` is the folder of a system that keeps its own beside the portal's.
    """
    environment = _environment(templates)

    def fill(part: str, values: Mapping[str, object]) -> str:
        return environment.get_template(f"{kind}/{part}").render(values)

    with in_language(language):
        values = {**facts, "addressee": str(addressee), "language": tag_of(language_now())}
        subject = " ".join(fill("subject.txt", values).split())
        text = MANY_EMPTY_LINES.sub("\n\n", fill("body.txt", values)).strip() + "\n"
        html = fill("body.html", {**values, "subject": subject})
    return Letter(subject, text, html)


@cache
def _environment(templates: Path | None) -> "Environment":
    from chalicelib.web.render import make_environment

    return make_environment("emails", *([templates] if templates else []))
