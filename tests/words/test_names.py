"""Names that go into mails hold no address; names of people and firms stay as they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.words.names import has_address, without_address

ADDRESSES = (
    "https://piege.example/x",
    "HTTP://PIEGE.EXAMPLE",
    "//piege.example/x",
    "www.piege.example",
    "WWW2.piege.example",
    "contact@piege.example",
    "mailto:zoe",
    "tel:+33899000000",
    "javascript:alert(1)",
    "piege.com",
    "piege.example/payer",
    "mon.piege.fr",
    "ｗｗｗ．piege．example",
    "pi\u200bege.com",
    "piege。com",
    "ftp://piege",
)
NAMES = (
    "Zoé Lefèvre",
    "M. Dupont",
    "J.-P. Martin",
    "S.A.R.L. Soleil & Fils",
    "E.U.R.L. A.B.C. Énergies",
    "Sol@ir Toitures",
    "Toits/Énergie",
    "N’Guyen-d’Été, Anne: fille",
    "Société n°1 (Lyon)",
    "St.Malo Énergie",
    "Com. de communes",
    "李小龙",
    "Saint-Étienne-au-Mont",
)


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("around", ["{}", "Zoé {}", "{} Lefèvre", "Gagnez ! {} vite"])
def test_an_address_in_a_name_is_seen_and_left_out(address: str, around: str) -> None:
    name = around.format(address)
    assert has_address(name)
    shown = without_address(name)
    assert not has_address(shown)
    assert "piege" not in shown.casefold()


@pytest.mark.parametrize("name", NAMES)
def test_names_stay_as_they_are(name: str) -> None:
    assert not has_address(name)
    assert without_address(name) == name


def test_a_name_is_one_line_of_a_mail() -> None:
    assert without_address("Zoé\r\n\r\nVotre compte\u2028est fermé") == "Zoé Votre compte est fermé"


@given(st.text(max_size=80))
def test_whatever_is_stored_no_address_is_left(name: str) -> None:
    assert not has_address(without_address(name))
