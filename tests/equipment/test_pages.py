"""The agents' pages of the catalogue."""

import re

import pytest

from chalicelib.aws.table import Table
from chalicelib.equipment import store
from chalicelib.equipment.catalogue import find_models
from chalicelib.equipment.model import EquipmentKind
from tests.accounts.conftest import PASSWORD, People, people, portal
from tests.portal import Portal

__all__ = ["people", "portal"]

SHEET = {
    "kind": "inverter",
    "maker": "Huawei",
    "model": "SUN2000-3KTL-L1",
    "power": "3,3",
    "phases": "monophase",
    "area_m2": "",
}


@pytest.fixture
def agent(portal: Portal, people: People, seeded: Table) -> Portal:
    assert people.agent
    browser = Portal(portal.app)
    browser.sign_in("agent@raccordo.test", PASSWORD)
    return browser


def key_of(page: str, model: str) -> str:
    found = re.search(rf'name="key" value="([^"]+{model}[^"]*)"', page)
    assert found is not None
    return found[1]


def test_an_agent_adds_a_model_that_is_proposed_at_once(agent: Portal, table: Table) -> None:
    agent.get("/catalogue")
    assert agent.post("/catalogue/modele", SHEET).headers["location"] == "/catalogue"
    page = agent.get("/catalogue").body
    assert "Huawei SUN2000-3KTL-L1" in page
    assert "3,3 kVA, monophasé" in page.replace("\u202f", " ").replace("\xa0", " ")
    assert "Modèle ajouté" in page
    found = find_models(EquipmentKind.INVERTER, "huawei sun2000-3ktl", table=table)[0]
    assert found.name == "SUN2000-3KTL-L1"
    assert found.power_w == 3300


def test_a_double_click_adds_one(agent: Portal, table: Table) -> None:
    agent.get("/catalogue")
    for _ in range(2):
        agent.post("/catalogue/modele", SHEET)
    assert len(store.read_records(table)) == 1


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("kind", "", "Nature : choisissez-en une."),
        ("kind", "battery", "Nature : choisissez-en une."),
        ("maker", "  ", "Marque : écrivez de 1 à 60 caractères"),
        ("maker", "—", "Marque : écrivez de 1 à 60 caractères"),
        ("model", "x" * 81, "Modèle : écrivez de 1 à 80 caractères"),
        ("power", "beaucoup", "indiquez de 0,05 à 5"),
        ("power", "0", "indiquez de 0,05 à 5"),
        ("power", "3,3333", "indiquez de 0,05 à 5"),
        ("phases", "biphase", "Phases : choisissez une des réponses proposées."),
        ("area_m2", "30", "Surface d’un panneau : indiquez au plus 20 m²"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_is_kept(
    agent: Portal, table: Table, field: str, text: str, sentence: str
) -> None:
    agent.get("/catalogue")
    answer = agent.post("/catalogue/modele", SHEET | {field: text})
    assert answer.status == 422
    assert sentence in answer.body.replace("\u202f", " ").replace("\xa0", " ")
    assert f'href="#field-{field}"' in answer.body
    assert store.read_entries(table) == ()


def test_a_model_of_the_seed_is_found_corrected_retired_and_restored(
    agent: Portal, table: Table
) -> None:
    page = agent.get("/catalogue?q=SPR-X22-360-COM").body
    key = key_of(page, "sprx22360com").replace("&#35;", "#")
    sheet = agent.get(f"/catalogue/modele?cle={key.replace('#', '%23')}").body
    assert 'value="SPR-X22-360-COM"' in sheet
    right = {"kind": "panel", "maker": "SunPower", "model": "SPR-X22-360-COM", "power": "362"}
    agent.post("/catalogue/modele", right | {"key": key, "revision": "0"})
    (found,) = find_models(EquipmentKind.PANEL, "SPR-X22-360-COM", table=table)
    assert found.power_w == 362
    agent.post("/catalogue/modele/retrait", {"key": key})
    assert find_models(EquipmentKind.PANEL, "SPR-X22-360-COM", table=table) == ()
    assert "Retiré" in agent.get("/catalogue").body
    agent.post("/catalogue/modele/retablissement", {"key": key})
    assert len(find_models(EquipmentKind.PANEL, "SPR-X22-360-COM", table=table)) == 1
    acts = [one.act for one in store.read_records(table)][::-1]
    assert acts == ["added", "retired", "restored"]


@pytest.mark.parametrize(
    "key", ["panel#no#thing", "x", "panel#a", "battery#a#b", "panel#" + "a" * 900]
)
def test_an_unknown_model_is_not_found(agent: Portal, key: str) -> None:
    agent.get("/catalogue")
    assert agent.get(f"/catalogue/modele?cle={key.replace('#', '%23')}").status == 404
    assert agent.post("/catalogue/modele/retrait", {"key": key}).status == 404
    assert agent.post("/catalogue/modele/retablissement", {"key": key}).status == 404


def test_whoever_shows_an_older_sheet_overwrites_nothing(agent: Portal, table: Table) -> None:
    agent.get("/catalogue")
    agent.post("/catalogue/modele", SHEET)
    agent.post("/catalogue/modele", SHEET | {"power": "3,4", "revision": "0"})
    answer = agent.post("/catalogue/modele", SHEET | {"power": "3,5", "revision": "0"})
    assert answer.status == 409
    assert "modifié entre-temps" in answer.body
    assert store.read_entries(table)[0].model.power_w == 3400


def test_what_agents_type_is_never_markup(agent: Portal) -> None:
    agent.get("/catalogue")
    agent.post("/catalogue/modele", SHEET | {"maker": "<b>Gras</b>"})
    assert "&lt;b&gt;Gras" in agent.get("/catalogue").body
    assert "<b>Gras" not in agent.get("/catalogue?q=gras").body
