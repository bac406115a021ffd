"""A professional signs for a company: named, numbered, and in a capacity."""

from typing import Any

import pytest

from chalicelib.aws.table import Table
from chalicelib.refusals import InvalidFields
from chalicelib.rows.dossiers import SUBSCRIPTION
from chalicelib.subscription.panel import show_panel
from chalicelib.subscription.professional import (
    Company,
    DiffersFromDossier,
    list_differences,
    read_company,
)
from tests.subscription.clients import COMPANY, SIREN, SIRET, Client, make_client

GIVEN: dict[str, Any] = {
    "company": "Boulangerie du Port",
    "registration": SIRET,
    "capacity": "gérante",
}
OTHER_SIRET = "44306184100047"


def given(**more: Any) -> dict[str, Any]:
    """What a professional types, these fields otherwise."""
    return {**GIVEN, **more}


@pytest.fixture
def baker(table: Table) -> Client:
    return make_client(table, **COMPANY)


def test_a_professional_is_asked_for_no_early_start(baker: Client) -> None:
    asked = [str(text.text_id) for text in baker.open().texts]
    assert asked == ["adhesion", "mandate", "supplier_change"]


def test_the_company_its_number_and_the_capacity_are_needed(baker: Client) -> None:
    with pytest.raises(InvalidFields) as refused:
        baker.sign()
    named = [problem.field for problem in refused.value.problems]
    assert named == ["company", "registration", "capacity"]


@pytest.mark.parametrize("number", ["73282932100074", "732829321", "12", "abc", "7328293200007"])
def test_a_number_that_is_none_is_refused_by_name(baker: Client, number: str) -> None:
    with pytest.raises(InvalidFields) as refused:
        baker.sign(**given(registration=number))
    assert [problem.field for problem in refused.value.problems] == ["registration"]


@pytest.mark.parametrize("number", [SIRET, SIREN, "732 829 320", "732 829 320 00074"])
def test_a_siren_or_a_siret_agrees_with_the_form(baker: Client, number: str) -> None:
    head = baker.sign(**given(registration=number)).head
    assert head.signed_at
    assert show_panel(baker.dossier()).differs == ()


def test_letters_accents_and_points_make_no_difference(baker: Client) -> None:
    company = Company("BOULANGERIE  du-port", SIREN, "gérante")
    assert list_differences(company, baker.dossier()) == ()


def test_what_differs_is_asked_once_more_then_kept_and_shown(baker: Client) -> None:
    typed = given(company="Boulangerie du Phare", registration=OTHER_SIRET)
    with pytest.raises(DiffersFromDossier) as differs:
        baker.sign(**typed)
    assert differs.value.fields == ("company", "registration")
    assert baker.dossier().head.signed_at is None
    baker.sign(**typed, keeps_differences=True)
    row = baker.dossier().rows[SUBSCRIPTION.sk()]
    assert row["differs"] == "company registration"
    assert "Phare" not in str(row)
    assert show_panel(baker.dossier()).differs == ("Raison sociale", "SIREN ou SIRET")
    assert baker.dossier().values_of("client")["company_name"] == "Boulangerie du Port"


def test_an_establishment_of_another_number_differs(baker: Client) -> None:
    company, wrong = read_company(given(registration=OTHER_SIRET))
    assert wrong == ()
    assert list_differences(company, baker.dossier()) == ("registration",)


def test_a_form_that_names_no_number_contradicts_none(table: Table) -> None:
    client = make_client(table, **{**COMPANY, "siret": ""})
    company, _wrong = read_company(GIVEN)
    assert list_differences(company, client.dossier()) == ()


def test_long_words_are_refused_by_name() -> None:
    _company, wrong = read_company(given(company="x" * 121, capacity="y" * 81))
    assert [(one.field, one.code) for one in wrong] == [
        ("company", "too-long"),
        ("capacity", "too-long"),
    ]
