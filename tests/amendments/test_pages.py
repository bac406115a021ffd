"""The page and the endpoints of changes asked for, without a script."""

from dataclasses import replace
from datetime import datetime

import pytest

from chalicelib.amendments.forms import AmendmentsShape
from chalicelib.aws.table import Table
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.model import Change, Dossier, PieceState
from tests.accounts.conftest import People, people, portal
from tests.dossiers.conftest import Callers, callers
from tests.ledger.worlds import AGENT, FIRST, World

__all__ = ["callers", "people", "portal"]


@pytest.fixture
def here(table: Table, people: People) -> str:
    """The page of a dossier that Camille's firm sent."""
    world = World(table)
    world.begin()
    for slot in FIRST:
        world.piece(slot, PieceState.PENDING)
    world.submit()

    def give(dossier: Dossier, _now: datetime) -> Change:
        head = replace(dossier.head, firm_id=people.installer.firm_id)
        return Change(EventKind.CLIENT_CORRECTED, head)

    change_dossier(world.dossier_id, give, by=AGENT, table=table, now=world.now)
    return f"/dossiers/{world.dossier_id}"


def test_an_installer_asks_and_an_agent_accepts(here: str, callers: Callers) -> None:
    installer, agent = callers.browser("installer"), callers.browser("agent")
    assert "Demander une modification" in installer.get(here).body
    page = f"{here}/modifications"
    assert "Aujourd’hui\N{NO-BREAK SPACE}: claire@exemple.fr." in installer.get(page).body
    asked = installer.post(page, {"kind": "preload", "preload_kwh": "2 500"})
    assert asked.headers["location"] == page
    assert "Modification demandée" in agent.get("/dossiers").body
    assert "Accepter et appliquer" in agent.get(page).body
    assert "Accepter et appliquer" not in installer.get(page).body
    agent.post(f"{page}/1/decision", {"decision": "accepter", "words-1": "Vu avec le client."})
    answered = installer.get(page).body
    assert "Acceptée et appliquée" in answered
    assert "Vu avec le client." in answered


def test_what_is_wrong_is_named_and_what_was_typed_is_kept(here: str, callers: Callers) -> None:
    page = f"{here}/modifications"
    installer, agent = callers.browser("installer"), callers.browser("agent")
    wrong = installer.post(page, {"kind": "preload", "preload_kwh": "800"})
    assert wrong.status == 422
    assert "indiquez un nombre entier de 1000 à 5000 kWh" in wrong.body
    assert 'value="800"' in wrong.body
    wrong = installer.post(page, {"kind": "contact", "email": "claire@", "mobile": ""})
    assert (wrong.status, 'value="claire@"' in wrong.body) == (422, True)
    installer.post(page, {"kind": "contact", "email": "c@ailleurs.fr"})
    refused = agent.post(f"{page}/1/decision", {"decision": "refuser", "words-1": ""})
    assert refused.status == 422
    assert 'href="#field-words-1"' in refused.body
    assert 'id="field-words-1"' in refused.body


def test_a_rival_finds_nothing(here: str, callers: Callers) -> None:
    rival, token = callers.browser("rival"), callers.api("rival")
    assert rival.get(f"{here}/modifications").status == 404
    assert rival.post(f"{here}/modifications", {"kind": "contact", "email": "x"}).status == 404
    assert token.call("GET", f"{here}/amendments").status == 404
    agent = callers.browser("agent")
    for number in ("0", "9", "un", "1111"):
        answer = agent.post(f"{here}/modifications/{number}/decision", {"decision": "accepter"})
        assert answer.status == 404


def test_the_api_asks_and_answers(here: str, callers: Callers) -> None:
    installer, agent = callers.api("installer"), callers.api("agent")
    body = {"kind": "contact", "mobile": "0761223344", "words": "Nouveau numéro."}
    made = installer.call("POST", f"{here}/amendments", body, Idempotency_Key="amend-0001")
    assert made.status == 201, made.body
    (one,) = AmendmentsShape.model_validate_json(made.body).amendments
    assert one.wanted == {"mobile": "+33761223344"}
    path = f"{here}/amendments/{one.number}/decision"
    assert agent.call("POST", path, {"accepted": False}).status == 422
    told = agent.call("POST", path, {"accepted": True})
    assert AmendmentsShape.model_validate_json(told.body).amendments[0].state == "accepted"
    assert installer.call("GET", f"{here}/amendments").json() == told.json()
    assert agent.call("POST", path, {"accepted": False, "words": "Non."}).status == 409
    assert installer.call("GET", here).json()["phone"] == "+33761223344"
