"""The documents' pages and API, as a browser and a caller meet them."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from chalicelib.accounts.enrol import enrol_firm, enrol_user
from chalicelib.accounts.model import Person, Role
from chalicelib.audit.model import Actor
from chalicelib.aws.items import Update
from chalicelib.aws.table import Table
from chalicelib.dossiers.create_draft import create_draft
from chalicelib.dossiers.model import PieceState
from chalicelib.dossiers.statuses import Status
from chalicelib.rows.cases import CASE
from tests.documents.worlds import FORM, NOW, World, make_world
from tests.portal import Portal, open_app

PASSWORD = "une phrase de passe"
ENCODED = "=?UTF-8?Q?ma_facture_=C3=A9.pdf?="
"""How S3 hands over a file name with an accent."""


class Firm:
    """A firm with its installer, an agent, a stranger, and a draft."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.firm = enrol_firm(table, "Soleil SARL", code="123456782")
        self.installer = self.enrol("camille@soleil.test", Role.INSTALLER, self.firm)
        self.enrol("agent@raccordo.test", Role.AGENT)
        other = enrol_firm(table, "Ombre SARL", code="987654324")
        self.enrol("voisin@ombre.test", Role.INSTALLER, other)
        self.world = make_world(table)
        actor = Actor(self.installer.user_id, "installer", "page", self.installer.firm_id)
        draft = create_draft(FORM, idempotency_key="key-00002", by=actor, table=table, now=NOW)
        self.world.dossier_id = draft.head.dossier_id
        self.actor = actor

    def enrol(self, email: str, role: Role, firm: object = None) -> Person:
        return enrol_user(
            self.table,
            email=email,
            name="Camille Martin",
            role=role,
            password=PASSWORD,
            firm=firm,  # type: ignore[arg-type] # a firm or none
        )

    def browser(self, email: str = "camille@soleil.test") -> Portal:
        portal = Portal(open_app())
        portal.sign_in(email, PASSWORD)
        return portal


@pytest.fixture
def firm(table: Table) -> Firm:
    return Firm(table)


def here(firm: Firm, path: str = "") -> str:
    return f"/dossiers/{firm.world.dossier_id}{path}"


def put_and_check(firm: Firm, key: str, content: bytes = b"good") -> None:
    world = World(firm.table, firm.world.dossier_id, firm.world.judge)
    world.check(world.put(key, content, name=ENCODED))


def test_the_slots_are_shown_with_what_they_want(firm: Firm) -> None:
    page = firm.browser().get(here(firm, "/pieces"))
    assert page.status == 200
    assert "Facture d’électricité du client" in page.body
    assert "Avant la mise en service" in page.body
    assert 'accept=".pdf,application/pdf"' in page.body
    assert page.body.count("/depot") == 9


def test_a_file_is_deposited_without_javascript_and_read_once_accepted(firm: Firm) -> None:
    browser = firm.browser()
    form = browser.get(here(firm, "/pieces/facture/depot"))
    key = re.search(r'name="key" value="([^"]+)"', form.body)
    back = re.search(r'name="success_action_redirect" value="([^"]+)"', form.body)
    assert key
    assert back
    assert 'enctype="multipart/form-data"' in form.body
    split = urlsplit(back[1])
    document_id = parse_qs(split.query)["document"][0]
    assert f'value="{document_id}"' in browser.get(f"{split.path}?{split.query}").body
    assert "En vérification" not in browser.get(here(firm, "/pieces")).body
    returned = browser.post(split.path, {"document": document_id})
    assert (returned.status, returned.headers["location"]) == (303, here(firm, "/etape/5#pieces"))
    waiting = browser.get(here(firm, "/pieces"))
    assert "En vérification" in waiting.body
    assert re.search(r" data-pending [a-z]", waiting.body), "an attribute of its own"
    put_and_check(firm, key[1])
    shown = browser.get(here(firm, "/pieces"))
    assert "ma facture é.pdf" in shown.body
    assert "Acceptée" in shown.body
    read = browser.get(here(firm, f"/fichiers/{document_id}"))
    assert read.status == 303
    query = parse_qs(urlsplit(read.headers["location"]).query)
    assert query["response-content-disposition"][0].startswith("attachment; filename=")
    assert query["X-Amz-Expires"] == ["300"]
    assert "served/" in read.headers["location"]


def test_the_script_gets_a_ticket_or_the_sentence_that_says_why_not(firm: Firm) -> None:
    browser = firm.browser()
    good = browser.post(
        here(firm, "/pieces/facture/billet"), {"file_name": "f.pdf", "size_bytes": "12"}
    )
    assert good.status == 201
    assert good.json()["fields"]["Content-Type"] == "application/pdf"
    bad = browser.post(
        here(firm, "/pieces/facture/billet"), {"file_name": "f.heic", "size_bytes": "12"}
    )
    assert bad.status == 422
    assert ".jpg, .png ou .pdf" in bad.json()["message"]


