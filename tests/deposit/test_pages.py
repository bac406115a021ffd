"""The pages of a draft, as a browser without JavaScript sees them."""

import re
from typing import Any

import pytest

from chalicelib.aws.table import Table
from tests.deposit.steps import begin, fill, fill_all, post_step, send
from tests.dossiers.conftest import Callers
from tests.portal import Portal


@pytest.fixture
def browser(callers: Callers) -> Portal:
    return callers.browser("installer")


def inputs(html: str) -> dict[str, str]:
    """The text fields of a page and what they show."""
    found = re.findall(r'<input id="field-([^"]+)"[^>]* value="([^"]*)"', html)
    return dict(found)


def test_each_step_leads_to_the_next_and_the_last_to_the_recap(browser: Portal) -> None:
    dossier = begin(browser)
    for number in range(1, 5):
        answer = post_step(browser, dossier, number)
        assert answer.headers["location"] == f"{dossier}/etape/{number + 1}"
    assert post_step(browser, dossier, 5).headers["location"] == f"{dossier}/recapitulatif"


def test_what_was_typed_comes_back_when_the_draft_is_resumed(browser: Portal) -> None:
    dossier = fill_all(browser)
    for number in range(1, 6):
        shown = inputs(browser.get(f"{dossier}/etape/{number}").body)
        for name, text in fill(number).items():
            assert shown.get(name, text) == text
    assert inputs(browser.get(f"{dossier}/etape/2").body)["pdl"] == "01234567890123"


def test_next_says_what_is_missing_and_where(browser: Portal) -> None:
    dossier = begin(browser)
    answer = browser.post(f"{dossier}/etape/1", {"last_name": "Durand"})
    assert answer.status == 422
    assert '<a href="#field-first_name">Prénom du client : à remplir' in answer.body
    assert 'id="field-first_name-error"' in answer.body
    assert 'id="field-last_name-error"' not in answer.body
    assert inputs(answer.body)["last_name"] == "Durand"


def test_an_address_typed_otherwise_the_second_time_is_told_once(browser: Portal) -> None:
    answer = post_step(browser, begin(browser), 1, email_confirmation="claire@example.fr")
    assert answer.status == 422
    assert "Les deux adresses sont différentes" in answer.body
    assert 'id="field-email-error"' not in answer.body


def test_a_draft_is_saved_whatever_it_lacks(browser: Portal) -> None:
    dossier = begin(browser)
    wrong = {"last_name": "Durand", "postcode": "690", "action": "brouillon"}
    answer = browser.post(f"{dossier}/etape/1", wrong)
    assert answer.headers["location"] == f"{dossier}/etape/1"
    page = browser.get(f"{dossier}/etape/1").body
    assert inputs(page)["postcode"] == "690"
    assert "Indiquez les 5 chiffres du code postal." in page


def test_rows_are_added_and_removed_without_javascript(browser: Portal) -> None:
    dossier = begin(browser)
    added = post_step(browser, dossier, 4, action="ajouter:panels")
    assert added.headers["location"] == f"{dossier}/etape/4?ligne=panels#rows-panels"
    page = browser.get(f"{dossier}/etape/4?ligne=panels").body
    assert 'name="panels-1-brand"' in page
    assert 'value="retirer:panels-0"' in page
    second = {"panels-1-brand": "DualSun", "action": "retirer:panels-0"}
    post_step(browser, dossier, 4, **second)
    shown = inputs(browser.get(f"{dossier}/etape/4").body)
    assert shown["panels-0-brand"] == "DualSun"
    assert "panels-1-brand" not in shown


def test_the_enter_key_presses_next_and_not_a_button_of_the_rows(browser: Portal) -> None:
    page = browser.get(f"{begin(browser)}/etape/4").body
    form = page[page.index('id="etape"') :]
    first = re.search(r'<button[^>]*name="action" value="([^"]+)"', form)
    assert first is not None
    assert first.group(1) == "suivant"


def test_the_operator_is_proposed_from_the_postcode(browser: Portal) -> None:
    dossier = begin(browser)
    for postcode, code in [("69003", "enedis"), ("38000", "greenalp")]:
        post_step(browser, dossier, 1, postcode=postcode)
        page = browser.get(f"{dossier}/etape/2").body
        assert f'<option value="{code}" selected>' in page


def test_the_recap_lists_what_is_missing_with_links_to_the_fields(browser: Portal) -> None:
    dossier = begin(browser)
    post_step(browser, dossier, 1)
    page = browser.get(f"{dossier}/recapitulatif").body
    assert f'href="{dossier}/etape/2#field-pdl"' in page
    assert f'href="{dossier}/etape/5#field-facture"' in page
    assert f'action="{dossier}/envoi"' not in page


def test_sending_an_incomplete_dossier_shows_the_recap_again(browser: Portal) -> None:
    dossier = fill_all(browser)
    answer = browser.post(f"{dossier}/envoi")
    assert answer.status == 422
    assert "Facture d’électricité du client" in answer.body


def test_the_confirmation_gives_the_number_to_read_aloud(
    browser: Portal, callers: Callers, table: Table
) -> None:
    dossier = send(browser, callers, table)
    page = browser.get(f"{dossier}/envoye").body
    number = re.search(r'class="reference">([0-9A-Z]{4}-[0-9A-Z]{4})<', page)
    assert number is not None
    assert browser.post(f"{dossier}/envoi").headers["location"] == f"{dossier}/envoye"
    assert number.group(1) in browser.get(f"{dossier}/envoye").body
    assert 'href="/dossiers"' in page


@pytest.mark.parametrize("number", ["0", "6", "x"])
def test_there_are_five_steps(browser: Portal, number: str) -> None:
    assert browser.get(f"{begin(browser)}/etape/{number}").status == 404


def test_what_people_type_is_never_markup(browser: Portal) -> None:
    dossier = begin(browser)
    evil: dict[str, Any] = {"last_name": '"><script>alert(1)</script>', "action": "brouillon"}
    browser.post(f"{dossier}/etape/1", evil)
    for path in (f"{dossier}/etape/1", f"{dossier}/recapitulatif", "/dossiers"):
        assert "<script>alert" not in browser.get(path).body


def test_a_draft_takes_no_more_than_its_row_can_hold(browser: Portal) -> None:
    dossier = begin(browser)
    post_step(browser, dossier, 1, last_name="Durand")
    answer = post_step(browser, dossier, 2, pdl="9" * 220_000)
    assert answer.status == 413
    assert 'value="Durand"' in browser.get(f"{dossier}/etape/1").body
