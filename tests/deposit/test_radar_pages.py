"""The radar on the pages, as a browser without JavaScript sees it, and on the JSON API."""

import re
from collections.abc import Mapping
from html import unescape

import pytest

from chalicelib.accounts.model import Role
from chalicelib.audit.model import platform
from chalicelib.aws.table import Table
from chalicelib.dossiers.answers import DossierAnswer
from chalicelib.dossiers.dossier_page import show_radar
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import PieceState
from chalicelib.dossiers.view_dossier import view_dossier
from chalicelib.readings.model import Subject
from tests.dossiers.conftest import Callers
from tests.dossiers.papers import CONSUEL, hand_in
from tests.form.whole_form import AT, give_pieces, whole_json
from tests.portal import Answer, Portal

OTHER_POWER = CONSUEL | {Subject.INSTALLED_POWER: "12"}
OTHER_INSTALLER = CONSUEL | {Subject.INSTALLER_NAME: "Toitures du Nord"}
WORDS = "L’onduleur de réserve n’est pas raccordé <b>au réseau</b>."


class World:
    """A whole draft of one installer, seen by browsers and by callers of the API."""

    def __init__(self, callers: Callers, table: Table) -> None:
        self.callers, self.table = callers, table
        self.caller, self.browser = callers.api("installer"), callers.browser("installer")
        made = self.caller.call("POST", "/dossiers", whole_json(), Idempotency_Key="radar-0001")
        self.dossier_id: str = made.json()["id"]
        give_pieces(table, self.dossier_id, callers.people.installer)

    @property
    def here(self) -> str:
        return f"/dossiers/{self.dossier_id}"

    def hand_in(self, says: Mapping[Subject, str] | None, slot: str = "consuel") -> str:
        return hand_in(self.table, self.dossier_id, slot, says)

    def recap(self) -> str:
        return unescape(self.browser.get(f"{self.here}/recapitulatif").body)

    def read(self, caller: Portal | None = None) -> dict[str, object]:
        answer = (caller or self.caller).call("GET", self.here)
        DossierAnswer.model_validate_json(answer.body)
        return dict(answer.json())

    def finding(self) -> str:
        (found,) = re.findall(r'id="ecart-(\w+)"', self.recap())
        return str(found)

    def unread(self) -> list[str]:
        return re.findall(r'action="[^"]*/lectures/(\w+)/confirmation"', self.recap())

    def explain(self, words: str, browser: Portal | None = None) -> Answer:
        finding = self.finding()
        fields = {f"words-{finding}": words}
        return (browser or self.browser).post(f"{self.here}/ecarts/{finding}/explication", fields)

    def send(self) -> Answer:
        return self.browser.post(f"{self.here}/envoi")


@pytest.fixture
def world(callers: Callers, table: Table) -> World:
    return World(callers, table)


def test_both_values_stand_side_by_side_with_the_field_and_the_file_one_click_away(
    world: World,
) -> None:
    document_id = world.hand_in(OTHER_POWER)
    page = world.recap()
    versus = page[page.index('class="versus stop"') : page.index("</article>")]
    assert "Puissance de production installée" in versus
    assert ">8 kVA<" in versus
    assert ">12 kVA<" in versus
    assert "consuel.pdf, page 1, près de « la ligne de installed_power »" in versus
    assert f'href="{world.here}/etape/3#field-installed_power_kva"' in versus
    assert f'href="{world.here}/fichiers/{document_id}"' in versus
    assert f'href="{world.here}/etape/5#field-consuel"' in versus
    assert "Bloque l’envoi" in versus


def test_blocking_differences_come_first_and_take_the_button_away(world: World) -> None:
    world.hand_in(OTHER_POWER | {Subject.INSTALLER_NAME: "Toitures du Nord"})
    page = world.recap()
    assert page.index('class="versus stop"') < page.index('class="versus wait"')
    assert f'action="{world.here}/envoi"' not in page
    refused = world.send()
    assert refused.status == 422
    assert "contredit le formulaire" in refused.body


def test_a_warning_leaves_the_button(world: World) -> None:
    world.hand_in(OTHER_INSTALLER)
    page = world.recap()
    assert "Toitures du Nord" in page
    assert f'action="{world.here}/envoi"' in page


def test_an_explanation_is_shown_as_it_was_written_and_opens_the_way(world: World) -> None:
    world.hand_in(OTHER_POWER)
    finding = world.finding()
    answer = world.explain(WORDS)
    assert answer.headers["location"] == f"{world.here}/recapitulatif#ecart-{finding}"
    raw = world.browser.get(f"{world.here}/recapitulatif").body
    assert "&lt;b&gt;au réseau&lt;/b&gt;" in raw
    assert "Expliqué – Installateur" in unescape(raw).replace("\N{NO-BREAK SPACE}", " ")
    assert world.send().headers["location"] == f"{world.here}/envoye"


def test_an_explanation_that_says_nothing_is_told_at_its_field(world: World) -> None:
    world.hand_in(OTHER_POWER)
    answer = world.explain("ok")
    name = f"words-{world.finding()}"
    assert answer.status == 422
    assert f'id="field-{name}-error"' in answer.body
    assert f'href="#field-{name}"' in answer.body
    assert re.search(rf'<textarea id="field-{name}"[^>]*>ok</textarea>', answer.body)


def test_an_explanation_of_what_changed_meanwhile_is_refused_in_words(world: World) -> None:
    world.hand_in(OTHER_POWER)
    path = f"{world.here}/ecarts/{'0' * 24}/explication"
    answer = world.browser.post(path, {f"words-{'0' * 24}": WORDS})
    assert answer.status == 409
    assert "a changé entre-temps" in unescape(answer.body)


