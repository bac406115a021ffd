"""The rights of persons over HTTP: agents export and ask for erasures, nobody else."""

import json
from typing import Any

import pytest

from chalicelib.accounts.enrol import enrol_firm, enrol_user
from chalicelib.accounts.model import Person, Role
from chalicelib.accounts.tokens import create_token
from chalicelib.aws.clock import business_now
from chalicelib.aws.table import Table
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.statuses import Status
from chalicelib.retention.store import list_erasures
from chalicelib.web.headers import forget_policy
from tests.portal import Portal, open_app
from tests.timeline.worlds import World

PASSWORD = "une phrase de passe"


@pytest.fixture
def world(table: Table) -> World:
    forget_policy()
    return World(table)


def enrol(world: World, role: Role) -> Person:
    firm: Any = enrol_firm(world.table, "Soleil", code="1234") if role is Role.INSTALLER else None
    return enrol_user(
        world.table,
        email=f"{role}@example.test",
        name="Sacha",
        role=role,
        password=PASSWORD,
        firm=firm,
    )


def caller(world: World, role: Role) -> Portal:
    person = enrol(world, role)
    return Portal(open_app(), token=create_token(person, "essai", table=world.table).secret)


def browser(world: World) -> Portal:
    enrol(world, Role.AGENT)
    portal = Portal(open_app())
    portal.sign_in("agent@example.test", PASSWORD)
    return portal


@pytest.fixture
def over(world: World) -> str:
    dossier_id = world.send()
    world.move(dossier_id, status=Status.CANCELLED, kind=EventKind.DOSSIER_CANCELLED)
    return dossier_id


def test_an_agent_exports_a_person_as_json(world: World, over: str) -> None:
    answer = caller(world, Role.AGENT).call("GET", f"/dossiers/{over}/person")
    assert answer.status == 200
    assert answer.json()["form"]["client"]["last_name"] == "Martin"


def test_an_agent_asks_for_an_erasure_once(world: World, over: str) -> None:
    agent = caller(world, Role.AGENT)
    answers = [agent.call("DELETE", f"/dossiers/{over}/person") for _ in range(2)]
    assert [(one.status, one.json()["new"]) for one in answers] == [(202, True), (202, False)]
    assert [one.case_id for one in list_erasures(world.table, business_now())] == [over]


def test_a_dossier_under_way_is_refused_with_what_to_do(world: World) -> None:
    answer = caller(world, Role.AGENT).call("DELETE", f"/dossiers/{world.send()}/person")
    assert answer.status == 409
    assert "Annulez-le" in answer.body


@pytest.mark.parametrize("role", [Role.INSTALLER, Role.CLIENT])
def test_nobody_else_exports_or_erases(world: World, over: str, role: Role) -> None:
    portal = caller(world, role)
    assert portal.call("GET", f"/dossiers/{over}/person").status == 403
    assert portal.call("DELETE", f"/dossiers/{over}/person").status == 403
    assert list(list_erasures(world.table, business_now())) == []


def test_the_page_shows_exports_and_asks(world: World, over: str) -> None:
    portal = browser(world)
    page = portal.get(f"/dossiers/{over}/donnees")
    assert page.status == 200
    assert "Effacer les données du client" in page.body
    export = portal.get(f"/dossiers/{over}/donnees/export")
    assert "attachment" in export.headers["content-disposition"]
    assert json.loads(export.body)["dossier_id"] == over
    asked = portal.post(f"/dossiers/{over}/donnees/effacement")
    assert asked.status == 303
    again = portal.get(f"/dossiers/{over}/donnees")
    assert "L’effacement est demandé" in again.body
    assert "Effacer les données du client" not in again.body


def test_the_page_of_a_dossier_under_way_says_why_not(world: World) -> None:
    page = browser(world).get(f"/dossiers/{world.send()}/donnees")
    assert "Annulez-le" in page.body
    assert "Effacer les données du client" not in page.body
