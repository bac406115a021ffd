"""What stands beside a field."""

import pytest

from chalicelib.form.inputs import error_beside


@pytest.mark.parametrize(
    ("label", "message", "beside"),
    [
        ("PDL", "PDL : indiquez les 14 chiffres.", "Indiquez les 14 chiffres."),
        ("PDL", "PDL: enter the 14 digits.", "Enter the 14 digits."),
        ("Déjà un contrat ?", "Déjà un contrat : à remplir.", "À remplir."),
        ("A contract already?", "A contract already: to be filled in.", "To be filled in."),
        ("PDL", "PDL2: other words.", "PDL2: other words."),
        ("Commune", "vérifiez le code postal.", "Vérifiez le code postal."),
    ],
)
def test_what_stands_below_a_label_does_not_repeat_it_in_any_language(
    label: str, message: str, beside: str
) -> None:
    assert error_beside(label, message) == beside