def test_the_script_is_told_when_it_takes_an_upload_up_again(firm: Firm) -> None:
    browser = firm.browser()
    path, file = here(firm, "/pieces/facture/billet"), {"file_name": "f.pdf", "size_bytes": "12"}
    first, again = browser.post(path, file).json(), browser.post(path, file).json()
    assert (first["resumed"], again["resumed"]) == (False, True)
    assert first["id"] == again["id"]
    page = browser.get(here(firm, "/pieces")).body
    assert page.count('data-state="pending"') == 1


def test_the_policy_of_the_page_names_the_bucket_that_the_form_posts_to(firm: Firm) -> None:
    page = firm.browser().get(here(firm, "/pieces/facture/depot"))
    policy = dict(
        part.split(" ", 1) for part in page.headers["content-security-policy"].split("; ")
    )
    action = re.search(r'action="([^"]+)" enctype', page.body)
    assert action
    split = urlsplit(action[1])
    allowed = policy["form-action"].split()
    assert f"{split.scheme}://{split.netloc}" in allowed
    assert policy["connect-src"].split() == allowed
    assert not any(one in {"*", "https:", "https://*"} for one in allowed)


def test_at_step_5_the_typed_fields_are_saved_before_the_form_of_a_file_is_shown(
    firm: Firm,
) -> None:
    browser = firm.browser()
    step = here(firm, "/etape/5")
    shown = browser.get(step).body
    assert 'form="etape" name="action" value="deposer:facture"' in shown
    typed = {"consuel_request_number": "DEM-17", "preload_kwh": "12", "action": "deposer:facture"}
    gone = browser.post(step, typed)
    assert gone.headers["location"] == here(firm, "/pieces/facture/depot")
    kept = browser.get(step).body
    assert 'value="DEM-17"' in kept
    assert 'value="12"' in kept
    assert "indiquez 0, ou une valeur" in kept


@pytest.mark.parametrize("slot", ["", "../../connexion", "//ailleurs.test", "FACTURE"])
def test_a_button_that_names_no_slot_leads_nowhere_else(firm: Firm, slot: str) -> None:
    step = here(firm, "/etape/5")
    gone = firm.browser().post(step, {"action": f"deposer:{slot}"})
    assert gone.headers["location"] == f"{step}#pieces"


def test_looking_again_at_step_5_saves_what_was_typed(firm: Firm) -> None:
    step = here(firm, "/etape/5")
    browser = firm.browser()
    gone = browser.post(step, {"comment": "Portail vert.", "action": "actualiser"})
    assert gone.headers["location"] == f"{step}#pieces"
    assert "Portail vert." in browser.get(step).body


def test_a_phone_may_take_a_picture_without_javascript_where_pictures_are_taken(
    firm: Firm,
) -> None:
    browser = firm.browser()
    assert '?photo=oui">Prendre' in browser.get(here(firm, "/pieces/photo_compteur/depot")).body
    camera = browser.get(here(firm, "/pieces/photo_compteur/depot?photo=oui")).body
    assert 'accept="image/png,image/jpeg" capture="environment"' in camera
    plain = browser.get(here(firm, "/pieces/consuel/depot?photo=oui")).body
    assert "capture=" not in plain
    assert '?photo=oui">Prendre' not in plain


def test_a_file_that_waits_long_says_how_to_send_it_again(firm: Firm) -> None:
    from datetime import timedelta

    from chalicelib.aws.clock import real_now

    ticket = firm.world.ticket(by=firm.actor)
    assert (
        "choisissez de nouveau le même fichier"
        not in firm.browser().get(here(firm, "/pieces")).body
    )
    piece = firm.world.dossier(firm.actor).find_piece(ticket.document_id)
    assert piece
    key = (CASE.pk(firm.world.dossier_id), f"PIECE#facture#{ticket.document_id}")
    long_ago = (real_now() - timedelta(minutes=3)).isoformat()
    firm.table.update(Update(*key, set={"pending_since": long_ago}))
    assert "choisissez de nouveau le même fichier" in firm.browser().get(here(firm, "/pieces")).body


def test_nobody_asks_for_a_piece_that_only_an_operator_may_want(firm: Firm) -> None:
    assert "Mandat de représentation" in firm.browser().get(here(firm, "/pieces")).body
    send(firm)
    assert "Mandat de représentation" not in firm.browser().get(here(firm, "/pieces")).body
    assert "Document de la mairie" in firm.browser().get(here(firm, "/pieces")).body


