"""Which passwords others would guess first, and which pass."""

import pytest

from chalicelib.accounts.choose_password import require_same
from chalicelib.accounts.enrol import enrol_firm, enrol_user
from chalicelib.accounts.guessable import is_guessable
from chalicelib.accounts.model import Role
from chalicelib.accounts.password import refuse_weak
from chalicelib.accounts.refusals import PasswordGuessable
from chalicelib.aws.table import Table

EMAIL = "zoe.lefevre@toiture-lefevre.fr"


@pytest.mark.parametrize(
    "password",
    [
        "motdepasse123456",
        "Motdepasse2026!",
        "P@ssw0rd1234",
        "passwordpassword",
        "aaaaaaaaaaaa",
        "121212121212",
        "azertyuiop123",
        "987654321098",
        "abcdefghijkl",
        "Bonjour-Marseille-13",
        "Raccordement2026!!",
        "P@ssw0rd2026!!",
        "!!P@55w0rd-2026",
        "m0td3p@$$3_4712",
        "Azerty@928374",
        "S0l€il(2026)!!",
        "1l0v3y0u!!2024",
        "**P@ssw0rd**2026",
    ],
)
def test_common_words_and_rows_of_keys_are_refused_however_dressed(password: str) -> None:
    assert is_guessable(password)
    with pytest.raises(PasswordGuessable) as refused:
        refuse_weak(password)
    assert refused.value.field == "password"


@pytest.mark.parametrize(
    "password",
    [
        "soleil-sur-les-toits",
        "une phrase de passe",
        "xq7 fenêtre bleue",
        "Lefèvre aime le kayak",
        "847291635027",
        "P@ssw0rd 8472916350",
    ],
)
def test_a_phrase_passes_though_a_word_of_it_is_common(password: str) -> None:
    assert not is_guessable(password, (EMAIL,))


@pytest.mark.parametrize("password", ["zoe.lefevre2026", "Toiture-Lefevre1", EMAIL, "LefèvreZoé!!"])
def test_ones_own_address_is_no_password_for_that_account_alone(password: str) -> None:
    assert is_guessable(password, (EMAIL,))
    assert not is_guessable(password)


def test_every_way_of_choosing_one_refuses_it(table: Table) -> None:
    with pytest.raises(PasswordGuessable):
        require_same("zoe.lefevre2026", "zoe.lefevre2026", own=(EMAIL,))
    with pytest.raises(PasswordGuessable):
        enrol_user(
            table,
            email=EMAIL,
            name="Zoé",
            role=Role.INSTALLER,
            password="zoe.lefevre2026",
            firm=enrol_firm(table, "Toiture Lefèvre", code="1"),
        )
