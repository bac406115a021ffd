"""Every text that people read is in the catalogue, and the catalogue is today's."""

import re
import string
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from chalicelib.form.fields import load_step_form
from chalicelib.form.problems import MESSAGES, describe
from chalicelib.form.steps import STEPS
from chalicelib.words.catalogues import catalogue_path
from chalicelib.words.languages import OFFERED, OWN_NAMES, SOURCE
from chalicelib.words.translation import in_language, translate, translate_plural
from local import messages
from local.messages import gather, list_stale, read_modules, write_all

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "templates").rglob("*.html")) + sorted((ROOT / "templates").rglob("*.txt"))
JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
CLASSES = re.compile(r"\{% block \w+_class %\}.*?\{% endblock %\}", re.DOTALL)
TRANSLATED = re.compile(r"\{%-?\s*trans\b.*?\{%-?\s*endtrans\s*-?%\}", re.DOTALL)
UNREAD = re.compile(r"<(style|script|code)\b.*?</\1>|<!--.*?-->", re.DOTALL)
SPOKEN = re.compile(r'(?:aria-label|title|alt|placeholder)="([^"{]*)"')
ATTRIBUTE = re.compile(r'\baria-(?!label)\w+="[^"]*"|\bdata-[\w-]+="\s*"')
TAG = re.compile(r"<[^>]*>", re.DOTALL)
PATH = re.compile(r"(?<!\S)/[a-z][a-z/-]*(?!\S)")
"""An address of ours in a mail's plain text."""
WORD = re.compile(r"[^\W\d_]{2,}")
NAMES = {"Raccordo", "amp", "nbsp", "lt", "gt", "middot", "times", "rarr", "larr"}
"""The house's own name, and entities."""


def bare_words(text: str) -> set[str]:
    """The words of a template that no `_` translates."""
    text = CLASSES.sub(" ", UNREAD.sub(" ", TRANSLATED.sub(" ", text)))
    text = ATTRIBUTE.sub(" ", JINJA.sub(" ", text))
    spoken = " ".join(SPOKEN.findall(text))
    bare = PATH.sub(" ", TAG.sub(" ", text))
    return set(WORD.findall(f"{bare} {spoken}")) - NAMES


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_every_word_of_a_template_goes_through_the_catalogue(path: Path) -> None:
    assert bare_words(path.read_text(encoding="utf-8")) == set()


def test_the_scan_sees_a_word_that_nobody_translates() -> None:
    assert bare_words('<p class="quiet">{{ _("Oui") }} bonjour</p>') == {"bonjour"}
    assert bare_words('<p title="Ici">{{ x }}</p>') == {"Ici"}
    assert bare_words("{{ portal_url }}/dossiers/a-faire") == set()
    assert bare_words("{% trans %}Bonjour{% endtrans %}<style>body</style>") == set()


def test_the_catalogue_is_todays() -> None:
    stale = [str(path.relative_to(ROOT)) for path in list_stale(write_all())]
    assert stale == [], "run python -m local.messages"


def test_refusals_and_marked_texts_are_found_in_the_code() -> None:
    texts = {text for text, _place in read_modules()}
    assert "Votre compte ne permet pas cette action." in texts
    assert "Trop d’essais" in texts


def test_a_systems_own_mails_are_read_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mail = tmp_path / "chalicelib" / "visits" / "emails" / "confirmed" / "subject.txt"
    mail.parent.mkdir(parents=True)
    mail.write_text('{{ _("Votre visite est confirmée") }}', encoding="utf-8")
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    place = "chalicelib/visits/emails/confirmed/subject.txt"
    assert list(messages.read_templates()) == [("Votre visite est confirmée", place)]


def test_places_are_named_the_same_way_in_every_text() -> None:
    for message in gather():
        for text in (message.id,) if isinstance(message.id, str) else message.id:
            names = [name for _text, name, _spec, _conv in string.Formatter().parse(text) if name]
            assert all(name.isidentifier() for name in names), text


