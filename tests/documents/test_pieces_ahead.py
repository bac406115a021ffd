"""The pieces are known before a dossier is begun: from a few answers, without one call more."""

from collections.abc import Iterator

import pytest

from chalicelib.accounts.tokens import create_token
from chalicelib.aws.session import client
from chalicelib.aws.table import Table
from chalicelib.documents.api import AHEAD
from chalicelib.documents.forms import SlotsNeeded
from chalicelib.documents.pieces_ahead import QUESTIONS
from tests.documents.test_pages import Firm
from tests.portal import Answer, Portal, open_app

PAGE = "/dossiers/pieces-a-prevoir"


@pytest.fixture
def firm(table: Table) -> Firm:
    return Firm(table)


def caller_of(firm: Firm) -> Portal:
    secret = create_token(firm.installer, "essai", key="une-cle-00000", table=firm.table).secret
    return Portal(open_app(), token=secret)


@pytest.fixture
def asked() -> Iterator[list[str]]:
    """Every call to the table, by the operation's name."""
    names: list[str] = []

    def note(model: object, **_more: object) -> None:
        names.append(model.name)  # type: ignore[attr-defined] # botocore's own model

    events = client("dynamodb").meta.events
    events.register("before-call.dynamodb", note)
    yield names
    events.unregister("before-call.dynamodb", note)


def test_the_list_says_by_when_each_piece_is_due_with_its_example(firm: Firm) -> None:
    page = firm.browser().get(PAGE)
    assert page.status == 200
    places = [
        page.body.index(words) for words in ("Avant l’envoi", "Avant la demande", "Avant la mise")
    ]
    assert places == sorted(places)
    assert 'id="piece-facture"' in page.body
    assert 'id="piece-attestation_bridage"' not in page.body
    assert "/static/examples-consuel_bleu." in page.body
    assert "Commencer un dossier" in page.body


def test_the_answers_change_the_list_and_stay_in_the_form(firm: Firm) -> None:
    query = "?phases=monophase&installed_power_kva=6,5&has_battery=oui&plant_location=ombriere"
    page = firm.browser().get(PAGE + query).body
    assert 'id="piece-attestation_bridage"' in page
    assert "/static/examples-consuel_violet." in page
    assert "Autorisation d’urbanisme" in page
    assert 'name="installed_power_kva" type="text" value="6,5"' in page
    assert 'value="monophase" checked' in page


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?connection_power_kva=beaucoup", "indiquez un nombre"),
        ("?plant_location=lune", "choisissez une des réponses"),
        ("?phases=monophase&connection_power_kva=9", "monophasé"),
    ],
)
def test_an_answer_that_cannot_be_is_told_and_the_list_is_shown_all_the_same(
    firm: Firm, query: str, words: str
) -> None:
    page = firm.browser().get(PAGE + query)
    assert page.status == 200
    assert words in page.body
    assert 'id="piece-facture"' in page.body


def test_an_agent_reads_the_list_and_begins_nothing(firm: Firm) -> None:
    page = firm.browser("agent@raccordo.test").get(PAGE)
    assert page.status == 200
    assert "Commencer un dossier" not in page.body


def test_the_list_of_dossiers_leads_there(firm: Firm) -> None:
    assert f'href="{PAGE}"' in firm.browser().get("/dossiers").body


def test_the_page_asks_the_table_for_the_session_alone(firm: Firm, asked: list[str]) -> None:
    browser = firm.browser()
    browser.get("/compte")
    asked.clear()
    browser.get(PAGE)
    assert asked == ["BatchGetItem"]


def test_the_api_lists_the_same_pieces(firm: Firm) -> None:
    caller = caller_of(firm)
    query = "?operator=enedis&connection_power_kva=40&client_type=professionnel"
    answer = caller.call("GET", f"/required-pieces{query}")
    listed = {one["slot"]: one["due"] for one in answer.json()["slots"]}
    assert listed["plan_de_masse"] == listed["mandat"] == "dso_request"
    assert caller.call("GET", "/required-pieces").json()["slots"][0]["slot"] == "facture"
    SlotsNeeded.model_validate(answer.json(), strict=False)


def test_the_api_refuses_an_answer_that_it_cannot_read_and_names_it(firm: Firm) -> None:
    answer: Answer = caller_of(firm).call("GET", "/required-pieces?connection_power_kva=x")
    assert answer.status == 422
    assert [one["field"] for one in answer.json()["fields"]] == ["connection_power_kva"]


def test_the_api_describes_every_question_that_it_reads() -> None:
    assert tuple(QUESTIONS) == AHEAD
