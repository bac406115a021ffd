"""The words people read: French is the msgid, the catalogues hold the other languages.

`_("…")` marks a text where it is written; `translate` puts it into the reader's language and fills
its `{named}` places when it is shown. Templates call `_("…", name=value)`, which does both.

A language is offered once its catalogue under `locale/` is complete; a test says when. A
catalogue is read when somebody first reads its language: French needs none.
"""

import gettext
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from pathlib import Path

from chalicelib.words.languages import OFFERED, SOURCE

LABEL = "label"
PLACE = re.compile(r"\{(\w+)\}")
"""A place of a text: its name in braces."""

MARKS = re.compile(r" [:;?!»%]|« ")
COMPILED = Path(__file__).parents[2] / "compiled_words"
"""Where packaging leaves the compiled catalogues, one file for each language but French."""

MOST_WISHES = 20
"""Languages of one header that are looked at: browsers send three or four."""

MOST_HEADERS = 64
"""Headers whose choice is remembered: browsers of one language send the same few."""

_language: ContextVar[str] = ContextVar("language", default=SOURCE)


class _French(gettext.NullTranslations):
    """The source language: texts are their own translation, and zero is singular."""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return msgid1 if abs(n) < 2 else msgid2


def _(msgid: str) -> str:
    """Mark a French text for the catalogue; it is translated when it is shown."""
    return msgid


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    if language == SOURCE:
        return _French()
    compiled = COMPILED / f"{language}.mo"
    if compiled.exists():
        with compiled.open("rb") as source:
            found = gettext.GNUTranslations(source)
    else:
        from chalicelib.words.catalogues import read_catalogue

        found = read_catalogue(language)
    found.add_fallback(_French())
    return found


def language_now() -> str:
    """Give the language of the reader being answered, such as `fr` or `pt_BR`."""
    return _language.get()


def tag_of(language: str) -> str:
    """Write a language as HTML and HTTP do: `pt-BR`."""
    return language.replace("_", "-")


def find_offered(text: str) -> str:
    """Find the offered language that a text means, `pt-BR` or `pt_br`; "" when it is none."""
    wished = text.strip().replace("-", "_").lower()
    same = (one for one in OFFERED if one.lower() == wished)
    return next(same, "")


def set_language(language: str) -> None:
    """Answer in this language from now on (one Lambda answers one reader at a time)."""
    _language.set(language if language in OFFERED else SOURCE)


def negotiate_language(accepted: str, *kept: str) -> None:
    """Answer in the first language known of a reader: kept ones in order, then those accepted.

    `accepted` is what a browser sends as `Accept-Language`, whatever it is.
    """
    known = next((one for one in kept if one in OFFERED), "") if kept else ""
    set_language(known or choose_language(accepted))


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """Speak a language for a while: a mail is in its addressee's, not in the caller's."""
    token = _language.set(language if language in OFFERED else SOURCE)
    try:
        yield
    finally:
        _language.reset(token)


def translate(msgid: str, /, **values: object) -> str:
    """Put a text into the reader's language, its `{named}` places filled.

    What fills `{label}` is a text of ours itself: the name of a field, put into it as well.
    """
    text = _catalogue(_language.get()).gettext(msgid) if msgid else ""
    if LABEL in values and isinstance(values[LABEL], str):
        values[LABEL] = translate(str(values[LABEL]))
    return fill(text, values) if values else text


def fill(text: str, values: Mapping[str, object]) -> str:
    """Put values into the `{named}` places of a text, and nothing else.

    Unlike `str.format` it knows no widths and no attributes: a text that somebody else wrote cannot
    grow or look into what it is given. A place without a value stays as it is written.
    """
    return PLACE.sub(lambda found: str(values.get(found[1], found[0])), text)


def typeset(text: str) -> str:
    """Bind French marks to their words, so that no line begins with a colon."""
    if _language.get() != SOURCE:
        return text
    return MARKS.sub(lambda found: found[0].replace(" ", "\N{NO-BREAK SPACE}"), text)


def translate_plural(singular: str, plural: str, number: int, /, **values: object) -> str:
    """Put a counted text into the reader's language; `{number}` is one of its places."""
    text = _catalogue(_language.get()).ngettext(singular, plural, number)
    return fill(text, {"number": number, **values})


@lru_cache(MOST_HEADERS)
def choose_language(accepted: str) -> str:
    """Choose among the offered languages by an `Accept-Language` header: its weights, then order."""
    if not accepted:
        return SOURCE
    wishes = [_read_wish(one) for one in accepted.split(",")[:MOST_WISHES]]
    for wished, weight in sorted(wishes, key=lambda wish: -wish[1]):
        for offered in OFFERED if wished and weight > 0 else ():
            if offered.split("_")[0] == wished.split("-")[0]:
                return offered
    return SOURCE


def _read_wish(text: str) -> tuple[str, float]:
    """Read one wish of the header, such as `pt-BR;q=0.8`; an unreadable weight is none."""
    name, _semicolon, rest = text.partition(";")
    weight = rest.replace(" ", "").removeprefix("q=")
    try:
        return name.strip().lower(), float(weight) if rest else 1.0
    except ValueError:
        return name.strip().lower(), 0.0
