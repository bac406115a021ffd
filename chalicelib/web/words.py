"""The words people read: French is the msgid, the catalogue holds the other languages.

`_("…")` marks a text where it is written; `tell` puts it into the reader's language and fills
its `{named}` places when it is shown. Templates call `_("…", name=value)`, which does both.

A language is offered once its catalogue under `locale/` is complete; a test says when.
"""

import gettext
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

DOMAIN = "raccordo"
SOURCE = "fr"
MARKS = re.compile(r" [:;?!»%]|« ")
OFFERED: tuple[str, ...] = ("fr",)
CATALOGUES = Path(__file__).parents[2] / "locale"

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
    return gettext.translation(DOMAIN, CATALOGUES, languages=[language], fallback=True)


def language_now() -> str:
    """Give the language of the reader being answered, such as `fr` or `pt_BR`."""
    return _language.get()


def speak(language: str) -> None:
    """Answer in this language from now on (one Lambda answers one reader at a time)."""
    _language.set(language if language in OFFERED else SOURCE)


def hear(headers: Mapping[str, str]) -> None:
    """Answer in the language that a request asks for, as far as it is offered."""
    if len(OFFERED) > 1:
        speak(choose_language(headers.get("accept-language", "")))


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak a language for a while: a mail is in its addressee's, not in the caller's."""
    token = _language.set(language if language in OFFERED else SOURCE)
    try:
        yield
    finally:
        _language.reset(token)


def tell(msgid: str, /, **values: object) -> str:
    """Put a text into the reader's language, its `{named}` places filled."""
    text = _catalogue(_language.get()).gettext(msgid) if msgid else ""
    return text.format(**values) if values else text


def typeset(text: str) -> str:
    """Bind French marks to their words, so that no line begins with a colon."""
    if _language.get() != SOURCE:
        return text
    return MARKS.sub(lambda found: found[0].replace(" ", "\N{NO-BREAK SPACE}"), text)


def tell_many(singular: str, plural: str, number: int, /, **values: object) -> str:
    """Put a counted text into the reader's language; `{number}` is one of its places."""
    text = _catalogue(_language.get()).ngettext(singular, plural, number)
    return text.format(number=number, **values)


def choose_language(accepted: str) -> str:
    """Choose among the offered languages by an `Accept-Language` header (order of the header)."""
    for wish in accepted.split(","):
        wished = wish.partition(";")[0].strip().replace("-", "_").lower()
        for offered in OFFERED:
            if wished and (offered.lower() == wished or offered.split("_")[0] == wished[:2]):
                return offered
    return SOURCE
