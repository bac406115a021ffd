"""Two toy systems over HTTP on the deployed stack: all that their declarations give, with no code of theirs run here."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from chalicelib.accounts.enrol import find_enrolled
from chalicelib.accounts.tokens import create_token
from chalicelib.audit.model import verify_chain
from chalicelib.audit.store import list_whole_journal
from local.people import AGENT, CLIENT, INSTALLER, load_people
from local.stage import LocalStage
from tests.cloud.steps import wait_for
from tests.verdicts.made_files import pdf

pytestmark = pytest.mark.cloud

GOOD = pdf()


@dataclass
class Caller:
    """A program with one person's token."""

    stage: LocalStage
    token: str

    def send(self, method: str, path: str, body: object = None, key: str = "") -> httpx.Response:
        headers = {
            "Host": self.stage.portal.removeprefix("http://"),
            "Authorization": f"Bearer {self.token}",
            **({"Idempotency-Key": key} if key else {}),
        }
        address = f"{self.stage.connect_to}/api/v1{path}"
        return httpx.request(method, address, json=body, headers=headers, timeout=60)

    def ask(self, method: str, path: str, body: object = None, key: str = "") -> Any:
        answer = self.send(method, path, body, key)
        assert answer.is_success, (path, answer.status_code, answer.text)
        return answer.json()

    def read(self, path: str) -> Any:
        return self.ask("GET", path)


@dataclass
class World:
    """A firm's program and an agent's, a word that nobody else's cases have, and what they make."""

    stage: LocalStage
    firm: Caller
    agent: Caller
    client: Caller
    word: str

    def book(self) -> str:
        visit = {
            "name": f"{self.word} Lefèvre",
            "city": "Lyon",
            "on": "2026-03-20",
            "email": f"{self.word}@client.example.org",
        }
        made = self.firm.ask("POST", "/kinds/booking/cases", visit, key=f"{self.word}-visit")
        again = self.firm.ask("POST", "/kinds/booking/cases", visit, key=f"{self.word}-visit")
        assert again["id"] == made["id"]
        return str(made["id"])

    def plan(self) -> str:
        made = self.firm.ask("POST", "/kinds/round/cases", {"most": 1}, key=f"{self.word}-round")
        return str(made["id"])

    def ids(self, caller: Caller, path: str) -> list[str]:
        return [one["id"] for one in caller.read(path)["cases"]]


@pytest.fixture
def world(stage: LocalStage) -> World:
    table = stage.table()
    load_people(table)
    callers = {}
    for who in (INSTALLER, AGENT, CLIENT):
        person = find_enrolled(table, who.email)
        assert person is not None
        callers[who.role] = Caller(stage, create_token(person, "essai", table=table).secret)
    firm, agent, client = callers.values()
    return World(stage, firm, agent, client, f"z{uuid.uuid4().hex}")


def test_a_booking_is_made_found_confirmed_told_and_heard_of(world: World) -> None:
    case_id, round_id = world.book(), world.plan()
    assert case_id in world.ids(world.firm, "/kinds/booking/cases?status=asked")
    assert world.ids(world.agent, f"/kinds/booking/search?word={world.word}") == [case_id]
    before = world.firm.read("/kinds/booking/cases")["counts"]
    world.firm.ask("POST", f"/cases/{case_id}/acts/confirm", {"round": round_id})
    after = world.firm.read("/kinds/booking/cases")["counts"]
    assert after["confirmed"] == before.get("confirmed", 0) + 1
    assert world.firm.read(f"/cases/{round_id}")["data"]["taken"] == 1
    refused = world.firm.send("POST", f"/cases/{case_id}/acts/confirm", {"round": round_id})
    assert (refused.status_code, refused.json()["code"]) == (409, "illegal-move")
    address = f"{world.word}@client.example.org"
    (mail,) = wait_for(lambda: [one for one in world.stage.mails() if one["To"] == [address]])
    assert mail["Subject"] == "Votre visite à Lyon est confirmée"
    world.firm.ask("POST", f"/cases/{case_id}/acts/visit", {"round": round_id})
    wait_for(lambda: world.firm.read(f"/cases/{round_id}")["data"]["done"] == [case_id])
    told = [one["kind"] for one in world.firm.read(f"/cases/{case_id}/journal")["events"]]
    assert told == ["booking_visited", "booking_confirmed", "booking_asked"]
    verify_chain(list_whole_journal(world.stage.table(), case_id))


def test_a_photo_is_judged_accepted_by_a_person_and_read(world: World) -> None:
    place = f"/cases/{world.book()}"
    wanted = {"slot": "photo", "file_name": "toit.pdf", "size_bytes": len(GOOD)}
    ticket = world.firm.ask("POST", f"{place}/files", wanted, key=f"{world.word}-file")
    file = f"{place}/files/{ticket['id']}"
    assert world.firm.send("GET", file).status_code == 409
    sent = httpx.post(
        ticket["url"],
        data=ticket["fields"],
        files={"file": ("toit.pdf", GOOD, "application/pdf")},
        timeout=60,
    )
    assert sent.status_code == 201, sent.text

    def state() -> Mapping[str, str]:
        (one,) = world.firm.read(place)["files"]
        return one  # type: ignore[no-any-return] # JSON

    wait_for(lambda: state()["state"] == "readable")
    world.agent.ask("POST", f"{file}/accept")
    assert state()["state"] == "accepted"
    copy = world.firm.send("GET", file)
    assert copy.status_code == 303
    read = httpx.get(copy.headers["location"], timeout=60)
    assert (read.status_code, read.headers["content-type"]) == (200, "application/pdf")


def test_a_thread_has_two_sides_and_others_have_none(world: World) -> None:
    place = f"/cases/{world.book()}/messages"
    sent = {"words": "Le portail est vert."}
    world.firm.ask("POST", place, sent, key=f"{world.word}-message")
    assert [one["words"] for one in world.agent.read(place)["messages"]] == [sent["words"]]
    assert world.client.send("GET", place).status_code in {403, 404}


def test_a_person_is_exported_and_erased_and_found_no_more(world: World) -> None:
    case_id = world.book()
    assert world.agent.read(f"/cases/{case_id}/person")["visit"]["city"] == "Lyon"
    assert world.firm.send("GET", f"/cases/{case_id}/person").status_code == 403
    assert world.agent.ask("DELETE", f"/cases/{case_id}/person")["new"] is True
    world.stage.invoke("purge")
    gone = world.agent.read(f"/cases/{case_id}")
    assert (gone["data"]["name"], gone["acts"]) == ("", [])
    assert world.ids(world.agent, f"/kinds/booking/search?word={world.word}") == []
