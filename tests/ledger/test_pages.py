"""The ledger's page and endpoint: for those who may see the dossier, readable without a picture."""

from dataclasses import replace
from datetime import datetime

import pytest

from chalicelib.aws.table import Table
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.kinds import EventKind, Milestone
from chalicelib.dossiers.model import Change, Dossier, Space
from chalicelib.ledger.forms import TimeShape
from chalicelib.rows.leads import DURATION
from tests.accounts.conftest import PASSWORD, People, people, portal
from tests.dossiers.conftest import Callers, callers
from tests.ledger.test_estimate import past
from tests.ledger.test_ledger import complete
from tests.ledger.worlds import AGENT, World
from tests.portal import Portal

__all__ = ["callers", "people", "portal"]


@pytest.fixture
def filed(table: Table, people: People) -> World:
    """A filed dossier of Camille's firm and of the client of `people`."""
    world = World(table)
    world.begin()
    complete(world)

    def give(dossier: Dossier, _now: datetime) -> Change:
        head = replace(
            dossier.head, firm_id=people.installer.firm_id, client_id=people.client.user_id
        )
        return Change(EventKind.CLIENT_CORRECTED, head)

    change_dossier(world.dossier_id, give, by=AGENT, table=table, now=world.now)
    return world


@pytest.mark.parametrize(
    "email", ["camille@soleil.test", "agent@raccordo.test", "client@maison.test"]
)
def test_who_sees_the_dossier_sees_whose_turn_it_was(
    filed: World, callers: Callers, email: str
) -> None:
    browser = Portal(callers.app)
    browser.sign_in(email, PASSWORD)
    dossier_page = browser.get(f"/dossiers/{filed.dossier_id}").body
    assert f"/dossiers/{filed.dossier_id}/temps" in dossier_page
    page = browser.get(f"/dossiers/{filed.dossier_id}/temps")
    assert page.status == 200
    assert "Mairie" in page.body
    assert "Signer la souscription par le lien reçu par e-mail." in page.body
    assert '<svg class="ledger-bar"' in page.body
    assert "Durand" not in page.body


def test_a_rival_finds_nothing(filed: World, callers: Callers) -> None:
    assert callers.browser("rival").get(f"/dossiers/{filed.dossier_id}/temps").status == 404
    assert callers.api("rival").call("GET", f"/dossiers/{filed.dossier_id}/time").status == 404


def test_a_draft_has_no_page_of_its_turns_yet(table: Table, callers: Callers) -> None:
    made = callers.api("installer").call("POST", "/dossiers", {}, Idempotency_Key="draft-0001")
    dossier_id = made.json()["id"]
    answer = callers.browser("installer").get(f"/dossiers/{dossier_id}/temps")
    assert answer.headers["location"] == f"/dossiers/{dossier_id}"


def test_the_api_gives_days_turns_and_the_estimate(filed: World, callers: Callers) -> None:
    path = f"/dossiers/{filed.dossier_id}/time"
    told = TimeShape.model_validate_json(callers.api("installer").call("GET", path).body)
    by_party = {one.party.value: one.days for one in told.parties}
    assert (by_party["installer"], by_party["town_hall"], by_party["client"]) == (2, 1, 4)
    assert [one.until for one in told.turns if one.party.value == "operator"] == [None]
    assert told.estimates == []
    past(filed.table, [31] * 12)
    told = TimeShape.model_validate_json(callers.api("agent").call("GET", path).body)
    assert [(one.half_within_days, one.dossiers) for one in told.estimates] == [(31, 12)]


def test_the_dossiers_page_says_nothing_of_too_few_and_how_many_it_rests_on(
    filed: World, callers: Callers
) -> None:
    browser, here = callers.browser("installer"), f"/dossiers/{filed.dossier_id}"
    assert "la moitié des dossiers" not in browser.get(here).body
    past(filed.table, [31] * 12)
    page = browser.get(here).body
    assert (
        "la moitié des dossiers comme celui-ci ont mis 31 jours au plus, "
        "neuf sur dix 31 jours au plus"
    ) in page
    assert "mesuré sur 12 dossiers" in page


def test_both_steps_have_their_sentence(filed: World, callers: Callers) -> None:
    for code in ("VALID", "MESC"):
        filed.tell(code)
    past(filed.table, [9] * 10, DURATION.pk("enedis", Space.SMALL, Milestone.COMMISSIONED))
    page = callers.browser("agent").get(f"/dossiers/{filed.dossier_id}").body
    assert "Entre la commande et la mise en service par Enedis" in page
