"""The JSON API of any kind, as programs of a firm, of another and of agents call it, on toy kinds."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from chalicelib.accounts.enrol import enrol_firm, enrol_user
from chalicelib.accounts.model import Role
from chalicelib.accounts.tokens import create_token
from chalicelib.audit.store import list_whole_journal
from chalicelib.aws.session import client
from chalicelib.aws.table import Table
from chalicelib.case_api.forms import (
    CaseAnswer,
    CaseJournal,
    CasesAnswer,
    FileTicket,
    FollowedAnswer,
    KindAnswer,
)
from chalicelib.cases import registry
from chalicelib.cases.files.check_arrival import check_arrival
from chalicelib.cases.list_cases import PAGE
from chalicelib.verdicts.arrival import Arrival
from chalicelib.verdicts.check_version import Desk
from tests.documents.worlds import RuleJudge
from tests.portal import Answer, Portal, open_app
from tests.tables import ENVIRONMENT

TOYS = Path(__file__).parents[1] / "toys" / "kinds.json"
UPLOADS, DOCUMENTS = ENVIRONMENT["UPLOADS_BUCKET"], ENVIRONMENT["DOCUMENTS_BUCKET"]
VISIT = {"name": "Lefèvre", "city": "Lyon", "on": "2026-03-20"}


@dataclass
class Callers:
    """Programs of two firms, an agent and a client, on one table."""

    firm: Portal
    rival: Portal
    agent: Portal
    client: Portal
    table: Table

    def book(self, key: str = "visite-001", **more: str) -> Any:
        answer = self.firm.call(
            "POST", "/kinds/booking/cases", {**VISIT, **more}, Idempotency_Key=key
        )
        assert answer.status == 201, answer.body
        return CaseAnswer.model_validate_json(answer.body).model_dump(mode="json")

    def plan(self, most: int = 1) -> str:
        answer = self.firm.call(
            "POST", "/kinds/round/cases", {"most": most}, Idempotency_Key="tournee-001"
        )
        assert answer.status == 201, answer.body
        return str(answer.json()["id"])

    def act(self, case_id: str, name: str, round_id: str, **headers: str) -> Answer:
        return self.firm.call(
            "POST", f"/cases/{case_id}/acts/{name}", {"round": round_id}, **headers
        )

    def send(self, ticket: Any, content: bytes) -> None:
        key = ticket["fields"]["key"]
        stored = client("s3").put_object(Bucket=UPLOADS, Key=key, Body=content)
        desk = Desk(RuleJudge(), "not_configured", DOCUMENTS, self.table)
        check_arrival(Arrival(UPLOADS, key, stored["VersionId"]), desk)


@pytest.fixture
def callers(table: Table) -> Iterator[Callers]:
    for bucket in (UPLOADS, DOCUMENTS):
        client("s3").create_bucket(
            Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-3"}
        )
        client("s3").put_bucket_versioning(
            Bucket=bucket, VersioningConfiguration={"Status": "Enabled"}
        )
    app, made = open_app(), {}
    firms = {
        "firm": enrol_firm(table, "Soleil du Midi", code="123456789"),
        "rival": enrol_firm(table, "Toits du Nord", code="987654321"),
    }
    for who in ("firm", "rival", "agent", "client"):
        role = {"agent": Role.AGENT, "client": Role.CLIENT}.get(who, Role.INSTALLER)
        person = enrol_user(
            table,
            email=f"{who}@essai.test",
            name=who,
            role=role,
            password="une phrase de passe",
            firm=firms.get(who),
        )
        made[who] = Portal(app, token=create_token(person, "essai", table=table).secret)
    with registry.registered(registry.read_kinds(TOYS)):
        yield Callers(table=table, **made)


def listed(answer: Answer) -> list[str]:
    assert answer.status == 200, answer.body
    return [one.id for one in CasesAnswer.model_validate_json(answer.body).cases]


def waiting_ids(answer: Answer) -> list[str]:
    assert answer.status == 200, answer.body
    return [one.id for one in FollowedAnswer.model_validate_json(answer.body).cases]


def test_a_key_makes_one_case_however_often_and_no_other_with_it(callers: Callers) -> None:
    made = callers.book()
    assert callers.book()["id"] == made["id"]
    assert (made["status"], made["columns"]["name"]) == ("asked", "Lefèvre")
    assert made["acts"] == ["confirm"]
    again = callers.firm.call(
        "POST", "/kinds/booking/cases", {**VISIT, "city": "Brest"}, Idempotency_Key="visite-001"
    )
    assert (again.status, again.json()["code"]) == (422, "idempotency-key-reused")
    assert len(list_whole_journal(callers.table, made["id"])) == 1


def test_bad_input_names_the_field_and_says_what_to_do(callers: Callers) -> None:
    answer = callers.firm.call(
        "POST",
        "/kinds/booking/cases",
        {"name": "", "city": "Lyon", "on": "hier", "colour": "bleu"},
        Idempotency_Key="visite-001",
    )
    told = {one["field"]: one["code"] for one in answer.json()["fields"]}
    assert answer.status == 422
    assert told.keys() == {"name", "on", "colour"}


def test_two_kinds_move_in_one_act_and_neither_when_one_refuses(callers: Callers) -> None:
    first, second = callers.book(), callers.book("visite-002")
    round_id = callers.plan(most=1)
    assert callers.act(first["id"], "confirm", round_id).json()["status"] == "confirmed"
    full = callers.act(second["id"], "confirm", round_id)
    assert (full.status, full.json()["code"]) == (409, "round-full")
    assert callers.firm.call("GET", f"/cases/{second['id']}").json()["status"] == "asked"
    assert callers.firm.call("GET", f"/cases/{round_id}").json()["data"]["taken"] == 1


def test_an_act_on_a_version_that_no_longer_holds_changes_nothing(callers: Callers) -> None:
    made = callers.book()
    round_id = callers.plan()
    late = callers.act(made["id"], "confirm", round_id, If_Match="7")
    assert (late.status, late.json()["code"]) == (409, "changed-meanwhile")
    assert callers.act(made["id"], "confirm", round_id, If_Match=str(made["version"])).status == 200


@pytest.mark.parametrize("act", ["cancel", "visit"])
def test_an_act_that_there_is_not_or_not_now_is_refused(callers: Callers, act: str) -> None:
    made = callers.book()
    answer = callers.act(made["id"], act, callers.plan())
    assert answer.status == {"cancel": 404, "visit": 409}[act]


def test_anothers_case_is_a_404_on_every_way_to_it(callers: Callers) -> None:
    made, round_id = callers.book(), callers.plan()
    place = f"/cases/{made['id']}"
    ways: list[tuple[str, str, object]] = [
        ("GET", place, None),
        ("GET", f"{place}/journal", None),
        ("POST", f"{place}/acts/confirm", {"round": round_id}),
        ("POST", f"{place}/files", {"slot": "photo", "file_name": "a.png", "size_bytes": 9}),
        ("GET", f"{place}/files/doc_1", None),
        ("GET", f"{place}/messages", None),
    ]
    for method, path, body in ways:
        answer = callers.rival.call(method, path, body, Idempotency_Key="fichier-001")
        assert answer.status == 404, (method, path, answer.body)
    assert listed(callers.rival.call("GET", "/kinds/booking/cases")) == []
    assert listed(callers.rival.call("GET", "/kinds/booking/search?word=lef")) == []


def test_anothers_round_gives_no_place(callers: Callers) -> None:
    made = callers.book()
    answer = callers.rival.call(
        "POST", "/kinds/round/cases", {"most": 3}, Idempotency_Key="tournee-001"
    )
    assert callers.act(made["id"], "confirm", answer.json()["id"]).status == 404


def test_roles_without_a_rule_are_told_so(callers: Callers) -> None:
    made = callers.book()
    body = {"most": 3}
    for who in (callers.client, callers.agent):
        create = who.call("POST", "/kinds/round/cases", body, Idempotency_Key="tournee-001")
        assert create.status == 403
    assert callers.client.call("GET", "/kinds/booking/cases").status == 403
    assert callers.client.call("GET", f"/cases/{made['id']}").status == 404
    assert callers.firm.call("GET", f"/cases/{made['id']}/person").status == 403
    assert callers.firm.call("GET", "/kinds/booking/waiting?reason=to_confirm").status == 403


def test_a_kind_that_declares_no_api_has_none(callers: Callers) -> None:
    assert callers.agent.call("GET", "/kinds/dossier/cases?owner=frm_1").status == 404
    assert callers.agent.call("GET", "/kinds/nothing").status == 404
    assert callers.agent.call("GET", "/cases/dos_1").status == 404


def test_lists_have_counters_a_status_a_cursor_and_an_owner(callers: Callers) -> None:
    ids = [callers.book(f"visite-{number:03d}")["id"] for number in range(PAGE + 1)]
    callers.act(ids[0], "confirm", callers.plan())
    page = callers.firm.call("GET", "/kinds/booking/cases").json()
    assert page["counts"] == {"asked": PAGE, "confirmed": 1}
    rest = callers.firm.call("GET", f"/kinds/booking/cases?start={page['next']}")
    assert len(page["cases"]) + len(listed(rest)) == PAGE + 1
    assert listed(callers.firm.call("GET", "/kinds/booking/cases?status=confirmed")) == [ids[0]]
    wrong = callers.firm.call("GET", "/kinds/booking/cases?status=vague")
    assert (wrong.status, wrong.json()["fields"][0]["field"]) == (422, "status")
    nobody = callers.agent.call("GET", "/kinds/booking/cases")
    assert (nobody.status, nobody.json()["fields"][0]["field"]) == (422, "owner")
    assert callers.firm.call("GET", "/kinds/booking/cases?owner=frm_other").status == 404


def test_agents_find_what_waits_and_by_a_word(callers: Callers) -> None:
    made = callers.book()
    waiting = "/kinds/booking/waiting?reason=to_confirm"
    assert waiting_ids(callers.agent.call("GET", waiting)) == [made["id"]]
    assert listed(callers.agent.call("GET", "/kinds/booking/search?word=lyo")) == [made["id"]]
    assert listed(callers.firm.call("GET", "/kinds/booking/search?word=Lef%C3%A8")) == [made["id"]]
    for nothing in ("", "%20", "x" * 61):
        answer = callers.firm.call("GET", f"/kinds/booking/search?word={nothing}")
        assert (answer.status, answer.json()["fields"][0]["field"]) == (422, "word")
    callers.act(made["id"], "confirm", callers.plan())
    assert waiting_ids(callers.agent.call("GET", waiting)) == []
    unknown = callers.agent.call("GET", "/kinds/booking/waiting?reason=vague")
    assert (unknown.status, unknown.json()["fields"][0]["field"]) == (422, "reason")


def test_the_journal_is_told_newest_first_and_holds_nothing_personal(callers: Callers) -> None:
    made = callers.book()
    callers.act(made["id"], "confirm", callers.plan())
    answer = callers.firm.call("GET", f"/cases/{made['id']}/journal")
    told = CaseJournal.model_validate_json(answer.body)
    assert [one.kind for one in told.events] == ["booking_confirmed", "booking_asked"]
    assert "Lefèvre" not in answer.body


def test_a_file_is_announced_judged_accepted_and_read(callers: Callers) -> None:
    made = callers.book()
    place = f"/cases/{made['id']}"
    answer = callers.firm.call(
        "POST",
        f"{place}/files",
        {"slot": "photo", "file_name": "toit.pdf", "size_bytes": 9},
        Idempotency_Key="fichier-001",
    )
    ticket = FileTicket.model_validate_json(answer.body).model_dump()
    file = f"{place}/files/{ticket['id']}"
    assert callers.firm.call("GET", file).status == 409
    callers.send(ticket, b"good file")
    (kept,) = callers.firm.call("GET", place).json()["files"]
    assert (kept["state"], kept["accepted_by"]) == ("readable", "")
    assert callers.firm.call("POST", f"{file}/accept").status == 403
    accepted = callers.agent.call("POST", f"{file}/accept").json()["files"]
    assert accepted[0]["state"] == "accepted"
    assert callers.firm.call("GET", file).status == 303
    refused = callers.agent.call(
        "POST", f"{file}/refuse", {"reason": "outdated", "words": "Trop ancienne."}
    )
    (last,) = CaseAnswer.model_validate_json(refused.body).files
    assert (last.state, last.words) == ("refused", "Trop ancienne.")
    assert callers.firm.call("GET", file).status == 409
    assert callers.agent.call("POST", f"{file}/check-again").status == 409


def test_both_sides_write_to_each_other(callers: Callers) -> None:
    made = callers.book()
    place = f"/cases/{made['id']}/messages"
    sent = {"words": "Le portail est fermé."}
    assert callers.firm.call("POST", place, sent, Idempotency_Key="message-001").status == 201
    told = callers.agent.call("GET", place).json()["messages"]
    assert [one["words"] for one in told] == ["Le portail est fermé."]


def test_a_person_is_exported_and_their_erasure_asked_for_once(callers: Callers) -> None:
    made = callers.book()
    place = f"/cases/{made['id']}/person"
    assert callers.agent.call("GET", place).json()["visit"]["name"] == "Lefèvre"
    assert callers.agent.call("DELETE", place).json()["new"] is True
    assert callers.agent.call("DELETE", place).json()["new"] is False


def test_a_kind_describes_what_it_takes(callers: Callers) -> None:
    answer = callers.firm.call("GET", "/kinds/booking")
    told = KindAnswer.model_validate_json(answer.body)
    assert told.statuses == ["asked", "confirmed", "visited"]
    assert "city" in str(told.takes["required"])
    assert told.acts.keys() == {"confirm", "visit"}
    assert callers.client.call("GET", "/kinds/booking").status == 403