TRANSLATED_INTO = [one for one in OFFERED if one != SOURCE]
MARKUP = re.compile(r"<[^>]+>|%\(\w+\)s|&\w+;")
FRENCH_SIGNS = re.compile(r"« | »| [:;?!](?:\s|$)")
SAME_EVERYWHERE = {
    *("API", "CSV", "Consuel", "E-mail", "Enedis", "Excel (XLSX)", "GAR", "GreenAlp", "JSON"),
    *("Linux", "Original", "PDF", "PDL", "Raccordo", "SIREN", "SIRET", "Windows", "macOS", "min"),
    "Strasbourg Électricité Réseaux",
    "Défenseur des droits, Libre réponse 71120, 75342 Paris CEDEX 07",
}
"""Names, and words that are the same in three languages."""


def list_translations(language: str) -> list[tuple[str, str]]:
    """Each text and its translation; a counted text gives its singular and its plural."""
    with catalogue_path(language).open("rb") as source:
        found = [one for one in read_po(source, locale=language) if one.id]
    pairs: list[tuple[str, str]] = []
    for one in found:
        ids = (one.id,) if isinstance(one.id, str) else one.id
        told = (one.string,) if isinstance(one.string, str) else tuple(one.string or ())
        assert len(ids) == len(told), one.id
        assert not one.fuzzy, one.id
        pairs += zip(ids, told, strict=True)
    return pairs


def places_of(text: str) -> list[str]:
    try:
        return sorted(name for _text, name, _spec, _conv in string.Formatter().parse(text) if name)
    except ValueError:
        return []


def test_three_languages_are_offered_french_first() -> None:
    assert OFFERED == ("fr", "pt_BR", "en")
    assert OWN_NAMES.keys() == set(OFFERED)


@pytest.mark.parametrize("language", TRANSLATED_INTO)
def test_an_offered_language_is_complete(language: str) -> None:
    missing = [text for text, told in list_translations(language) if not told.strip()]
    assert missing == []


@pytest.mark.parametrize("language", TRANSLATED_INTO)
def test_a_translation_keeps_the_places_and_the_markup(language: str) -> None:
    for text, told in list_translations(language):
        assert places_of(told) == places_of(text), text
        assert sorted(MARKUP.findall(told)) == sorted(MARKUP.findall(text)), text
        assert told.count("\n") == text.count("\n"), text
        assert (told[:1] == " ", told[-1:] == " ") == (text[:1] == " ", text[-1:] == " "), text


@pytest.mark.parametrize("language", TRANSLATED_INTO)
def test_a_translation_is_set_by_the_rules_of_its_own_language(language: str) -> None:
    set_as_french = [
        told for _text, told in list_translations(language) if FRENCH_SIGNS.search(told)
    ]
    assert set_as_french == []


def test_nothing_was_left_in_french_in_both_languages() -> None:
    languages = [dict(list_translations(one)) for one in TRANSLATED_INTO]
    left = {text for text in languages[0] if all(one[text] == text for one in languages)}
    bare = {text for text in left if WORD.search(re.sub(r"\{\w+\}|kWh|kVA|SIRET|Wc|m²", "", text))}
    assert bare - SAME_EVERYWHERE - {"Raccordo, {address}", "GAR + 36 kVA", "{number} min"} == set()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", ["0 page", "1 page", "2 pages"]),
        ("pt_BR", ["0 página", "1 página", "2 páginas"]),
        ("en", ["0 pages", "1 page", "2 pages"]),
    ],
)
def test_each_language_counts_by_its_own_rule(language: str, words: list[str]) -> None:
    with in_language(language):
        assert [translate_plural("{number} page", "{number} pages", n) for n in (0, 1, 2)] == words


def test_a_page_that_is_read_in_french_opens_no_catalogue() -> None:
    code = (
        "import sys; from chalicelib.web.render import say; from chalicelib.words.translation import negotiate_language;"
        "negotiate_language(''); say('Oui'); assert 'babel.messages' not in sys.modules, sys.modules.keys();"
        "from chalicelib.words import translation; assert translation._catalogue.cache_info().currsize == 1"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_a_field_is_named_in_the_readers_language_in_what_is_said_of_it() -> None:
    known = {text for text, _place in read_modules()}
    for step in STEPS:
        for entry in load_step_form(step).entries():
            label = str(describe(entry)["label"])
            assert label in known, label
    with in_language("en"):
        told = translate(MESSAGES["missing"], label="Nom du client")
    assert told == "Client’s last name: to be filled in before sending."
