"""A step that saves itself while somebody types: what the script sends, and what it is answered."""

import json
import re
from typing import Any
from urllib.parse import urlencode

import pytest

from chalicelib.accounts.acting import as_actor
from chalicelib.audit.store import list_whole_journal
from chalicelib.aws.table import Table
from chalicelib.dossiers.load import load_dossier
from tests.deposit.steps import begin, fill, open_step, post_step
from tests.dossiers.conftest import Callers
from tests.form.whole_form import give_pieces
from tests.portal import Answer, Portal


@pytest.fixture
def browser(callers: Callers) -> Portal:
    return callers.browser("installer")


def type_in(browser: Portal, dossier: str, **changed: str) -> Answer:
    page = open_step(browser, dossier, 1)
    return browser.post(f"{dossier}/etape/1/saisie", page | changed)


def test_what_is_typed_is_saved_and_the_hour_told(browser: Portal) -> None:
    dossier = begin(browser)
    answer = type_in(browser, dossier, last_name="Petit", mobile="06 12")
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/json"
    assert re.fullmatch(r"Enregistré à \d\d:\d\d", answer.json()["said"])
    again = open_step(browser, dossier, 1)
    assert (again["last_name"], again["mobile"]) == ("Petit", "06 12")
    assert again["base"] == answer.json()["base"]


def test_the_answer_is_small(browser: Portal) -> None:
    dossier = begin(browser)
    answer = type_in(browser, dossier, **fill(1))
    assert len(answer.body) < 2_000
    assert set(answer.json()) == {"said", "base", "fields", "note", "cautions", "clash"}


def test_what_was_sent_before_without_an_answer_is_no_conflict_with_oneself(
    browser: Portal,
) -> None:
    dossier = begin(browser)
    page = open_step(browser, dossier, 1)
    lost = page | {"last_name": "Pet"}
    browser.post(f"{dossier}/etape/1/saisie", lost)
    newer = page | {"last_name": "Petit", "en-route": urlencode(lost), "action": "brouillon"}
    assert browser.post(f"{dossier}/etape/1", newer).status == 303
    assert open_step(browser, dossier, 1)["last_name"] == "Petit"
    without = page | {"last_name": "Petite", "action": "brouillon"}
    assert browser.post(f"{dossier}/etape/1", without).status == 409


def test_a_page_that_is_left_tells_the_journal(
    browser: Portal, table: Table, callers: Callers
) -> None:
    dossier = begin(browser)
    dossier_id = dossier.rpartition("/")[2]
    type_in(browser, dossier, last_name="Petit")
    assert len(list_whole_journal(table, dossier_id)) == 1
    assert "Petit" not in browser.get("/dossiers").body
    assert type_in(browser, dossier, action="quitte").status == 200
    assert list_whole_journal(table, dossier_id)[-1].fields == ("last_name",)
    assert "Petit" in browser.get("/dossiers").body
    actor = as_actor(callers.people.installer, "page")
    assert load_dossier(dossier_id, seen_by=actor).head.typing == {}


def test_what_deserves_a_second_look_is_told_while_typing(browser: Portal) -> None:
    dossier = begin(browser)
    typed = {"email": "claire@gmial.com", "email_confirmation": "claire@gmial.com"}
    told = type_in(browser, dossier, **typed).json()["cautions"]
    assert told["email"].startswith("« gmial.com » ressemble à « gmail.com »")


def test_typing_costs_the_same_calls_on_every_save(
    browser: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier = begin(browser)
    page = open_step(browser, dossier, 1)
    calls: list[str] = []
    whole = Table._call

    def count(self: Table, method: str, **sent: Any) -> Any:
        calls.append(method)
        return whole(self, method, **sent)

    monkeypatch.setattr(Table, "_call", count)
    costs = []
    for name in ("Pet", "Peti", "Petit"):
        calls.clear()
        told = browser.post(f"{dossier}/etape/1/saisie", page | {"last_name": name}).json()
        page["base"] = told["base"]
        costs.append([method for method in calls if method not in {"get_item", "batch_get_item"}])
    assert costs == [["query", "update_item"]] * 3
    calls.clear()
    browser.post(f"{dossier}/etape/1/saisie", page | {"last_name": "Petit"})
    assert "update_item" not in calls


@pytest.mark.parametrize("body", ["last_name=Petit", "last_name=Petit&csrf=faux"])
def test_nothing_is_saved_for_a_page_that_is_not_ours(browser: Portal, body: str) -> None:
    dossier = begin(browser)
    assert browser.post_raw(f"{dossier}/etape/1/saisie", body).status == 403
    assert open_step(browser, dossier, 1)["last_name"] == ""


def test_a_session_that_ended_is_told_by_its_status(browser: Portal) -> None:
    dossier = begin(browser)
    browser.jar.clear()
    answer = browser.post_raw(f"{dossier}/etape/1/saisie", "last_name=Petit")
    assert answer.status == 303


def test_another_firm_types_into_no_draft_of_ours(browser: Portal, callers: Callers) -> None:
    dossier = begin(browser)
    rival = callers.browser("rival")
    assert rival.post(f"{dossier}/etape/1/saisie", fill(1)).status == 404
    assert callers.browser("agent").post(f"{dossier}/etape/1/saisie", fill(1)).status == 403


def test_a_sent_dossier_takes_no_more_typing(
    browser: Portal, callers: Callers, table: Table
) -> None:
    dossier = begin(browser)
    for number in range(1, 6):
        post_step(browser, dossier, number)
    give_pieces(table, dossier.rpartition("/")[2], callers.people.installer)
    browser.post(f"{dossier}/envoi")
    assert browser.post(f"{dossier}/etape/1/saisie", fill(1, city="Bron")).status == 409


def test_what_was_typed_alone_is_on_the_recap_and_is_sent(
    browser: Portal, callers: Callers, table: Table
) -> None:
    dossier = begin(browser)
    for number in range(1, 6):
        post_step(browser, dossier, number)
    give_pieces(table, dossier.rpartition("/")[2], callers.people.installer)
    type_in(browser, dossier, last_name="Petit")
    assert "Petit" in browser.get(f"{dossier}/recapitulatif").body
    assert browser.post(f"{dossier}/envoi").status == 303
    assert "Petit Claire" in browser.get(dossier).body


def test_a_program_that_saw_an_older_version_does_not_overwrite_what_is_typed(
    browser: Portal, callers: Callers
) -> None:
    dossier = begin(browser)
    here = f"/dossiers/{dossier.rpartition('/')[2]}"
    program = callers.api("installer")
    seen = program.call("GET", here).headers["etag"]
    type_in(browser, dossier, last_name="Petit")
    answer = program.call("PUT", f"{here}/steps/1", {"last_name": "Autre"}, If_Match=seen)
    assert (answer.status, answer.json()["code"]) == (409, "changed-meanwhile")
    assert program.call("PATCH", f"{here}/steps/1", {"city": "Bron"}).status == 200
    form = json.loads(program.call("GET", here).body)["form"]["client"]
    assert (form["last_name"], form["city"]) == ("Petit", "Bron")