def test_what_could_not_be_read_is_listed_with_the_forms_values_and_confirmed(
    world: World,
) -> None:
    world.hand_in(None)
    page = world.recap()
    assert "Non lisible, à confirmer" in page
    assert "Attestation Consuel visée – consuel.pdf" in page
    assert "s’accorde avec le formulaire" not in page
    first, second = world.unread()
    answer = world.browser.post(f"{world.here}/lectures/{second}/confirmation")
    assert answer.headers["location"] == f"{world.here}/recapitulatif#lecture-{second}"
    assert world.unread() == [first]
    assert "Comparé et confirmé – Installateur" in world.recap()


def test_what_the_form_never_says_is_looked_for_on_the_paper(world: World) -> None:
    world.hand_in(None, "mairie")
    assert "un récépissé doit avoir plus de deux mois" in world.recap()


def test_the_page_says_that_a_reading_is_awaited(world: World, table: Table) -> None:
    hand_in(table, world.dossier_id, "consuel", CONSUEL, state=PieceState.PENDING)
    page = world.recap()
    assert "Lecture attendue" in page
    assert f'action="{world.here}/envoi"' in page


def test_papers_that_agree_are_counted(world: World) -> None:
    world.hand_in(CONSUEL)
    assert "valeurs lues dans les documents s’accordent avec le formulaire" in world.recap()


def test_after_the_sending_installer_and_agent_see_it(world: World) -> None:
    world.hand_in(OTHER_POWER)
    world.explain(WORDS)
    world.send()
    agent = world.callers.browser("agent")
    for browser in (world.browser, agent):
        page = unescape(browser.get(world.here).body)
        assert "Ce que disent les documents" in page
        assert "onduleur de réserve" in page
        assert "Corriger le formulaire" not in page


def test_the_client_reads_neither_differences_nor_explanations(world: World) -> None:
    world.hand_in(OTHER_POWER)
    dossier = load_dossier(world.dossier_id, seen_by=platform("queue"), table=world.table)
    assert view_dossier(dossier, AT.date(), Role.INSTALLER)["differences"] != []
    view = view_dossier(dossier, AT.date(), Role.CLIENT)
    assert (view["differences"], view["unread"], view["awaiting_reading"]) == ([], [], [])
    assert show_radar(dossier, (), Role.CLIENT) is None
    assert show_radar(dossier, (), Role.AGENT) is not None


def test_an_agent_finds_a_late_contradiction_in_the_queue_and_settles_it(world: World) -> None:
    world.send()
    world.hand_in(OTHER_POWER)
    caller, agent = world.callers.api("agent"), world.callers.browser("agent")
    (line,) = caller.call("GET", "/queue").json()["dossiers"]
    assert "contradiction" in line["reasons"]
    page = unescape(agent.get(world.here).body)
    (finding,) = re.findall(r'id="ecart-(\w+)"', page)
    fields = {f"words-{finding}": "Vérifié par téléphone avec l’installateur."}
    answer = agent.post(f"{world.here}/ecarts/{finding}/explication", fields)
    assert answer.headers["location"] == f"{world.here}#ecart-{finding}"
    left = caller.call("GET", "/queue").json()["dossiers"]
    assert "contradiction" not in [reason for line in left for reason in line["reasons"]]
    assert "Expliqué – Agent" in unescape(world.browser.get(world.here).body)


def test_another_firm_gets_what_an_absent_dossier_gets(world: World) -> None:
    world.hand_in(OTHER_POWER)
    rival = world.callers.browser("rival")
    answer = rival.post(f"{world.here}/ecarts/{world.finding()}/explication", {"words": WORDS})
    assert answer.status == 404
    caller = world.callers.api("rival")
    path = f"{world.here}/differences/{world.finding()}/explain"
    assert caller.call("POST", path, {"words": WORDS}).status == 404


def test_the_api_names_the_field_and_both_values_and_takes_the_explanation(world: World) -> None:
    document_id = world.hand_in(OTHER_POWER)
    refused = world.caller.call("POST", f"{world.here}/submit")
    (problem,) = refused.json()["fields"]
    assert (refused.status, problem["field"]) == (422, "installed_power_kva")
    assert "8 kVA" in problem["message"]
    assert "12 kVA" in problem["message"]
    read = world.caller.call("GET", world.here).json()
    (difference,) = read["differences"]
    assert (difference["typed"], difference["read"]) == ("8 kVA", "12 kVA")
    assert (difference["document_id"], difference["page"]) == (document_id, 1)
    assert difference["is_blocking"] is True
    assert [one["field"] for one in read["missing"]] == ["installed_power_kva"]
    assert read["missing"][0]["step"] == "plant"
    path = f"{world.here}/differences/{difference['id']}/explain"
    assert world.caller.call("POST", path, {"words": "non"}).status == 422
    explained = world.caller.call("POST", path, {"words": WORDS}).json()
    assert explained["differences"][0]["explanation"]["words"] == WORDS
    assert explained["missing"] == []
    assert world.caller.call("POST", f"{world.here}/submit").status == 200
    world.read(world.callers.api("agent"))


def test_the_api_lists_and_confirms_what_could_not_be_read(world: World) -> None:
    world.hand_in(None)
    unread = {one["slot"]: one for one in world.caller.call("GET", world.here).json()["unread"]}
    assert {"subject": "installed_power", "field": "installed_power_kva", "typed": "8 kVA"} in (
        unread["consuel"]["claims"]
    )
    path = f"{world.here}/unread/{unread['consuel']['id']}/confirm"
    confirmed = world.caller.call("POST", path).json()
    (one,) = [one for one in confirmed["unread"] if one["slot"] == "consuel"]
    assert one["confirmation"]["role"] == "installer"
    world.read()
