"""A status is told by its operator's name, in the reader's language."""

import pytest

from chalicelib.dossiers.status_labels import label_status
from chalicelib.dossiers.statuses import Status
from chalicelib.words.translation import in_language


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "En traitement Enedis"),
        ("en", "With Enedis"),
        ("pt_BR", "Em análise na Enedis"),
    ],
)
def test_a_dossier_with_an_operator_says_which(language: str, words: str) -> None:
    with in_language(language):
        assert label_status(Status.WITH_OPERATOR, "enedis") == words


def test_an_operator_nobody_knows_leaves_the_status_alone() -> None:
    assert label_status(Status.WITH_OPERATOR, "licorne") == "En traitement GRD"
    assert label_status(Status.NEW, "enedis") == "Nouveau"