def test_nobody_reads_a_file_before_it_is_accepted_nor_a_neighbour_ever(firm: Firm) -> None:
    world = firm.world
    ticket = world.ticket(by=firm.actor)
    path = here(firm, f"/fichiers/{ticket.document_id}")
    assert firm.browser().get(path).status == 409
    put_and_check(firm, world.key(ticket))
    assert firm.browser().get(path).status == 303
    assert firm.browser("voisin@ombre.test").get(path).status == 404
    assert firm.browser("voisin@ombre.test").get(here(firm, "/pieces")).status == 404
    assert firm.browser("agent@raccordo.test").get(path).status == 404  # a draft is not theirs yet


def test_a_file_is_taken_out_of_a_draft(firm: Firm) -> None:
    ticket = firm.world.ticket(by=firm.actor)
    gone = firm.browser().post(here(firm, f"/fichiers/{ticket.document_id}/retrait"))
    assert gone.status == 303
    dossier = firm.world.dossier(firm.actor)
    assert [one.state for one in dossier.pieces] == [PieceState.SUPERSEDED]


def send(firm: Firm) -> None:
    from dataclasses import replace
    from datetime import datetime

    from chalicelib.dossiers.change import change_dossier
    from chalicelib.dossiers.kinds import EventKind
    from chalicelib.dossiers.model import Change, Dossier

    def decide(dossier: Dossier, now: datetime) -> Change:
        head = replace(dossier.head, status=Status.NEW, submitted_at=now, reference="X")
        return Change(EventKind.DOSSIER_SUBMITTED, head)

    change_dossier(firm.world.dossier_id, decide, by=firm.actor, table=firm.table)


def test_an_agent_refuses_a_piece_with_a_reason_and_asks_for_another(firm: Firm) -> None:
    ticket = firm.world.ticket(by=firm.actor)
    put_and_check(firm, firm.world.key(ticket))
    send(firm)
    agent = firm.browser("agent@raccordo.test")
    path = here(firm, f"/fichiers/{ticket.document_id}/refus")
    assert "Périmée" in agent.get(path).body
    assert agent.post(path, {"reason": "laide"}).status == 422
    assert agent.post(path, {"reason": "outdated", "words": "Elle date de 2019."}).status == 303
    assert firm.world.dossier(firm.actor).head.status is Status.AWAITING_PIECE
    shown = firm.browser().get(here(firm, "/pieces")).body
    assert "La pièce est trop ancienne." in shown
    assert "Elle date de 2019." in shown
    ask = here(firm, "/demande-de-piece")
    assert agent.post(ask, {"slot": "autre", "words": ""}).status == 422
    assert agent.post(ask, {"slot": "autre", "words": "Le plan de masse."}).status == 303
    assert "Le plan de masse." in firm.browser().get(here(firm, "/pieces")).body


def test_an_installer_decides_nothing_that_is_an_agents(firm: Firm) -> None:
    send(firm)
    browser = firm.browser()
    assert browser.get(here(firm, "/demande-de-piece")).status == 403
    assert browser.post(here(firm, "/demande-de-piece"), {"slot": "autre"}).status == 403


def test_the_api_announces_lists_downloads_and_removes(firm: Firm) -> None:
    from chalicelib.accounts.tokens import create_token

    secret = create_token(firm.installer, "essai", key="une-cle-00000", table=firm.table).secret
    caller = Portal(open_app(), token=secret)
    path = here(firm, "/pieces")
    body = {"slot": "facture", "file_name": "facture.pdf", "size_bytes": 4}
    first = caller.call("POST", path, body, idempotency_key="une-cle-00001")
    again = caller.call("POST", path, body, idempotency_key="une-cle-00001")
    assert first.status == again.status == 201
    assert first.json()["fields"]["key"] == again.json()["fields"]["key"]
    assert caller.call("POST", path, body).status == 400
    assert caller.call("POST", path, body | {"x": 1}, idempotency_key="k-0000001").status == 422
    document_id = first.json()["id"]
    assert caller.call("GET", f"{path}/{document_id}/file").status == 409
    put_and_check(firm, first.json()["fields"]["key"])
    listed = {one["slot"]: one for one in caller.call("GET", path).json()["slots"]}
    assert listed["facture"]["files"][0]["state"] == "accepted"
    assert listed["consuel"]["stand_in"] == "consuel_request_number"
    read = caller.call("GET", f"{path}/{document_id}/file")
    assert read.status == 303
    assert "served/" in read.headers["location"]
    assert caller.call("DELETE", f"{path}/{document_id}").status == 204
    assert caller.call("GET", f"{path}/{document_id}/file").status == 409


def test_the_answers_have_their_described_shapes(firm: Firm) -> None:
    from chalicelib.documents.api import view_slots, view_ticket
    from chalicelib.documents.forms import SlotsAnswer, TicketAnswer

    ticket = firm.world.ticket(by=firm.actor)
    TicketAnswer.model_validate(view_ticket(ticket))
    SlotsAnswer.model_validate(
        view_slots(firm.world.dossier(firm.actor), firm.installer), strict=False
    )
