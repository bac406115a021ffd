"""A dossier is duplicated: what is kept, what never is, and only once."""

import re

import pytest

from chalicelib.audit.store import list_events
from chalicelib.aws.table import Table
from chalicelib.deposit.copy_dossier import Keep, copy_form
from tests.dossiers.conftest import Callers
from tests.form.whole_form import give_pieces, whole_form, whole_json
from tests.portal import Answer, Portal


@pytest.fixture
def caller(callers: Callers) -> Portal:
    return callers.api("installer")


def create(caller: Portal, key: str = "chantier-1") -> str:
    made = caller.call("POST", "/dossiers", whole_json(), Idempotency_Key=key)
    return str(made.json()["id"])


def duplicate(caller: Portal, dossier_id: str, keep: str, key: str = "copie-001") -> Answer:
    here = f"/dossiers/{dossier_id}/copies"
    return caller.call("POST", here, {"keep": keep}, Idempotency_Key=key)


def test_the_same_client_keeps_client_and_contract_and_nothing_else(caller: Portal) -> None:
    source = create(caller)
    copied = duplicate(caller, source, "client")
    form = copied.json()["form"]
    assert (copied.status, copied.json()["status"]) == (201, "brouillon")
    assert copied.json()["id"] != source
    assert set(form) == {"client", "electricity"}
    assert form["client"]["last_name"] == "Durand"
    assert form["electricity"]["pdl"] == "01234567890123"
    assert (copied.json()["last_name"], copied.json()["operator"]) == ("Durand", "enedis")


def test_the_same_equipment_keeps_nobody_s_name_and_no_consuel(caller: Portal) -> None:
    copied = duplicate(caller, create(caller), "equipment").json()
    assert set(copied["form"]) == {"plant", "equipment"}
    assert copied["form"]["equipment"]["panels"][0]["model"] == "Tarka 126"
    assert copied["last_name"] == ""
    text = str(copied["form"])
    assert "Durand" not in text
    assert "DEM-2026-17" not in text
    assert "01234567890123" not in text


def test_what_speaks_of_one_site_is_not_copied_even_typed_wrongly() -> None:
    form = whole_form(plant={"plant_location": "sol", "was_connected": True})
    typed = {"plant_location": "nulle part", "peak_power_kwc": "beaucoup"}
    form = {**form, "plant": {**form["plant"], "as_typed": dict(typed)}}
    plant = copy_form(form, Keep.EQUIPMENT)["plant"]
    assert not plant.keys() & {"plant_location", "was_connected"}
    assert plant["as_typed"] == {"peak_power_kwc": "beaucoup"}
    assert plant["installer_name"] == "Soleil du Midi"


def test_files_are_not_copied(caller: Portal, callers: Callers, table: Table) -> None:
    source = create(caller)
    give_pieces(table, source, callers.people.installer)
    assert duplicate(caller, source, "client").json()["pieces"] == []


def test_a_double_click_makes_one_copy_even_when_the_source_changed_meanwhile(
    caller: Portal,
) -> None:
    source = create(caller)
    first = duplicate(caller, source, "client").json()["id"]
    caller.call("PATCH", f"/dossiers/{source}/steps/1", {"city": "Bron"})
    assert duplicate(caller, source, "client").json()["id"] == first
    assert len(caller.call("GET", "/dossiers").json()["dossiers"]) == 2
    other = duplicate(caller, source, "equipment")
    assert (other.status, other.json()["code"]) == (422, "idempotency-key-reused")


def test_the_journal_says_which_dossier_it_came_from(caller: Portal, table: Table) -> None:
    source = create(caller)
    copied = duplicate(caller, source, "client").json()["id"]
    ((event,), _next) = list_events(table, copied)
    assert event.kind == "dossier_copied"
    assert dict(event.details) == {"copied_from": source, "kept": "client"}


def test_another_firm_s_dossier_is_not_there(caller: Portal, callers: Callers) -> None:
    rival = callers.api("rival")
    assert duplicate(rival, create(caller), "client").status == 404


def test_a_part_that_was_never_filled_is_told(caller: Portal) -> None:
    made = caller.call("POST", "/dossiers", {}, Idempotency_Key="un-vide-1")
    answer = duplicate(caller, made.json()["id"], "client")
    assert (answer.status, answer.json()["code"]) == (409, "nothing-to-copy")


def test_the_page_asks_what_to_keep_and_leads_to_the_draft(
    caller: Portal, callers: Callers, table: Table
) -> None:
    source = create(caller)
    give_pieces(table, source, callers.people.installer)
    assert caller.call("POST", f"/dossiers/{source}/submit").status == 200
    browser = callers.browser("installer")
    here = f"/dossiers/{source}/copie"
    assert f'href="{here}"' in browser.get(f"/dossiers/{source}").body
    key = re.search(r'name="key" value="([^"]+)"', browser.get(here).body)
    assert key is not None
    unanswered = browser.post(here, {"key": key[1]})
    assert unanswered.status == 422
    assert "choisissez une des deux réponses" in unanswered.body
    assert f'value="{key[1]}"' in unanswered.body
    first = browser.post(here, {"key": key[1], "keep": "client"})
    assert first.status == 303
    assert (
        browser.post(here, {"key": key[1], "keep": "client"}).headers["location"]
        == (first.headers["location"])
    )
    step = browser.get(browser.get(first.headers["location"]).headers["location"]).body
    assert "Voici le nouveau brouillon" in step
    assert "/etape/3" in browser.get(first.headers["location"]).headers["location"]
