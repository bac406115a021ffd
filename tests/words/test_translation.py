"""Words: French is the source, zero is singular, and every text is in the catalogue."""

from pathlib import Path

import pytest
import time_machine

from chalicelib.words.catalogues import compile_words
from chalicelib.words.translation import (
    choose_language,
    find_offered,
    in_language,
    language_now,
    negotiate_language,
    translate,
    translate_plural,
    typeset,
)


def test_french_is_told_as_it_is_written_with_its_places_filled() -> None:
    assert translate("Bonjour {name}", name="Zoé") == "Bonjour Zoé"
    assert translate("100 % {sûr}") == "100 % {sûr}"
    assert translate("") == ""


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 pièce"), (1, "1 pièce"), (2, "2 pièces"), (12, "12 pièces")]
)
def test_zero_and_one_are_singular_in_french(number: int, words: str) -> None:
    assert translate_plural("{number} pièce", "{number} pièces", number) == words


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [
        ("", "fr"),
        ("fr-FR,fr;q=0.9", "fr"),
        ("de,*;q=0.1", "fr"),
        (";;,,", "fr"),
        ("en-US,en;q=0.9", "en"),
        ("pt-BR", "pt_BR"),
        ("pt-PT,pt;q=0.9,fr;q=0.8", "pt_BR"),
        ("de, EN ; q=0.5", "en"),
        ("en;q=0.2, pt;q=0.7, fr;q=0.1", "pt_BR"),
        ("en;q=0, pt;q=0.1", "pt_BR"),
        ("en;q=much", "fr"),
        ("x," * 30 + "en", "fr"),
    ],
)
def test_a_browser_is_answered_in_the_offered_language_that_it_wants_most(
    accepted: str, chosen: str
) -> None:
    assert choose_language(accepted) == chosen


@pytest.mark.parametrize(
    ("text", "found"),
    [("pt-BR", "pt_BR"), ("PT_br", "pt_BR"), ("en", "en"), ("en-US", ""), ("", ""), ("../fr", "")],
)
def test_a_language_that_somebody_names_is_one_of_ours_or_none(text: str, found: str) -> None:
    assert find_offered(text) == found


def test_what_is_kept_of_a_reader_goes_before_what_their_browser_says() -> None:
    with in_language("fr"):
        negotiate_language("en", "", "pt_BR")
        assert language_now() == "pt_BR"
        negotiate_language("en", "xx", "")
        assert language_now() == "en"
        negotiate_language("")
        assert language_now() == "fr"


def test_a_text_that_a_catalogue_lacks_is_told_in_french() -> None:
    with in_language("en"):
        assert translate("Ce texte n’existe nulle part.") == "Ce texte n’existe nulle part."
        assert translate_plural("{number} chose inédite", "{number} choses inédites", 0) == (
            "0 chose inédite"
        )


def test_a_catalogue_compiled_twice_has_the_same_bytes(tmp_path: Path) -> None:
    with time_machine.travel("2026-11-22T04:22:00Z"):
        compile_words(tmp_path / "one")
    with time_machine.travel("2027-01-01T00:00:00Z"):
        compile_words(tmp_path / "two")
    names = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert names == ["en.mo", "pt_BR.mo"]
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_a_language_that_is_not_offered_is_french() -> None:
    with in_language("xx"):
        assert translate("Bonjour") == "Bonjour"


def test_french_marks_stay_with_their_words() -> None:
    assert typeset("Quoi ? « Oui » : 9 %") == "Quoi\xa0? «\xa0Oui\xa0»\xa0: 9\xa0%"
