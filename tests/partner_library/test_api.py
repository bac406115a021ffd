"""The JSON API of the library, as an agent's and an installer's program call it."""

from dataclasses import dataclass

import pytest

from chalicelib.accounts.enrol import enrol_firm, enrol_user
from chalicelib.accounts.model import Role
from chalicelib.accounts.tokens import create_token
from chalicelib.aws.table import Table
from chalicelib.partner_library.forms import (
    ItemAnswer,
    ItemsAnswer,
    ItemWholeAnswer,
    LibraryTicketAnswer,
)
from chalicelib.partner_library.shelf import forget_shelf
from chalicelib.verdicts.limits import HELD_AFTER_TRIES
from tests.partner_library.test_sweep_library import sweep
from tests.partner_library.worlds import BROCHURE, CHARTER, World, make_world
from tests.portal import Portal, open_app

SHEET = {"kind": "prices", "title": "Tarifs partenaires", "words": "Hors taxes."}


@dataclass
class Callers:
    """Programs of an agent, an installer and a client, on one library."""

    agent: Portal
    installer: Portal
    client: Portal
    world: World

    def add(self, key: str = "tarifs-001") -> str:
        answer = self.agent.call("POST", "/library", SHEET, Idempotency_Key=key)
        assert answer.status == 201, answer.body
        return str(answer.json()["id"])


@pytest.fixture
def callers(table: Table) -> Callers:
    forget_shelf()
    app = open_app()
    firm = enrol_firm(table, "Soleil du Midi", code="123456789")
    made = {}
    for who, role in (
        ("agent", Role.AGENT),
        ("installer", Role.INSTALLER),
        ("client", Role.CLIENT),
    ):
        of = firm if role is Role.INSTALLER else None
        person = enrol_user(
            table,
            email=f"{who}@essai.test",
            name=who,
            role=role,
            password="une phrase de passe",
            firm=of,
        )
        made[who] = Portal(app, token=create_token(person, "essai", table=table).secret)
    return Callers(world=make_world(table), **made)


def test_an_agents_program_publishes_a_document_and_an_installers_downloads_it(
    callers: Callers,
) -> None:
    item_id = callers.add()
    assert callers.add() == item_id
    file = {"file_name": "tarifs.pdf", "size_bytes": 11}
    answer = callers.agent.call(
        "POST", f"/library/{item_id}/versions", file, Idempotency_Key="version-001"
    )
    ticket = answer.json()
    LibraryTicketAnswer.model_validate_json(answer.body)
    callers.world.check(callers.world.put(ticket["fields"]["key"], b"good prices"))
    forget_shelf()
    listed = callers.installer.call("GET", "/library")
    ItemsAnswer.model_validate_json(listed.body)
    (found,) = listed.json()["items"]
    assert (found["title"], found["current"]["id"]) == (SHEET["title"], ticket["id"])
    assert "served" not in listed.body
    download = callers.installer.call("GET", f"/library/{item_id}/file")
    assert download.status == 303
    assert ticket["id"] in download.headers["location"]


def test_a_clients_program_sees_what_is_flagged_for_clients(callers: Callers) -> None:
    charter, brochure = (callers.world.publish(one) for one in (CHARTER, BROCHURE))
    found = callers.client.call("GET", "/library").json()["items"]
    assert [one["id"] for one in found] == [brochure.item_id]
    assert callers.client.call("GET", f"/library/{charter.item_id}/file").status == 404
    assert callers.client.call("GET", f"/library/{charter.item_id}").status == 403


def test_an_agents_program_edits_moves_withdraws_and_restores(callers: Callers) -> None:
    first, second = callers.add(), callers.add("tarifs-002")
    put = callers.agent.call("PUT", f"/library/{second}", {**SHEET, "for_clients": True})
    ItemAnswer.model_validate_json(put.body)
    assert put.json()["for_clients"] is True
    callers.agent.call("POST", f"/library/{second}/move", {"position": 1})
    order = [one["id"] for one in callers.agent.call("GET", "/library").json()["items"]]
    assert order == [second, first]
    assert callers.agent.call("POST", f"/library/{second}/withdraw").json()["is_withdrawn"] is True
    assert callers.agent.call("POST", f"/library/{second}/restore").json()["is_withdrawn"] is False
    whole = callers.agent.call("GET", f"/library/{second}")
    ItemWholeAnswer.model_validate_json(whole.body)
    acts = [one["act"] for one in whole.json()["journal"]]
    assert acts == ["restored", "withdrawn", "moved", "edited", "added"]


def test_a_held_version_is_checked_again(callers: Callers) -> None:
    item_id = callers.add()
    document_id, _ = callers.world.deposit(item_id)
    path = f"/library/{item_id}/versions/{document_id}"
    assert callers.agent.call("GET", f"{path}/file").status == 409
    assert callers.agent.call("POST", f"{path}/check-again").status == 409
    for _ in range(HELD_AFTER_TRIES + 1):
        sweep(callers.world, 11)
    (version,) = callers.agent.call("GET", f"/library/{item_id}").json()["versions"]
    assert (version["state"], len(version["reasons"])) == ("held", 1)
    assert callers.agent.call("POST", f"{path}/check-again").status == 200


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({**SHEET, "kind": "zip"}, "kind"),
        ({**SHEET, "title": "ab"}, "title"),
        ({**SHEET, "title": "     "}, "title"),
        ({**SHEET, "title": "deux\x00mots"}, "title"),
        ({**SHEET, "words": "x" * 501}, "words"),
        ({**SHEET, "for_clients": "oui"}, "for_clients"),
        ({**SHEET, "autre": 1}, "autre"),
    ],
)
def test_a_wrong_body_is_refused_field_by_field(
    callers: Callers, body: dict[str, object], field: str
) -> None:
    answer = callers.agent.call("POST", "/library", body, Idempotency_Key="tarifs-003")
    assert answer.status == 422
    assert [one["field"] for one in answer.json()["fields"]] == [field]
    assert callers.agent.call("GET", "/library").json()["items"] == []
