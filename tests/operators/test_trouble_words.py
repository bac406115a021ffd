"""What went wrong in a pass, kept as a code and told to each agent in their own language."""

import pytest

from chalicelib.operators.connectors_page import tell_trouble
from chalicelib.words.translation import in_language


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("fr", "Lignes refusées : 2 sur 120"),
        ("pt_BR", "Linhas recusadas: 2 de 120"),
        ("en", "Lines refused: 2 of 120"),
    ],
)
def test_refused_lines_are_told_in_each_language(language: str, told: str) -> None:
    with in_language(language):
        assert tell_trouble("lines-refused:2:120") == told


def test_what_an_operator_answered_is_shown_as_it_came() -> None:
    assert tell_trouble("503") == "503"
    assert tell_trouble("") == ""
