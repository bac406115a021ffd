"""The page and the endpoints of changes asked for, without a script."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from chalicelib.amendments.forms import AmendmentsShape
from chalicelib.aws.table import Table
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.model import Change, Dossier, PieceState
from chalicelib.dossiers.statuses import Status
from chalicelib.readings.model import Reading, Subject
from tests.accounts.conftest import People, people, portal
from tests.documents.worlds import make_world
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
    assert "Répondre à la demande" in agent.get(here).body
    waiting = installer.get(here).body
    assert "Voir où en est la demande" in waiting
    assert "Pré-chargement du stockage virtuel" in waiting
    assert "Tarifs partenaires" in installer.get(page).body
    assert "Accepter et appliquer" in agent.get(page).body
    assert "Accepter et appliquer" not in installer.get(page).body
    agent.post(f"{page}/1/decision", {"decision": "accepter", "words-1": "Vu avec le client."})
    assert "Voir où en est la demande" not in installer.get(here).body
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


def change(table: Table, here: str, kind: EventKind, **head: object) -> None:
    def decide(dossier: Dossier, _now: datetime) -> Change:
        return Change(kind, replace(dossier.head, **head))  # type: ignore[arg-type] # fields of a head

    change_dossier(here.rpartition("/")[2], decide, by=AGENT, table=table)


def test_more_power_is_asked_for_without_a_script_and_nothing_typed_is_lost(
    here: str, callers: Callers, table: Table
) -> None:
    world = make_world(table)
    world.dossier_id = here.rpartition("/")[2]
    world.judge.says = (Reading(Subject.INSTALLED_POWER, "12", "12 kVA", 1, "Puissance"),)
    installer, agent = callers.browser("installer"), callers.browser("agent")
    page = f"{here}/puissance"
    assert "une fois l’installation mise en service" in installer.get(page).body
    change(table, here, EventKind.COMMISSIONED, status=Status.CLOSED, closed_at=world_now())
    assert "Demander une augmentation de puissance" in installer.get(f"{here}/modifications").body
    assert agent.get(page).status == 403
    typed = {"installed_power_kva": "12", "connection_power_kva": "12", "consuel_number": "C-9"}
    left = installer.post(page, {**typed, "action": "joindre"})
    assert left.headers["location"] == f"{here}/pieces/consuel_total/depot"
    form = installer.get(f"{here}/pieces/consuel_total/depot").body
    key = re.findall(r'name="key" value="([^"]+)"', form)[0]
    document_id = key.rpartition("/")[2].partition(".")[0]
    by = callers.people.installer.user_id
    arrival = world.put(key, b"good consuel", by=by, name="consuel.pdf")
    back = installer.post(f"{here}/pieces/consuel_total/recu", {"document": document_id})
    assert back.headers["location"] == f"{here}/puissance#fichiers"
    world.check(arrival)
    shown = installer.get(page).body
    assert 'value="C-9"' in shown
    assert f'value="{document_id}"' in shown
    far = installer.post(page, {**typed, "connection_power_kva": "40", "files": document_id})
    assert far.status == 422
    assert f"{here}/copie" in far.body
    sent = installer.post(page, {**typed, "files": document_id})
    assert sent.headers["location"] == f"{here}/modifications"
    assert "attend la réponse de nos équipes" in installer.get(page).body
    seen = agent.get(f"{here}/modifications").body
    assert "Le Consuel dit 12 kVA (page 1), comme la demande." in seen
    assert agent.get(f"{here}/fichiers/{document_id}").status == 303
    agent.post(f"{here}/modifications/1/decision", {"decision": "accepter", "words-1": ""})
    assert "Acceptée et appliquée" in installer.get(f"{here}/modifications").body
    assert "12" in installer.get(page).body


def test_an_agent_who_is_too_early_reads_why_and_the_api_asks_too(
    here: str, callers: Callers, table: Table
) -> None:
    make_world(table)
    change(table, here, EventKind.COMMISSIONED, status=Status.CLOSED, closed_at=world_now())
    installer, agent = callers.api("installer"), callers.browser("agent")
    wanted = {"slot": "consuel_total", "file_name": "consuel.pdf", "size_bytes": 9}
    made = installer.call("POST", f"{here}/pieces", wanted, Idempotency_Key="file-000001")
    body = {
        "kind": "power",
        "installed_power_kva": "12",
        "connection_power_kva": "12",
        "consuel_number": "C-9",
        "document_id": made.json()["id"],
    }
    asked = installer.call("POST", f"{here}/amendments", body, Idempotency_Key="power-0001")
    assert asked.status == 201
    told = AmendmentsShape.model_validate_json(asked.body).amendments[0]
    assert (told.kind, told.document_id) == ("power", made.json()["id"])
    early = agent.post(f"{here}/modifications/1/decision", {"decision": "accepter"})
    assert early.status == 422
    assert "n’est pas accepté par le contrôle automatique" in early.body
    alien = callers.api("agent").call("POST", f"{here}/pieces", wanted, Idempotency_Key="file-2222")
    assert alien.status == 403


def test_an_installer_asks_to_cancel_what_is_filed_on_the_page(
    here: str, callers: Callers, table: Table
) -> None:
    installer, agent = callers.browser("installer"), callers.browser("agent")
    page = f"{here}/modifications"
    assert "Demander l’annulation" not in installer.get(page).body
    change(table, here, EventKind.REQUEST_FILED, status=Status.WITH_OPERATOR)
    assert "Demander l’annulation" in installer.get(page).body
    assert installer.post(page, {"kind": "cancellation", "words": ""}).status == 422
    assert installer.post(page, {"kind": "cancellation", "words": "Il renonce."}).status == 303
    agent.post(f"{page}/1/decision", {"decision": "accepter"})
    assert "Annulé" in installer.get(here).body


def world_now() -> datetime:
    return datetime(2026, 6, 1, 9, tzinfo=UTC)
