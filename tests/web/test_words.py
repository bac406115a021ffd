"""Words: French is the source, zero is singular, and every text is in the catalogue."""

import pytest

from chalicelib.web.words import choose_language, speaking, tell, tell_many, typeset


def test_french_is_told_as_it_is_written_with_its_places_filled() -> None:
    assert tell("Bonjour {name}", name="Zoé") == "Bonjour Zoé"
    assert tell("100 % {sûr}") == "100 % {sûr}"
    assert tell("") == ""


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 pièce"), (1, "1 pièce"), (2, "2 pièces"), (12, "12 pièces")]
)
def test_zero_and_one_are_singular_in_french(number: int, words: str) -> None:
    assert tell_many("{number} pièce", "{number} pièces", number) == words


@pytest.mark.parametrize("accepted", ["", "fr", "fr-FR,fr;q=0.9", "de,*;q=0.1", "en-US", ";;,,"])
def test_only_complete_languages_are_offered(accepted: str) -> None:
    assert choose_language(accepted) == "fr"


def test_a_language_that_is_not_offered_is_french() -> None:
    with speaking("xx"):
        assert tell("Bonjour") == "Bonjour"


def test_french_marks_stay_with_their_words() -> None:
    assert typeset("Quoi ? « Oui » : 9 %") == "Quoi\xa0? «\xa0Oui\xa0»\xa0: 9\xa0%"
