"""The messages' page and endpoints, in a browser without a script and for programs."""

import re
from dataclasses import replace
from datetime import datetime

import pytest

from chalicelib.aws.table import Table
from chalicelib.cases.thread import MOST_UNREAD
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.model import Change, Dossier, PieceState
from chalicelib.messages.forms import MessagesShape
from chalicelib.messages.model import LONGEST_WORDS
from tests.accounts.conftest import PASSWORD, People, people, portal
from tests.documents.worlds import World as DocumentsWorld
from tests.documents.worlds import make_world
from tests.dossiers.conftest import Callers, callers
from tests.ledger.worlds import AGENT, FIRST, World
from tests.portal import Answer, Portal

__all__ = ["callers", "people", "portal"]


@pytest.fixture
def here(table: Table, people: People) -> str:
    """The page of a dossier that Camille's firm sent, and that the client of `people` may see."""
    world = World(table)
    world.begin()
    for slot in FIRST:
        world.piece(slot, PieceState.PENDING)
    world.submit()

    def give(dossier: Dossier, _now: datetime) -> Change:
        head = replace(
            dossier.head, firm_id=people.installer.firm_id, client_id=people.client.user_id
        )
        return Change(EventKind.CLIENT_CORRECTED, head)

    change_dossier(world.dossier_id, give, by=AGENT, table=table, now=world.now)
    return f"/dossiers/{world.dossier_id}"


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of the form that writes a message."""
    form = page[page.index("novalidate") :]
    return dict(re.findall(r'<input type="hidden" name="(key|seen)" value="([^"]*)"', form))


def write(browser: Portal, here: str, words: str) -> Answer:
    return browser.post(
        f"{here}/messages", {**hidden(browser.get(f"{here}/messages").body), "words": words}
    )


def test_installer_and_agents_write_to_each_other_without_a_script(
    here: str, callers: Callers
) -> None:
    installer, agent = callers.browser("installer"), callers.browser("agent")
    assert "Écrire un message sur ce dossier" in installer.get(here).body
    assert write(installer, here, "Bonjour,\nle compteur <b>a changé</b>.").status == 303
    seen = agent.get(f"{here}/messages").body
    assert "le compteur &lt;b&gt;a changé&lt;/b&gt;." in seen
    assert "Un message n’est pas lu." in seen
    assert "1 non lu" in agent.get(here).body
    assert "Message de l’installateur non lu" in agent.get("/dossiers").body
    assert write(agent, here, "C’est noté.").headers["location"] == f"{here}/messages"
    assert "non lu" not in agent.get(here).body
    answered = installer.get(f"{here}/messages").body
    assert answered.index("C’est noté.") < answered.index("le compteur")
    assert "Vous" in answered


def test_a_double_click_writes_once_and_other_words_write_another(
    here: str, callers: Callers
) -> None:
    browser = callers.browser("installer")
    fields = hidden(browser.get(f"{here}/messages").body)
    for words in ("Un.", "Un.", "Deux."):
        assert browser.post(f"{here}/messages", {**fields, "words": words}).status == 303
    page = browser.get(f"{here}/messages").body
    assert (page.count(">Un.<"), page.count(">Deux.<")) == (1, 1)


def test_what_is_refused_is_named_and_what_was_typed_is_kept(here: str, callers: Callers) -> None:
    browser = callers.browser("installer")
    empty = write(browser, here, "  ")
    assert empty.status == 422
    assert "Message : écrivez ce que vous voulez dire." in empty.body
    long = "é" * (LONGEST_WORDS + 1)
    answer = write(browser, here, long)
    assert answer.status == 422
    assert long in answer.body
    assert "4000 caractères au plus, le vôtre en a 4001." in answer.body


def test_marking_as_read_is_a_button_and_looking_is_not(here: str, callers: Callers) -> None:
    write(callers.browser("installer"), here, "Bonjour.")
    agent = callers.browser("agent")
    first = agent.get(f"{here}/messages").body
    page = agent.get(f"{here}/messages").body
    assert "Marquer comme lus" in first
    assert "Marquer comme lus" in page
    assert agent.post(f"{here}/messages/lus", {"seen": hidden(page)["seen"]}).status == 303
    assert "Marquer comme lus" not in agent.get(f"{here}/messages").body
    assert agent.post(f"{here}/messages/lus", {"seen": "beaucoup"}).status == 303


def test_the_client_sees_no_messages_and_a_rival_no_dossier(here: str, callers: Callers) -> None:
    write(callers.browser("installer"), here, "Entre nous.")
    client = Portal(callers.app)
    client.sign_in("client@maison.test", PASSWORD)
    assert client.get(f"{here}/messages").status == 403
    assert "/messages" not in client.get(here).body
    rival = callers.browser("rival")
    assert rival.get(f"{here}/messages").status == 404
    assert rival.post(f"{here}/messages", {"words": "Oui", "key": "k"}).status == 404
    assert rival.post(f"{here}/messages", {"words": "", "key": "k"}).status == 404
    assert rival.post(f"{here}/messages/lus", {"seen": "9"}).status == 404


def test_the_api_lists_writes_once_and_marks(here: str, callers: Callers) -> None:
    installer, agent = callers.api("installer"), callers.api("agent")
    path = f"{here}/messages"
    for _ in range(2):
        made = installer.call("POST", path, {"words": "Bonjour."}, Idempotency_Key="message-0001")
        assert made.status == 201
    other = installer.call("POST", path, {"words": "Autre."}, Idempotency_Key="message-0001")
    assert (other.status, other.json()["code"]) == (422, "idempotency-key-reused")
    told = MessagesShape.model_validate_json(agent.call("GET", path).body)
    assert [(one.words, one.unread) for one in told.messages] == [("Bonjour.", True)]
    read = agent.call("POST", f"{path}/read", {"up_to": told.messages[0].number})
    assert MessagesShape.model_validate_json(read.body).unread == 0
    assert callers.api("rival").call("GET", path).status == 404
    empty = installer.call("POST", path, {"words": " "}, Idempotency_Key="message-0002")
    assert empty.status == 422


def test_a_draft_has_no_messages_page(table: Table, callers: Callers) -> None:
    made = callers.api("installer").call("POST", "/dossiers", {}, Idempotency_Key="draft-0001")
    here = f"/dossiers/{made.json()['id']}"
    browser = callers.browser("installer")
    assert browser.get(f"{here}/messages").headers["location"] == here
    assert browser.post(f"{here}/messages", {"words": "Oui", "key": "k"}).status == 409


def files_of(page: str) -> list[str]:
    """The files that are ticked to go with the message."""
    return re.findall(r'name="files" value="([^"]+)"', page)


def test_a_file_is_joined_without_a_script_and_no_typed_word_is_lost(
    here: str, callers: Callers, table: Table
) -> None:
    world = make_buckets(table, here)
    browser, agent = callers.browser("installer"), callers.browser("agent")
    typed = "Voici le <plan>, un moment…"
    left = browser.post(
        f"{here}/messages",
        {**hidden(browser.get(f"{here}/messages").body), "words": typed, "action": "joindre"},
    )
    assert left.headers["location"] == f"{here}/pieces/message/depot"
    form = browser.get(f"{here}/pieces/message/depot").body
    assert "Fichiers joints au message" in form
    # The deposit is given up: the words are there again, escaped.
    assert "Voici le &lt;plan&gt;, un moment…" in browser.get(f"{here}/messages").body
    key = re.findall(r'name="key" value="([^"]+)"', form)[0]
    document_id = key.rpartition("/")[2].partition(".")[0]
    arrival = world.put(key, b"good file", by=callers.people.installer.user_id, name="plan.pdf")
    back = browser.post(f"{here}/pieces/message/recu", {"document": document_id})
    assert back.headers["location"] == f"{here}/messages#fichiers"
    page = browser.get(f"{here}/messages").body
    assert "En vérification" in page
    assert files_of(page) == [document_id]
    world.check(arrival)
    page = browser.get(f"{here}/messages").body
    assert "plan.pdf" in page
    sent = browser.post(
        f"{here}/messages", [*hidden(page).items(), ("words", typed), ("files", document_id)]
    )
    assert sent.status == 303
    after = browser.get(f"{here}/messages").body
    assert files_of(after) == []
    assert f"{here}/fichiers/{document_id}" in agent.get(f"{here}/messages").body
    assert agent.get(f"{here}/fichiers/{document_id}").status == 303
    assert callers.browser("rival").get(f"{here}/fichiers/{document_id}").status == 404


def test_a_file_is_taken_out_by_a_button_and_the_words_stay(
    here: str, callers: Callers, table: Table
) -> None:
    make_buckets(table, here)
    browser = callers.browser("agent")
    ticket = browser.post(
        f"{here}/pieces/message/billet", {"file_name": "plan.pdf", "size_bytes": "9"}
    )
    document_id = ticket.json()["id"]
    page = browser.get(f"{here}/messages").body
    assert files_of(page) == [document_id]
    fields = {**hidden(page), "words": "Je garde ceci", "action": f"retirer:{document_id}"}
    assert browser.post(f"{here}/messages", fields).status == 303
    page = browser.get(f"{here}/messages").body
    assert files_of(page) == []
    assert "Je garde ceci" in page
    slots = browser.post(
        f"{here}/pieces/facture/billet", {"file_name": "facture.pdf", "size_bytes": "9"}
    )
    assert slots.status == 403


def test_what_is_typed_is_shown_again_whatever_is_refused(
    here: str, callers: Callers, table: Table
) -> None:
    browser = callers.browser("installer")
    fields = hidden(browser.get(f"{here}/messages").body)
    table.put(
        {
            "pk": f"C#{here.rpartition('/')[2]}",
            "sk": "MESSAGES",
            "count": MOST_UNREAD,
            "unread": {"agents": list(range(1, MOST_UNREAD + 1))},
        }
    )
    answer = browser.post(f"{here}/messages", {**fields, "words": "Encore un mot"})
    assert answer.status == 429
    assert "Encore un mot" in answer.body
    gone = {**fields, "words": "Avec un plan", "files": "doc_00000000"}
    answer = browser.post(f"{here}/messages", gone)
    assert "Avec un plan" in answer.body


def test_the_api_sends_a_file_with_a_message(here: str, callers: Callers, table: Table) -> None:
    make_buckets(table, here)
    installer, agent = callers.api("installer"), callers.api("agent")
    wanted = {"slot": "message", "file_name": "plan.pdf", "size_bytes": 9}
    made = installer.call("POST", f"{here}/pieces", wanted, Idempotency_Key="file-000001")
    assert made.status == 201
    body = {"words": "Voici.", "files": [made.json()["id"]]}
    sent = installer.call("POST", f"{here}/messages", body, Idempotency_Key="message-0001")
    assert sent.status == 201
    told = MessagesShape.model_validate_json(agent.call("GET", f"{here}/messages").body)
    assert [(one.id, one.state) for one in told.messages[0].files] == [
        (made.json()["id"], "pending")
    ]
    again = installer.call("POST", f"{here}/messages", body, Idempotency_Key="message-0002")
    assert again.status == 422


def make_buckets(table: Table, here: str) -> DocumentsWorld:
    """The buckets of the page's dossier, and a judge for what arrives in them."""
    made = make_world(table)
    made.dossier_id = here.rpartition("/")[2]
    return made
