"""The library's pages, as an agent, an installer and a client use them without JavaScript."""

import re
from dataclasses import dataclass

import pytest

from chalicelib.accounts.enrol import enrol_firm, enrol_user
from chalicelib.accounts.model import Role
from chalicelib.aws.table import Table
from chalicelib.partner_library.shelf import forget_shelf
from chalicelib.web.headers import forget_policy
from tests.partner_library.worlds import BROCHURE, CHARTER, World, make_world
from tests.portal import Answer, Portal, open_app

PASSWORD = "une phrase de passe"
SHEET = {
    "kind": "kit",
    "title": "Kit de communication",
    "language": "fr",
    "words": "Affiches et logos.",
}


@dataclass
class People:
    """An agent's, an installer's and a client's browser, on one library."""

    agent: Portal
    installer: Portal
    client: Portal
    world: World

    def add(self, **fields: str) -> str:
        """Add a document by the form; give its id."""
        answer = self.agent.post("/bibliotheque/nouveau", {**SHEET, "key": "cle-00001", **fields})
        assert answer.status == 303, answer.body
        return answer.headers["location"].rpartition("/")[2]

    def send_file(self, item_id: str, name: str = "kit.pdf", content: bytes = b"good kit") -> str:
        """Send a file as the script does, and let it be checked."""
        told = {"file_name": name, "size_bytes": str(len(content))}
        ticket = self.agent.post(f"/bibliotheque/{item_id}/billet", told).json()
        self.world.check(self.world.put(ticket["fields"]["key"], content))
        forget_shelf()
        return str(ticket["id"])


@pytest.fixture
def people(table: Table) -> People:
    forget_policy()
    forget_shelf()
    app = open_app()
    firm = enrol_firm(table, "Soleil du Midi", code="123456789")
    browsers = {}
    for who, role in (
        ("agent", Role.AGENT),
        ("installer", Role.INSTALLER),
        ("client", Role.CLIENT),
    ):
        email = f"{who}@essai.test"
        of = firm if role is Role.INSTALLER else None
        enrol_user(table, email=email, name=who, role=role, password=PASSWORD, firm=of)
        browsers[who] = Portal(app)
        browsers[who].sign_in(email, PASSWORD)
    return People(world=make_world(table), **browsers)


def shown(answer: Answer) -> str:
    """The words of a page, without marks of no-break spaces."""
    return re.sub(r"<[^>]+>", " ", answer.body).replace("\N{NO-BREAK SPACE}", " ")


def test_an_agent_adds_a_document_and_an_installer_finds_it_above_the_list(
    people: People,
) -> None:
    item_id = people.add()
    assert "Documents utiles" not in people.installer.get("/dossiers").body
    people.send_file(item_id)
    page = people.installer.get("/dossiers").body
    assert page.index("Kit de communication") < page.index("Dossiers par statut")
    assert "Affiches et logos." in page
    answer = people.installer.get(f"/bibliotheque/{item_id}/fichier")
    assert answer.status == 303
    assert f"/served/{item_id}/" in answer.headers["location"]


def test_a_client_sees_what_is_flagged_for_clients_and_nothing_else(people: People) -> None:
    charter, brochure = people.world.publish(CHARTER), people.world.publish(BROCHURE)
    page = people.client.get("/mes-dossiers").body
    assert BROCHURE.title in page
    assert CHARTER.title not in page
    assert people.client.get(f"/bibliotheque/{brochure.item_id}/fichier").status == 303
    hidden = people.client.get(f"/bibliotheque/{charter.item_id}/fichier")
    nothing = "lib_000000000000aaaaaaaaaaaaaaaaaaaa"
    absent = people.client.get(f"/bibliotheque/{nothing}/fichier")
    # The choice of a language comes back to the address that was asked for, and names it.
    assert (hidden.status, hidden.body.replace(charter.item_id, nothing)) == (404, absent.body)


def test_a_double_click_adds_one_document(people: People) -> None:
    assert people.add() == people.add()
    page = people.agent.get("/bibliotheque").body
    assert page.count('<a href="/bibliotheque/lib_') == 1


def test_a_wrong_sheet_comes_back_with_each_field_named_and_what_was_typed(
    people: People,
) -> None:
    answer = people.agent.post(
        "/bibliotheque/nouveau",
        {"kind": "", "title": "ab", "language": "de", "words": "x" * 501, "for_clients": "oui"},
    )
    assert answer.status == 422
    for words in ("Nature :", "Titre :", "Langue :", "Présentation :"):
        assert words in shown(answer)
    assert 'value="ab"' in answer.body
    assert 'value="oui" checked' in answer.body
    assert "La bibliothèque est vide" in people.agent.get("/bibliotheque").body


