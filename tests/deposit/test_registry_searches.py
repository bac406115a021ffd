"""Registries in the client's step: what they propose is taken by a person, or typed by hand."""

import re
from collections.abc import Iterator
from html import unescape

import pytest

from chalicelib.deposit.search_step import MOST_PARCELS
from chalicelib.form.field_kinds import Rows
from chalicelib.form.fields import load_step_form
from chalicelib.form.steps import Step
from chalicelib.settings import load_settings
from tests.dossiers.conftest import Callers
from tests.portal import Portal
from tests.registries.stand_in import StandIn, standing_in
from tests.tables import know_signing_secret

TYPED = {
    "last_name": "Durand",
    "address": "12 rue des allies",
    "postcode": "38100",
    "city": "Grenoble",
}


@pytest.fixture
def registry(callers: Callers, monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    assert callers.app  # the table's own environment comes first
    with standing_in() as stand_in:
        stand_in.give("/ban/search", "address_house.json")
        stand_in.give("/cadastre/parcelle", "parcels_two.json")
        stand_in.give("/entreprises/search", "company_siren.json")
        monkeypatch.setenv("STAGE", "local")
        monkeypatch.setenv("ADDRESS_REGISTRY", f"{stand_in.address}/ban")
        monkeypatch.setenv("PARCEL_REGISTRY", f"{stand_in.address}/cadastre")
        monkeypatch.setenv("COMPANY_REGISTRY", f"{stand_in.address}/entreprises")
        load_settings.cache_clear()
        know_signing_secret("local")
        yield stand_in
    load_settings.cache_clear()


@pytest.fixture
def browser(callers: Callers) -> Portal:
    return callers.browser("installer")


@pytest.fixture
def step(registry: StandIn, browser: Portal) -> str:
    assert registry.address
    browser.get("/dossiers")
    return browser.post("/dossiers/nouveau", {"key": "k" * 20}).headers["location"]


def inputs(html: str) -> dict[str, str]:
    found = re.findall(r'<input id="field-([^"]+)"[^>]* value="([^"]*)"', html)
    return {name: unescape(text) for name, text in found}


def proposals(html: str) -> list[str]:
    return [unescape(one) for one in re.findall(r'name="proposition" value="([^"]*)"', html)]


def search(browser: Portal, step: str, on: str, typed: dict[str, str]) -> str:
    """Press a search and give the page that it leads to."""
    sent = browser.post(step, typed | {"action": f"chercher:{on}"})
    assert sent.status == 303
    assert "#propositions" in sent.headers["location"]
    return browser.get(sent.headers["location"].partition("#")[0]).body


def test_without_a_setting_there_is_no_button_and_nobody_is_asked(
    browser: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ADDRESS_REGISTRY", "PARCEL_REGISTRY", "COMPANY_REGISTRY"):
        monkeypatch.delenv(name, raising=False)
    load_settings.cache_clear()
    browser.get("/dossiers")
    step = browser.post("/dossiers/nouveau", {"key": "k" * 20}).headers["location"]
    page = browser.get(step).body
    assert "chercher:" not in page
    assert "registries.js" not in page
    assert browser.get("/adresses?q=12 rue").status == 404
    assert "chercher:" not in browser.get(f"{step}?chercher=adresse").body
    browser.post(step, TYPED | {"action": "chercher:adresse"})
    assert inputs(browser.get(step).body)["address"] == TYPED["address"]


def test_a_parcel_search_needs_both_registries(
    registry: StandIn, browser: Portal, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "chercher:parcelle" in browser.get(step).body
    monkeypatch.delenv("ADDRESS_REGISTRY")
    load_settings.cache_clear()
    page = browser.get(step).body
    assert "chercher:parcelle" not in page
    assert "chercher:entreprise" in page


def test_what_was_typed_is_saved_before_anything_is_proposed(browser: Portal, step: str) -> None:
    page = search(browser, step, "adresse", TYPED)
    assert inputs(page)["address"] == "12 rue des allies"
    assert inputs(page)["last_name"] == "Durand"
    assert len(proposals(page)) == 2
    assert "12 Rue des Alliés, 38100 Grenoble" in page
    assert "Sans numéro de rue" in page
    assert "Démonstration" in page


def test_a_taken_address_fills_its_fields_and_leads_to_its_parcels(
    registry: StandIn, browser: Portal, step: str
) -> None:
    page = search(browser, step, "adresse", TYPED)
    taken = TYPED | {"proposition": proposals(page)[0], "action": "reprendre:adresse"}
    sent = browser.post(step, taken)
    assert sent.headers["location"] == f"{step}?chercher=parcelle#propositions"
    page = browser.get(f"{step}?chercher=parcelle").body
    shown = inputs(page)
    assert (shown["address"], shown["postcode"]) == ("12 Rue des Alliés", "38100")
    assert "Section AB, numéro 32" in page
    assert "512 m²" in page.replace("\u202f", " ").replace("\xa0", " ")
    point = [query["geom"] for path, query in registry.asked if path == "/cadastre/parcelle"]
    assert point == ['{"type": "Point", "coordinates": [5.724524, 45.188529]}']


def test_a_parcel_is_added_once_it_was_checked_beside_those_typed(
    browser: Portal, step: str
) -> None:
    typed = TYPED | {"parcels-0-section": "ZC", "parcels-0-number": "7"}
    page = search(browser, step, "parcelle", typed)
    both = [("proposition", value) for value in proposals(page)]
    pairs = [*typed.items(), *both, ("action", "reprendre:parcelle")]
    refused = browser.post(step, pairs)
    assert refused.headers["location"].startswith(f"{step}?chercher=parcelle")
    page = browser.get(refused.headers["location"].partition("#")[0]).body
    assert "Parcelles non ajoutées" in page
    assert page.count(" checked") == len(both)  # what was ticked is not ticked again by hand
    assert "parcels-1-section" not in inputs(page)
    browser.post(step, [*pairs, ("proposition_verifiee", "oui")])
    shown = inputs(browser.get(step).body)
    found = [(shown[f"parcels-{n}-section"], shown[f"parcels-{n}-number"]) for n in range(3)]
    assert found == [("ZC", "7"), ("AB", "32"), ("A", "107")]


def test_a_parcel_that_is_there_already_is_not_added_twice(browser: Portal, step: str) -> None:
    typed = TYPED | {"parcels-0-section": "AB", "parcels-0-number": "0032"}
    page = search(browser, step, "parcelle", typed)
    taken = {"proposition": proposals(page)[0], "proposition_verifiee": "oui"}
    browser.post(step, typed | taken | {"action": "reprendre:parcelle"})
    shown = inputs(browser.get(step).body)
    assert shown["parcels-0-number"] == "0032"
    assert "parcels-1-number" not in shown


def test_no_parcel_is_lost_when_one_more_would_be_too_many(browser: Portal, step: str) -> None:
    rows = {f"parcels-{n}-section": "ZC" for n in range(MOST_PARCELS)}
    rows |= {f"parcels-{n}-number": str(n + 1) for n in range(MOST_PARCELS)}
    page = search(browser, step, "parcelle", TYPED | rows)
    taken = {"proposition": proposals(page)[0], "proposition_verifiee": "oui"}
    browser.post(step, TYPED | rows | taken | {"action": "reprendre:parcelle"})
    page = browser.get(step).body
    assert "un dossier en a 10 au plus" in page
    assert inputs(page)["parcels-9-number"] == "10"
    entry = load_step_form(Step.CLIENT).find("parcels")
    assert isinstance(entry, Rows)
    assert entry.most == MOST_PARCELS


@pytest.mark.parametrize(
    "address",
    [{"postcode": "69001"}, {"address": ""}, {"address": "rue des alliés"}, {"address": "14 rue"}],
)
def test_no_parcel_is_guessed_from_an_address_that_is_not_a_good_one(
    registry: StandIn, browser: Portal, step: str, address: dict[str, str]
) -> None:
    page = search(browser, step, "parcelle", TYPED | address)
    assert "cherchez-la d’abord" in page
    assert [path for path, _query in registry.asked if "cadastre" in path] == []


def test_an_unknown_address_stays_as_it_was_typed(
    registry: StandIn, browser: Portal, step: str
) -> None:
    registry.give("/ban/search", "address_none.json")
    page = search(browser, step, "adresse", TYPED)
    assert "Rien n’a été trouvé" in page
    assert inputs(page)["address"] == TYPED["address"]
    assert proposals(page) == []


@pytest.mark.parametrize("body", [b"<html>", b"[" * 9000, b" " * 600_000, b""])
def test_a_registry_in_trouble_leaves_the_page_and_what_was_typed(
    registry: StandIn, browser: Portal, step: str, body: bytes
) -> None:
    registry.answers["/ban/search"] = body
    page = search(browser, step, "adresse", TYPED)
    assert "ne répond pas pour l’instant" in page
    assert inputs(page)["address"] == TYPED["address"]
    assert browser.get("/adresses?q=12 rue des").json() == []


def test_nothing_chosen_or_something_foreign_changes_nothing(browser: Portal, step: str) -> None:
    search(browser, step, "adresse", TYPED)
    for value in ("", "{", "[]", '{"last_name": "Autre"}', '{"city": 3}', "x" * 3000):
        sent = browser.post(step, TYPED | {"proposition": value, "action": "reprendre:adresse"})
        assert sent.headers["location"].startswith(f"{step}?chercher=adresse")
    page = browser.get(step).body
    assert "Choisissez une proposition" in page
    assert inputs(page)["last_name"] == "Durand"
    assert inputs(page)["address"] == TYPED["address"]


def test_a_proposal_passes_through_the_steps_own_reading(browser: Portal, step: str) -> None:
    forged = '{"address": "12 rue", "postcode": "xx", "city": "Grenoble"}'
    browser.post(step, TYPED | {"proposition": forged, "action": "reprendre:adresse"})
    page = browser.get(step).body
    assert inputs(page)["postcode"] == "xx"
    assert "Indiquez les 5 chiffres du code postal." in page


def test_a_siren_typed_as_siret_proposes_its_sites_and_says_which_ceased(
    registry: StandIn, browser: Portal, step: str
) -> None:
    page = search(browser, step, "entreprise", {"siret": "552 100 554"})
    assert registry.asked[-1][1]["q"] == "552100554"
    assert "ATELIERS DU VERCORS, SIRET 55210055400021" in page
    assert "Établissement fermé depuis le 30/06/2021" in page.replace("\u202f", " ")
    browser.post(step, {"proposition": proposals(page)[0], "action": "reprendre:entreprise"})
    page = browser.get(step).body
    shown = inputs(page)
    assert (shown["company_name"], shown["siret"]) == ("ATELIERS DU VERCORS", "55210055400021")
    assert '<input type="radio" name="client_type" value="professionnel" checked>' in page


def test_a_client_type_that_was_answered_stays(browser: Portal, step: str) -> None:
    typed = {"siret": "552100554", "client_type": "particulier"}
    page = search(browser, step, "entreprise", typed)
    taken = {"proposition": proposals(page)[0], "action": "reprendre:entreprise"}
    browser.post(step, typed | taken)
    assert 'name="client_type" value="particulier" checked' in browser.get(step).body


def test_a_company_without_a_number_is_searched_by_its_name(
    registry: StandIn, browser: Portal, step: str
) -> None:
    search(browser, step, "entreprise", {"company_name": "Ateliers du Vercors"})
    assert registry.asked[-1][1]["q"] == "Ateliers du Vercors"
    page = search(browser, step, "entreprise", {})
    assert "Saisissez d’abord un SIRET" in page


def test_the_script_is_answered_with_addresses(browser: Portal, step: str) -> None:
    assert browser.get("/adresses?q=12 rue des").json()[0] == {
        "address": "12 Rue des Alliés",
        "postcode": "38100",
        "city": "Grenoble",
        "exact": "housenumber",
    }


@pytest.mark.parametrize("on", ["panels-0", "autre", "", "adresse:x", "parcelle-1"])
def test_a_search_that_this_step_lacks_is_an_ordinary_address(
    browser: Portal, step: str, on: str
) -> None:
    page = browser.get(f"{step}?chercher={on}").body
    assert 'id="propositions"' not in page
