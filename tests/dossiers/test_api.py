"""The JSON API of dossiers, as a partner's program calls it."""

from typing import Any

import pytest
from pydantic import BaseModel

from chalicelib.aws.table import Table
from chalicelib.dossiers.answers import (
    DossierAnswer,
    DossierListAnswer,
    JournalAnswer,
    QueueAnswer,
    TimelineAnswer,
)
from chalicelib.form.models import DossierForm
from tests.dossiers.conftest import Callers
from tests.form.whole_form import give_pieces, whole_json
from tests.portal import Answer, Portal


@pytest.fixture
def caller(callers: Callers) -> Portal:
    return callers.api("installer")


def create(caller: Portal, body: dict[str, Any] | None = None, key: str = "chantier-1") -> Answer:
    wanted = whole_json() if body is None else body
    return caller.call("POST", "/dossiers", wanted, Idempotency_Key=key)


def create_sent(caller: Portal, callers: Callers, table: Table) -> str:
    dossier_id: str = create(caller).json()["id"]
    give_pieces(table, dossier_id, callers.people.installer)
    assert caller.call("POST", f"/dossiers/{dossier_id}/submit").status == 200
    return dossier_id


def test_a_dossier_is_created_once_however_often_it_is_sent(caller: Portal) -> None:
    first, second = create(caller), create(caller)
    assert (first.status, second.status) == (201, 201)
    assert first.json()["id"] == second.json()["id"]
    assert first.headers["location"] == f"/api/v1/dossiers/{first.json()['id']}"
    assert len(caller.call("GET", "/dossiers").json()["dossiers"]) == 1


def test_a_draft_says_what_it_lacks_and_where(caller: Portal) -> None:
    answer = create(caller, {"plant": {"connection_power_kva": 9}}).json()
    missing = {one["field"]: one for one in answer["missing"]}
    assert missing["last_name"]["step"] == "client"
    assert missing["last_name"]["message"] == "Nom du client : à remplir avant l’envoi."
    assert missing["facture"]["step"] == "documents"
    assert "connection_power_kva" not in missing


def test_a_step_is_replaced_by_put_and_changed_by_patch(caller: Portal) -> None:
    here = f"/dossiers/{create(caller).json()['id']}/steps/1"
    patched = caller.call("PATCH", here, {"city": "Villeurbanne"}).json()
    assert patched["form"]["client"]["city"] == "Villeurbanne"
    assert patched["form"]["client"]["last_name"] == "Durand"
    assert patched["city"] == "Villeurbanne"
    put = caller.call("PUT", here, {"city": "Lyon"}).json()
    assert put["form"]["client"] == {"city": "Lyon"}


def test_a_change_on_an_older_version_is_refused(caller: Portal) -> None:
    made = create(caller)
    here = f"/dossiers/{made.json()['id']}/steps/1"
    assert caller.call("PATCH", here, {"city": "Bron"}, If_Match=made.headers["etag"]).status == 200
    again = caller.call("PATCH", here, {"city": "Nice"}, If_Match=made.headers["etag"])
    assert (again.status, again.json()["code"]) == (409, "changed-meanwhile")


def test_a_wrong_field_is_refused_with_its_name_in_french(caller: Portal) -> None:
    here = f"/dossiers/{create(caller).json()['id']}/steps/2"
    answer = caller.call("PATCH", here, {"pdl": "123"})
    assert (answer.status, answer.headers["content-type"]) == (422, "application/problem+json")
    (problem,) = answer.json()["fields"]
    assert problem["field"] == "pdl"
    assert problem["message"].startswith("PDL : indiquez les 14 chiffres")


def test_an_unknown_field_is_refused(caller: Portal) -> None:
    answer = create(caller, {"client": {"nickname": "x"}})
    assert answer.status == 422
    assert answer.json()["fields"][0]["field"] == "client.nickname"


def test_a_step_that_is_no_object_is_told_so(caller: Portal) -> None:
    (problem,) = create(caller, {"client": 5}).json()["fields"]
    assert problem["field"] == "client"
    assert problem["message"] == "Envoyez un objet JSON avec des champs nommés."


def test_an_incomplete_dossier_is_not_sent(caller: Portal) -> None:
    dossier_id = create(caller).json()["id"]
    answer = caller.call("POST", f"/dossiers/{dossier_id}/submit")
    assert answer.status == 422
    assert {one["field"] for one in answer.json()["fields"]} == {
        "facture",
        "photo_installation",
        "photo_compteur",
    }


def test_a_sent_dossier_has_a_reference_and_is_read_only(
    caller: Portal, callers: Callers, table: Table
) -> None:
    dossier_id = create_sent(caller, callers, table)
    sent = caller.call("POST", f"/dossiers/{dossier_id}/submit").json()
    assert sent["status"] == "nouveau"
    assert len(sent["reference"]) == 9
    answer = caller.call("PATCH", f"/dossiers/{dossier_id}/steps/1", {"city": "Nice"})
    assert (answer.status, answer.json()["code"]) == (409, "already-sent")
    counters = caller.call("GET", "/dossiers").json()["counters"]
    assert (counters["by_status"]["nouveau"], counters["this_year"]) == (1, 1)