def test_an_agent_edits_withdraws_and_restores_a_document(people: People) -> None:
    item_id = people.add()
    people.send_file(item_id)
    edited = {**SHEET, "title": "Kit 2027", "for_clients": "oui"}
    assert people.agent.post(f"/bibliotheque/{item_id}", edited).status == 303
    assert "Kit 2027" in people.client.get("/mes-dossiers").body
    assert people.agent.post(f"/bibliotheque/{item_id}/retrait").status == 303
    assert "Kit 2027" not in people.installer.get("/dossiers").body
    assert people.installer.get(f"/bibliotheque/{item_id}/fichier").status == 404
    page = people.agent.get(f"/bibliotheque/{item_id}").body
    assert "Rétablir le document" in page
    assert people.agent.post(f"/bibliotheque/{item_id}/retablissement").status == 303
    assert "Kit 2027" in people.installer.get("/dossiers").body
    journal = shown(people.agent.get(f"/bibliotheque/{item_id}"))
    for words in ("Document ajouté", "Fiche modifiée", "Document retiré", "Version 1 acceptée"):
        assert words in journal


def test_a_wrong_edit_keeps_what_was_typed_beside_its_error(people: People) -> None:
    item_id = people.add(for_clients="oui")
    answer = people.agent.post(f"/bibliotheque/{item_id}", {**SHEET, "title": ""})
    assert answer.status == 422
    assert "Titre :" in shown(answer)
    assert 'value="oui" checked' not in answer.body
    assert "Kit de communication" in people.agent.get(f"/bibliotheque/{item_id}").body


def test_the_order_is_changed_by_buttons(people: People) -> None:
    first, second = (
        people.add(key="cle-a", title="Premier"),
        people.add(key="cle-b", title="Second"),
    )
    people.agent.post(f"/bibliotheque/{second}/place", {"position": "1"})
    page = people.agent.get("/bibliotheque").body
    assert page.index(second) < page.index(first)
    people.agent.post(f"/bibliotheque/{second}/place", {"position": "n’importe quoi"})
    assert people.agent.get("/bibliotheque").body.index(second) < page.index(first)


def test_a_file_goes_without_javascript_by_a_plain_form_and_back(people: People) -> None:
    item_id = people.add()
    page = people.agent.get(f"/bibliotheque/{item_id}/depot")
    assert "ZIP" in page.body
    fields = dict(re.findall(r'name="([\w-]+)" value="([^"]*)"', page.body))
    document_id = fields["key"].rpartition("/")[2].removesuffix(".bin")
    come_back = people.agent.get(f"/bibliotheque/{item_id}/recu?document={document_id}")
    assert f'name="document" value="{document_id}"' in come_back.body
    back = people.agent.post(f"/bibliotheque/{item_id}/recu", {"document": document_id})
    assert back.headers["location"] == f"/bibliotheque/{item_id}#fichier"
    assert "Vérification en cours" in people.agent.get(f"/bibliotheque/{item_id}").body
    people.world.check(people.world.put(fields["key"], b"good kit", name="kit.pdf", by="usr"))
    forget_shelf()
    assert "Kit de communication" in people.installer.get("/dossiers").body


def test_the_script_is_told_why_a_file_may_not_be_sent(people: People) -> None:
    item_id = people.add()
    answer = people.agent.post(
        f"/bibliotheque/{item_id}/billet", {"file_name": "kit.zip", "size_bytes": "9"}
    )
    assert answer.status == 422
    assert "ZIP" in answer.json()["message"]
    odd = people.agent.post(
        f"/bibliotheque/{item_id}/billet", {"file_name": "kit.pdf", "size_bytes": "²"}
    )
    assert odd.status == 422


def test_a_refused_version_says_why_and_older_ones_stay_readable_by_agents(
    people: People,
) -> None:
    item_id = people.add()
    older = people.send_file(item_id)
    newer = people.send_file(item_id, content=b"good kit, again")
    people.send_file(item_id, content=b"wrong")
    page = people.agent.get(f"/bibliotheque/{item_id}")
    assert "Ce PDF est abîmé" in page.body
    assert shown(page).count("Version en cours") == 1
    for document_id in (older, newer):
        answer = people.agent.get(f"/bibliotheque/{item_id}/versions/{document_id}")
        assert document_id in answer.headers["location"]
    current = people.installer.get(f"/bibliotheque/{item_id}/fichier")
    assert newer in current.headers["location"]


def test_a_hostile_title_is_shown_as_text(people: People) -> None:
    item_id = people.add(title='<script>alert("x")</script>')
    people.send_file(item_id)
    for page in (people.installer.get("/dossiers"), people.agent.get(f"/bibliotheque/{item_id}")):
        assert "<script>alert" not in page.body
        assert "&lt;script&gt;alert" in page.body


def test_a_document_in_another_language_says_so(people: People) -> None:
    people.send_file(people.add(language="pt_BR", title="Guia do cliente"))
    page = people.installer.get("/dossiers").body
    assert 'hreflang="pt-BR"' in page
    assert "Portugais du Brésil" in page
