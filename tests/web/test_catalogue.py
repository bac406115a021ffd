"""Every text that people read is in the catalogue, and the catalogue is today's."""

import re
import string
from pathlib import Path

import pytest

from chalicelib.web.words import OFFERED, SOURCE
from local.messages import catalogue_path, gather, list_stale, read_modules, write_all

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "templates").rglob("*.html")) + sorted((ROOT / "templates").rglob("*.txt"))
JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
CLASSES = re.compile(r"\{% block \w+_class %\}.*?\{% endblock %\}", re.DOTALL)
TRANSLATED = re.compile(r"\{%-?\s*trans\b.*?\{%-?\s*endtrans\s*-?%\}", re.DOTALL)
UNREAD = re.compile(r"<(style|script|code)\b.*?</\1>|<!--.*?-->", re.DOTALL)
SPOKEN = re.compile(r'(?:aria-label|title|alt|placeholder)="([^"{]*)"')
ATTRIBUTE = re.compile(r'\baria-(?!label)\w+="[^"]*"')
TAG = re.compile(r"<[^>]*>", re.DOTALL)
WORD = re.compile(r"[^\W\d_]{2,}")
NAMES = {"Raccordo", "amp", "nbsp", "lt", "gt", "middot", "times", "rarr", "larr"}
"""The house's own name, and entities."""


def bare_words(text: str) -> set[str]:
    """The words of a template that no `_` translates."""
    text = CLASSES.sub(" ", UNREAD.sub(" ", TRANSLATED.sub(" ", text)))
    text = ATTRIBUTE.sub(" ", JINJA.sub(" ", text))
    spoken = " ".join(SPOKEN.findall(text))
    return set(WORD.findall(f"{TAG.sub(' ', text)} {spoken}")) - NAMES


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_every_word_of_a_template_goes_through_the_catalogue(path: Path) -> None:
    assert bare_words(path.read_text(encoding="utf-8")) == set()


def test_the_scan_sees_a_word_that_nobody_translates() -> None:
    assert bare_words('<p class="quiet">{{ _("Oui") }} bonjour</p>') == {"bonjour"}
    assert bare_words('<p title="Ici">{{ x }}</p>') == {"Ici"}
    assert bare_words("{% trans %}Bonjour{% endtrans %}<style>body</style>") == set()


def test_the_catalogue_is_todays() -> None:
    stale = [str(path.relative_to(ROOT)) for path in list_stale(write_all())]
    assert stale == [], "run python -m local.messages"


def test_refusals_and_marked_texts_are_found_in_the_code() -> None:
    texts = {text for text, _place in read_modules()}
    assert "Votre compte ne permet pas cette action." in texts
    assert "Trop d’essais" in texts


def test_places_are_named_the_same_way_in_every_text() -> None:
    for message in gather():
        for text in (message.id,) if isinstance(message.id, str) else message.id:
            names = [name for _text, name, _spec, _conv in string.Formatter().parse(text) if name]
            assert all(name.isidentifier() for name in names), text


@pytest.mark.parametrize("language", [one for one in OFFERED if one != SOURCE] or [SOURCE])
def test_an_offered_language_is_complete(language: str) -> None:
    assert catalogue_path(language).exists()
    if language == SOURCE:
        return
    missing = [one.id for one in write_missing(language)]
    assert missing == []


def write_missing(language: str):  # type: ignore[no-untyped-def] # babel has no types
    from babel.messages.pofile import read_po

    with catalogue_path(language).open("rb") as source:
        return [one for one in read_po(source, locale=language) if one.id and not one.string]