def test_the_list_is_filtered_by_space_and_status(caller: Portal) -> None:
    body = whole_json()
    body["plant"]["connection_power_kva"] = 36.1
    create(caller, body)
    assert caller.call("GET", "/dossiers").json()["dossiers"] == []
    large = caller.call("GET", "/dossiers?space=gar36&status=brouillon").json()
    assert [one["space"] for one in large["dossiers"]] == ["gar36"]
    assert caller.call("GET", "/dossiers?space=gar36&status=nouveau").json()["dossiers"] == []
    wrong = caller.call("GET", "/dossiers?status=perdu")
    assert (wrong.status, wrong.json()["fields"][0]["field"]) == (422, "status")


def test_a_dossier_is_cancelled_with_a_reason(caller: Portal) -> None:
    dossier_id = create(caller).json()["id"]
    here = f"/dossiers/{dossier_id}/cancel"
    for body, words in [({}, "obligatoire"), ({"reason": " "}, "indiquez pourquoi")]:
        refused = caller.call("POST", here, body)
        assert refused.status == 422
        assert words in refused.json()["fields"][0]["message"]
    assert caller.call("POST", here, {"reason": "Projet abandonné"}).json()["status"] == "annule"


def test_another_firms_dossier_does_not_exist(caller: Portal, callers: Callers) -> None:
    dossier_id = create(caller).json()["id"]
    rival = callers.api("rival")
    for method, path, body in [
        ("GET", "", None),
        ("GET", "/timeline", None),
        ("GET", "/journal", None),
        ("PATCH", "/steps/1", {"city": "Nice"}),
        ("POST", "/submit", None),
        ("POST", "/cancel", {"reason": "pour voir"}),
    ]:
        answer = rival.call(method, f"/dossiers/{dossier_id}{path}", body)
        assert (answer.status, answer.json()["code"]) == (404, "not-found")


def test_a_draft_is_none_of_the_agents_business_and_a_sent_dossier_is(
    caller: Portal, callers: Callers, table: Table
) -> None:
    agent = callers.api("agent")
    draft = create(caller, key="brouillon-1").json()["id"]
    assert agent.call("GET", f"/dossiers/{draft}").status == 404
    dossier_id = create_sent(caller, callers, table)
    assert agent.call("GET", f"/dossiers/{dossier_id}").status == 200
    lanes = [agent.call("GET", f"/queue?lane={lane}").json() for lane in ("us", "others")]
    assert dossier_id in [line["id"] for lane in lanes for line in lane["dossiers"]]


def test_the_journal_names_no_person(caller: Portal) -> None:
    dossier_id = create(caller).json()["id"]
    answer = caller.call("GET", f"/dossiers/{dossier_id}/journal")
    assert [event["kind"] for event in answer.json()["events"]] == ["dossier_created"]
    assert "Durand" not in answer.body


def test_every_answer_has_the_shape_that_is_described(
    caller: Portal, callers: Callers, table: Table
) -> None:
    dossier_id = create_sent(caller, callers, table)
    agent = callers.api("agent")
    answers: list[tuple[Portal, str, type[BaseModel]]] = [
        (caller, f"/dossiers/{dossier_id}", DossierAnswer),
        (caller, "/dossiers", DossierListAnswer),
        (caller, f"/dossiers/{dossier_id}/timeline", TimelineAnswer),
        (caller, f"/dossiers/{dossier_id}/journal", JournalAnswer),
        (agent, "/queue?lane=others", QueueAnswer),
        (agent, "/queue", QueueAnswer),
    ]
    for who, path, shape in answers:
        answer = who.call("GET", path)
        assert answer.status == 200
        shape.model_validate_json(answer.body)


def test_the_description_of_the_form_shows_bounds_and_patterns() -> None:
    shapes = DossierForm.model_json_schema()["$defs"]
    (pdl, _none) = shapes["ElectricityStep"]["properties"]["pdl"]["anyOf"]
    assert pdl["pattern"] == "^[0-9]{14}$"
    (peak, _none) = shapes["PlantStep"]["properties"]["peak_power_kwc"]["anyOf"]
    assert (peak["type"], peak["minimum"]) == ("number", 0.1)


@pytest.mark.parametrize("start", ["abc", "%C3%A9", "eyJwayI6IkojYSJ9"])
def test_a_journal_has_no_page_that_it_did_not_give(caller: Portal, start: str) -> None:
    dossier_id = create(caller).json()["id"]
    answer = caller.call("GET", f"/dossiers/{dossier_id}/journal?start={start}")
    assert (answer.status, answer.json()["code"]) == (400, "invalid-cursor")
