"""The statement on every page's foot, and a barrier from its report to its answer, without a mail."""

import re

import pytest

from chalicelib.accounts.enrol import enrol_user
from chalicelib.accounts.model import Role
from chalicelib.aws.table import Table
from tests.portal import Portal, open_app

PASSWORD = "une phrase de passe"


@pytest.fixture
def portal(table: Table) -> Portal:
    enrol_user(table, email="agent@essai.test", name="Léa", role=Role.AGENT, password=PASSWORD)
    return Portal(open_app())


def agent() -> Portal:
    browser = Portal(open_app())
    browser.sign_in("agent@essai.test", PASSWORD)
    return browser


def key_of(body: str) -> str:
    found = re.search(r'name="key" value="([^"]+)"', body)
    assert found
    return found[1]


def report(portal: Portal, words: str = "Le bouton n’a pas de nom.") -> str:
    key = key_of(portal.get("/accessibilite").body)
    answer = portal.post(
        "/accessibilite/signalements", {"key": key, "page": "Connexion", "words": words}
    )
    assert answer.status == 303
    return answer.headers["location"]


def test_the_foot_of_a_page_leads_to_the_statement(portal: Portal) -> None:
    assert '<a href="/accessibilite">' in portal.get("/connexion").body
    page = portal.get("/accessibilite")
    assert page.status == 200
    for words in ("partiellement conforme", "axe-core", "balises de structure", "22 novembre 2026"):
        assert words in page.body


def test_agents_come_to_the_reports_from_every_page_and_nobody_else_does(portal: Portal) -> None:
    link = 'href="/accessibilite/signalements"'
    assert link in agent().get("/dossiers").body
    assert link not in portal.get("/connexion").body


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("pt-BR", ("Declaração de acessibilidade", "22 de novembro de 2026")),
        ("en", ("Accessibility statement", "22 November 2026")),
    ],
)
def test_the_statement_is_read_in_each_language(
    portal: Portal, language: str, words: tuple[str, ...]
) -> None:
    portal.get(f"/langue/{language}")
    page = portal.get("/accessibilite").body
    assert f'<html lang="{language}">' in page
    for one in words:
        assert one in page


def test_a_barrier_is_reported_and_answered_inside_the_portal(portal: Portal) -> None:
    portal.get("/langue/en")
    address = report(portal)
    page = portal.get(address).body
    assert "Le bouton n’a pas de nom." in page
    assert "Keep the address of this page" in page
    desk = agent()
    waiting = desk.get("/accessibilite/signalements").body
    assert 'lang="en">Le bouton n’a pas de nom.' in waiting
    found = re.search(r'action="(/accessibilite/signalements/(\w+)/reponse)"', waiting)
    assert found
    path, field = found[1], f"words-{found[2][:12]}"
    refused = desk.post(path, {field: " "})
    assert refused.status == 422
    assert "Réponse : dites ce qui est fait" in refused.body.replace("\xa0", " ")
    assert desk.post(path, {field: "C’est corrigé."}).status == 303
    assert "Aucun obstacle signalé" in desk.get("/accessibilite/signalements").body
    assert "C’est corrigé." in portal.get(address).body
    assert desk.post(path, {field: "Encore."}).status == 409


def test_what_is_missing_is_said_at_the_field_and_what_was_typed_stays(portal: Portal) -> None:
    portal.get("/accessibilite")
    page = portal.post("/accessibilite/signalements", {"key": "x", "page": "Ma page", "words": ""})
    assert page.status == 422
    assert 'href="#field-words"' in page.body
    assert 'value="Ma page"' in page.body


def test_the_statement_fills_in_the_page_it_is_asked_from(portal: Portal) -> None:
    assert 'value="Mes dossiers"' in portal.get("/accessibilite?page=Mes%20dossiers").body


def test_one_source_cannot_fill_the_list(portal: Portal) -> None:
    for _one in range(5):
        report(portal)
    key = key_of(portal.get("/accessibilite").body)
    page = portal.post("/accessibilite/signalements", {"key": key, "page": "", "words": "Encore"})
    assert page.status == 429
    assert "Encore</textarea>" in page.body
