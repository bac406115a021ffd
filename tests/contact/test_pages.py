"""The pages of questions: a form for anybody, a client's own, the agents' queue."""

import re

import pytest

from chalicelib.audit.model import Actor
from chalicelib.aws.table import Table
from chalicelib.contact.ask_question import ask_on_dossier
from chalicelib.dossiers.kinds import EventKind
from tests.accounts.conftest import PASSWORD, People, people, portal
from tests.following.worlds import file_for, load
from tests.ledger.worlds import World
from tests.portal import Portal, open_app

__all__ = ["people", "portal"]


@pytest.fixture
def world(table: Table, people: People) -> World:
    return file_for(people, table)


def signed_in(portal: Portal, email: str) -> Portal:
    browser = Portal(portal.app)
    browser.sign_in(email, PASSWORD)
    return browser


def key_in(body: str) -> str:
    found = re.search(r'name="key" value="([^"]+)"', body)
    assert found
    return found[1]


def test_anybody_asks_from_the_foot_of_every_page_and_an_agent_answers(
    people: People, portal: Portal
) -> None:
    assert people
    stranger, agent = Portal(portal.app), signed_in(portal, "agent@raccordo.test")
    assert 'href="/contact"' in stranger.get("/connexion").body
    page = stranger.get("/contact")
    typed = {
        "key": key_in(page.body),
        "name": "Zoé <i>Lefèvre</i>",
        "email": "zoe@client.example.org",
        "reference": "",
        "words": "Mon compteur tourne à l’envers.",
    }
    wrong = stranger.post("/contact", typed | {"email": "zoe"})
    assert wrong.status == 422
    assert "Mon compteur tourne à l’envers." in wrong.body
    assert "prenom.nom@exemple.fr" in wrong.body
    assert key_in(wrong.body) == typed["key"]
    for _ in range(2):
        assert "Votre question est chez nous" in stranger.post("/contact", typed).body
    queue = agent.get("/demandes").body
    (one,) = set(re.findall(r'href="(/demandes/ctc_\w+/ctc_\w+)"', queue))
    assert "Zoé &lt;i&gt;Lefèvre" in queue
    assert agent.post(f"{one}/prise").status == 303
    assert "Suivie par Agent." in agent.get(one).body
    assert agent.post(one, {"answer": " "}).status == 422
    assert agent.post(one, {"answer": "C’est normal."}).status == 303
    assert "Aucune question n’attend" in agent.get("/demandes").body
    assert "C’est normal." in agent.get(one).body


def test_an_empty_form_is_told_all_that_it_lacks_at_once_and_each_once(
    people: People, portal: Portal
) -> None:
    assert people
    stranger = Portal(portal.app)
    empty = dict.fromkeys(("name", "email", "reference", "words"), "")
    answer = stranger.post("/contact", empty | {"key": key_in(stranger.get("/contact").body)})
    assert answer.status == 422
    assert "3 champs sont à corriger." in answer.body
    listed = re.findall(r'<li><a href="#field-(\w+)">([^<]+)', answer.body)
    assert [name for name, _ in listed] == ["name", "email", "words"]
    assert all(words.count(" : ") <= 1 for _, words in listed), listed


def test_a_client_asks_on_their_dossier_and_reads_the_answer_there(
    world: World, portal: Portal
) -> None:
    client, agent = (
        signed_in(portal, "client@maison.test"),
        signed_in(portal, "agent@raccordo.test"),
    )
    here = f"/dossiers/{world.dossier_id}"
    assert f"{here}/questions" in client.get(here).body
    key = key_in(client.get(f"{here}/questions").body)
    assert client.post(f"{here}/questions", {"key": key, "words": ""}).status == 422
    for _ in range(2):
        done = client.post(f"{here}/questions", {"key": key, "words": "Et ma batterie ?"})
        assert done.status == 303
    assert client.get(f"{here}/questions").body.count("Et ma batterie ?") == 1
    page = agent.get(here).body
    found = re.search(rf'href="(/demandes/{world.dossier_id}/ctc_\w+)"', page)
    assert found
    assert agent.post(found[1], {"answer": "Elle se remplit."}).status == 303
    own = client.get(f"{here}/questions").body
    assert "Elle se remplit." in own
    assert "En attente de réponse" not in own


def test_questions_are_no_business_of_others(world: World, portal: Portal) -> None:
    here = f"/dossiers/{world.dossier_id}/questions"
    installer = signed_in(portal, "camille@soleil.test")
    assert installer.get(here).status == 403
    assert installer.get("/demandes").status == 403
    assert "Questions du client" not in installer.get(f"/dossiers/{world.dossier_id}").body
    agent = signed_in(portal, "agent@raccordo.test")
    assert agent.get("/demandes/dos_x/ctc_x").status == 404
    assert agent.get("/demandes?debut=abc").status == 400


def test_a_client_reads_nothing_that_another_asked_before_the_dossier_was_theirs(
    world: World, portal: Portal
) -> None:
    words = "Je ne suis pas cette personne."
    stranger = Actor("usr_stranger", "client", "page")
    mine = load(world).head.client_id
    world.happen(EventKind.CLIENT_SPACE_OPENED, client_id=stranger.person_id)
    ask_on_dossier(world.dossier_id, words, key="k", by=stranger, table=world.table)
    world.happen(EventKind.CLIENT_SPACE_OPENED, client_id=mine)
    client = signed_in(portal, "client@maison.test")
    assert words not in client.get(f"/dossiers/{world.dossier_id}/questions").body
    agent = signed_in(portal, "agent@raccordo.test")
    assert "Questions du client" in agent.get(f"/dossiers/{world.dossier_id}").body


def test_a_client_who_comes_to_the_public_form_is_shown_their_dossiers(
    world: World, portal: Portal
) -> None:
    assert world
    page = signed_in(portal, "client@maison.test").get("/contact").body
    assert 'href="/mes-dossiers"' in page
    assert "la réponse y restera" in page


@pytest.mark.usefixtures("table")
def test_the_form_knows_the_dossier_of_the_link_that_leads_to_it() -> None:
    page = Portal(open_app()).get("/contact?dossier=7K4M-92PF").body
    assert 'value="7K4M-92PF"' in page
