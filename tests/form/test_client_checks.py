"""What deserves a second look about the client: the address, the name, the status."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.form.completeness import list_obstacles, list_warnings
from chalicelib.form.mail_domains import USUAL, find_resembling, propose_address
from tests.form.whole_form import whole_form


def warned(**steps: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one.field, one.code) for one in list_warnings(whole_form(**steps))]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gmial.com", "gmail.com"),
        ("gmai.com", "gmail.com"),
        ("gmaill.com", "gmail.com"),
        ("gmail.con", "gmail.com"),
        ("gmailcom", "gmail.com"),
        ("hotmial.fr", "hotmail.fr"),
        ("ornage.fr", "orange.fr"),
        ("wanado.fr", "wanadoo.fr"),
        ("lapste.net", "laposte.net"),
        ("GMIAL.COM", "gmail.com"),
    ],
)
def test_a_slip_in_a_usual_domain_is_seen(typed: str, meant: str) -> None:
    assert find_resembling(typed) == meant


@pytest.mark.parametrize(
    "domain",
    ["mail.com", "ymail.com", "exemple.fr", "soleil-du-midi.fr", "me.co", "sfr.com", "", "fr"],
)
def test_a_domain_that_exists_or_resembles_none_is_not_questioned(domain: str) -> None:
    assert find_resembling(domain) is None


@given(st.sampled_from(USUAL))
def test_a_usual_domain_is_never_questioned(domain: str) -> None:
    assert find_resembling(domain) is None


@given(st.text(max_size=30))
def test_whatever_is_typed_the_proposal_is_an_address_at_a_usual_domain(text: str) -> None:
    proposed = propose_address(text)
    assert proposed is None or proposed.rpartition("@")[2] in USUAL


def test_an_address_with_a_slip_is_a_proposal_and_no_refusal() -> None:
    form = whole_form(client={"email": "claire@gmial.com"})
    assert [(one.field, one.code) for one in list_warnings(form)] == [("email", "email-slip")]
    assert list_obstacles(form) == ()


def test_a_private_client_with_a_company_is_warned_of_the_status() -> None:
    assert warned(client={"company_name": "SCI Lilas"}) == [("client_type", "status-differs")]
    assert warned(client={"client_type": "professionnel", "company_name": "SCI Lilas"}) == []


@pytest.mark.parametrize(
    ("holder", "is_warned"),
    [
        ("Durand Claire", False),
        ("M. et Mme DURAND", False),
        ("SCI Lilas", True),
        ("Martin", True),
        ("", False),
    ],
)
def test_a_contract_in_another_name_is_warned_of(holder: str, is_warned: bool) -> None:
    found = warned(electricity={"holder_name": holder} if holder else {})
    assert (("holder_name", "holder-differs") in found) is is_warned


def test_a_company_holds_its_own_contract() -> None:
    pro = {"client_type": "professionnel", "company_name": "SCI des Lilas"}
    assert warned(client=pro, electricity={"holder_name": "SCI DES LILAS"}) == []
