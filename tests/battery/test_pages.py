"""The storage's page: a table that says all, a drawing beside it, a year at a time."""

import re

import pytest

from chalicelib.aws.table import Table
from chalicelib.battery.forms import NotedShape, StorageShape
from chalicelib.battery.model import Fate
from tests.accounts.conftest import PASSWORD, People, people, portal
from tests.battery.worlds import REFERENCE, commission, note
from tests.dossiers.conftest import Callers, callers
from tests.ledger.worlds import World
from tests.portal import Portal

__all__ = ["callers", "people", "portal"]

MOST_BYTES = 100_000


@pytest.fixture
def world(table: Table, people: People) -> World:
    return commission(table, people)


def signed_in(portal: Portal, email: str) -> Portal:
    browser = Portal(portal.app)
    browser.sign_in(email, PASSWORD)
    return browser


@pytest.mark.parametrize("email", ["client@maison.test", "camille@soleil.test"])
def test_client_and_installer_read_the_balance_month_by_month(
    world: World, portal: Portal, email: str
) -> None:
    note(world, "2024-05", "412.5", "180")
    note(world, "2024-06", "10", "2000")
    browser = signed_in(portal, email)
    dossier_page = browser.get(f"/dossiers/{world.dossier_id}").body
    assert "Solde à la fin de juin 2024 : 0 kWh." in dossier_page
    assert f"/dossiers/{world.dossier_id}/stockage" in dossier_page
    page = browser.get(f"/dossiers/{world.dossier_id}/stockage?annee=2024")
    assert page.status == 200
    assert "mai 2024" in page.body
    assert "1\u202f232,5" in page.body
    assert "757,5" in page.body
    assert "(provisoire)" in page.body
    assert "relevé pas encore connu" in page.body
    assert "Noter le relevé" not in page.body
    assert len(page.body.encode()) < MOST_BYTES


def test_the_drawing_has_one_bar_a_month_on_one_scale_and_says_where_its_figures_are(
    world: World, portal: Portal
) -> None:
    note(world, "2024-05", "1000", "0")
    note(world, "2024-06", "0", "1000")
    page = (
        signed_in(portal, "client@maison.test")
        .get(f"/dossiers/{world.dossier_id}/stockage?annee=2024")
        .body
    )
    heights = [int(one) for one in re.findall(r'<rect class="storage-bar[^>]*height="(\d+)"', page)]
    assert heights[:2] == [160, 80]
    assert len(heights) == 8
    assert 'role="img" aria-label="Le solde' in page
    assert " style=" not in page


def test_a_year_is_a_page_and_years_follow_each_other(world: World, portal: Portal) -> None:
    browser, here = (
        signed_in(portal, "client@maison.test"),
        f"/dossiers/{world.dossier_id}/stockage",
    )
    page = browser.get(f"{here}?annee=2024").body
    assert "?annee=2025" in page
    assert "?annee=2023" not in page
    for odd in ("", "?annee=1999", "?annee=abc", "?annee=²²²²"):
        assert browser.get(f"{here}{odd}").status == 200


def test_an_agent_notes_a_month_and_a_wrong_figure_is_shown_again_with_what_to_do(
    world: World, callers: Callers
) -> None:
    agent, here = callers.browser("agent"), f"/dossiers/{world.dossier_id}/stockage"
    wrong = agent.post(here, {"month": "05/2024", "injected_kwh": "douze", "drawn_kwh": "1"})
    assert wrong.status == 422
    assert 'value="douze"' in wrong.body
    assert "Énergie injectée : un nombre de kWh" in wrong.body
    done = agent.post(here, {"month": "05/2024", "injected_kwh": "12", "drawn_kwh": "1"})
    assert done.headers["location"] == f"{here}?annee=2024"
    assert "Le relevé est noté." in agent.get(f"{here}?annee=2024").body
    again = agent.post(here, {"month": "05/2024", "injected_kwh": "13", "drawn_kwh": "1"})
    assert again.status == 303
    assert "remplace l’ancien" in agent.get(f"{here}?annee=2024").body


def test_an_agent_imports_lines_and_reads_what_became_of_each(
    world: World, callers: Callers
) -> None:
    assert world.dossier_id
    agent = callers.browser("agent")
    lines = f"{REFERENCE};2024-05;412,5;180\n{REFERENCE};2024-13;1;1"
    page = agent.post("/releves", {"lines": lines})
    assert page.status == 200
    assert "noté" in page.body
    assert "refusé – Mois : écrivez-le" in page.body
    assert agent.post("/releves", {"lines": ""}).status == 422


def test_others_neither_note_nor_import_nor_see(world: World, callers: Callers) -> None:
    here = f"/dossiers/{world.dossier_id}/stockage"
    assert callers.browser("rival").get(here).status == 404
    assert callers.browser("installer").post(here, {}).status == 403
    assert callers.browser("installer").get("/releves").status == 403


def test_a_dossier_not_in_service_says_when_storage_begins(
    table: Table, people: People, portal: Portal
) -> None:
    from tests.following.worlds import file_for

    world = file_for(people, table)
    browser = signed_in(portal, "client@maison.test")
    page = browser.get(f"/dossiers/{world.dossier_id}/stockage").body
    assert "Le stockage virtuel n’a pas commencé" in page
    assert "/stockage" not in browser.get(f"/dossiers/{world.dossier_id}").body


def test_the_api_notes_a_month_and_tells_the_balance(world: World, callers: Callers) -> None:
    agent, path = callers.api("agent"), f"/dossiers/{world.dossier_id}/storage"
    body = {"injected_kwh": "412.5", "drawn_kwh": "180"}
    fates = [
        NotedShape.model_validate_json(agent.call("PUT", f"{path}/2024-05", body).body).fate
        for _ in range(2)
    ]
    assert fates == [Fate.NOTED, Fate.UNCHANGED]
    assert agent.call("PUT", f"{path}/2024-04", body).status == 422
    assert callers.api("installer").call("PUT", f"{path}/2024-05", body).status == 403
    assert callers.api("rival").call("GET", path).status == 404
    told = StorageShape.model_validate_json(callers.api("installer").call("GET", path).body)
    assert str(told.months[0].balance_kwh) == "1232.5"
