"""The pages of dossiers, as a browser without JavaScript sees them."""

import re
from html import unescape

import pytest

from chalicelib.accounts.acting import as_actor
from chalicelib.aws.table import Table
from chalicelib.dossiers.create_draft import create_draft
from chalicelib.dossiers.list_dossiers import PAGE
from tests.deposit.steps import begin, post_step, send
from tests.dossiers.conftest import Callers
from tests.portal import Portal


@pytest.fixture
def browser(callers: Callers) -> Portal:
    return callers.browser("installer")


def test_an_empty_space_says_what_to_do(browser: Portal) -> None:
    page = browser.get("/dossiers").body
    assert "Aucun dossier dans cet espace" in page
    assert "cinq étapes" in page


def test_a_double_click_on_new_begins_one_draft(browser: Portal) -> None:
    first = browser.post("/dossiers/nouveau", {"key": "un-seul-clic"})
    second = browser.post("/dossiers/nouveau", {"key": "un-seul-clic"})
    assert first.headers["location"] == second.headers["location"]


def test_a_sent_dossier_is_read_only_and_shows_its_way(
    browser: Portal, callers: Callers, table: Table
) -> None:
    dossier = send(browser, callers, table)
    assert browser.get(f"{dossier}/etape/1").headers["location"] == dossier
    assert post_step(browser, dossier, 1).status == 409
    page = browser.get(dossier).body
    for words in ("Où en est le dossier", "C’est au client", "Souscription signée", "Depuis"):
        assert words in page


def test_the_list_counts_and_filters_by_status(
    browser: Portal, callers: Callers, table: Table
) -> None:
    send(browser, callers, table)
    page = browser.get("/dossiers?statut=nouveau").body
    assert "Durand Claire" in page
    assert "06 12 34 56 78" in page
    assert "Aucun dossier au statut" in browser.get("/dossiers?statut=cloture").body
    assert "Durand" not in browser.get("/dossiers?espace=gar36").body


def test_a_dossier_above_36_kva_stands_in_the_second_space(browser: Portal) -> None:
    dossier = begin(browser)
    post_step(browser, dossier, 1)
    post_step(browser, dossier, 3, connection_power_kva="36,1")
    assert "Durand" in browser.get("/dossiers?espace=gar36").body
    assert "Durand" not in browser.get("/dossiers").body


def test_a_long_list_is_paged_there_and_back(browser: Portal, callers: Callers) -> None:
    actor = as_actor(callers.people.installer, "page")
    for number in range(PAGE + 2):
        create_draft({}, idempotency_key=f"dossier-{number}", by=actor)
    first = browser.get("/dossiers").body
    assert f"{PAGE + 2} dossiers" in first
    assert "Page 1/2" in first
    following = re.search(r'href="([^"]+)" rel="next"', first)
    assert following is not None
    second = browser.get(unescape(following.group(1))).body
    assert "Page 2/2" in second
    assert second.count("Sans nom") == 2
    assert 'href="/dossiers?espace=gar" rel="prev"' in second


def test_cancelling_asks_for_a_reason(browser: Portal) -> None:
    dossier = begin(browser)
    assert browser.post(f"{dossier}/annulation", {"reason": " "}).status == 422
    assert browser.post(f"{dossier}/annulation", {"reason": "Abandon"}).status == 303
    assert "Dossier annulé" in browser.get(dossier).body


def test_the_agent_finds_a_sent_dossier_and_no_draft(
    browser: Portal, callers: Callers, table: Table
) -> None:
    draft, sent = begin(browser), send(browser, callers, table)
    agent = callers.browser("agent")
    assert agent.get(draft).status == 404
    assert "Durand Claire" in agent.get(sent).body
    lists = agent.get("/dossiers").body + agent.get("/dossiers?file=autres").body
    assert sent in lists


def test_the_journal_tells_what_happened_newest_first(
    browser: Portal, callers: Callers, table: Table
) -> None:
    page = browser.get(f"{send(browser, callers, table)}/journal").body
    assert page.index("Dossier envoyé") < page.index("Brouillon créé")
    assert "Brouillon → Nouveau" in page


@pytest.mark.parametrize(
    "path", ["", "/etape/1", "/recapitulatif", "/envoye", "/journal", "/annulation"]
)
def test_another_firm_sees_nothing(browser: Portal, callers: Callers, path: str) -> None:
    dossier = begin(browser)
    assert callers.browser("rival").get(f"{dossier}{path}").status == 404
