"""The client's page, as a browser without JavaScript sees it."""

import re
from datetime import datetime
from html import unescape

import pytest

from chalicelib.aws.table import Table
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.kinds import EventKind, Milestone
from chalicelib.dossiers.model import Change, Dossier
from chalicelib.subscription.mint_link import mint_link
from chalicelib.subscription.model import LINK_LIFE
from chalicelib.web.headers import forget_policy
from tests.notices.worlds import NOW, World
from tests.portal import Portal, open_app


@pytest.fixture
def world(table: Table) -> World:
    forget_policy()
    return World(table)


@pytest.fixture
def portal() -> Portal:
    return Portal(open_app())


def link_of(world: World, **minted: object) -> tuple[str, str]:
    dossier_id = world.send_dossier()
    path, _ = mint_link(world.load(dossier_id).head, table=world.table, **minted)  # type: ignore[arg-type] # `now` or nothing
    return dossier_id, path


def fields_of(html: str) -> dict[str, str]:
    """What a browser would post of the signing form, every box ticked."""
    form = html.partition("<form")[2].partition("</form>")[0]
    found: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        attributes = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        found[attributes["name"]] = unescape(attributes.get("value", ""))
    return found


def test_the_page_recalls_the_installation_and_shows_every_text(
    world: World, portal: Portal
) -> None:
    _, path = link_of(world)
    page = portal.get(path)
    assert page.status == 200
    for words in ("3 rue des Lilas", "Enedis", "7K4M-92PX", "stockage virtuel", "Mandat"):
        assert words in unescape(page.body)
    assert page.headers["referrer-policy"] == "same-origin"
    assert page.headers["cache-control"] == "no-store"


def test_the_page_tells_of_the_pre_load_that_step_five_asked_for(
    world: World, portal: Portal
) -> None:
    dossier_id, path = link_of(world)
    assert "pré-chargement de" not in portal.get(path).body

    def load_before(dossier: Dossier, _now: datetime) -> Change:
        form = {**dossier.form, "documents": {"preload_kwh": 2000}}
        return Change(EventKind.STEP_SAVED, dossier.head, form=form)

    change_dossier(dossier_id, load_before, by=world.by, table=world.table)
    page = re.sub(r"\s+", " ", unescape(portal.get(path).body))
    assert "un pré-chargement de 2 000 kWh" in page


def test_the_client_signs_and_a_second_click_is_harmless(world: World, portal: Portal) -> None:
    dossier_id, path = link_of(world)
    fields = fields_of(portal.get(path).body) | {"name": "Zoé Lefèvre"}
    for _click in range(2):
        answer = portal.post(path, fields)
        assert (answer.status, answer.headers["location"]) == (303, path)
    assert "Merci, c’est signé" in portal.get(path).body
    assert world.load(dossier_id).reached(Milestone.SUBSCRIPTION_SIGNED)


def test_what_is_missing_is_said_at_its_place_and_nothing_is_lost(
    world: World, portal: Portal
) -> None:
    dossier_id, path = link_of(world)
    fields = fields_of(portal.get(path).body) | {"name": "Zoé L."}
    del fields["consent_mandate"]
    answer = portal.post(path, fields)
    assert answer.status == 422
    assert 'href="#field-consent_mandate"' in answer.body
    assert 'value="Zoé L."' in answer.body
    assert answer.body.count(" checked") == 3
    assert not world.load(dossier_id).reached(Milestone.SUBSCRIPTION_SIGNED)


def test_a_form_from_elsewhere_signs_nothing(world: World, portal: Portal) -> None:
    dossier_id, path = link_of(world)
    portal.get(path)
    body = "name=Zo%C3%A9&consent_adhesion=oui&consent_mandate=oui&consent_supplier_change=oui"
    assert portal.post_raw(path, body, origin="https://evil.example").status == 403
    assert portal.post_raw(path, body).status == 403
    assert not world.load(dossier_id).reached(Milestone.SUBSCRIPTION_SIGNED)


def test_the_client_declines_and_may_come_back(world: World, portal: Portal) -> None:
    _, path = link_of(world)
    portal.get(path)
    assert portal.post(f"{path}/refus", {"reason": "Plus tard"}).status == 303
    page = portal.get(path).body
    assert "ne pas vouloir souscrire" in page
    assert "Signer ma souscription" in page


def test_an_expired_link_offers_another(world: World, portal: Portal) -> None:
    dossier_id, path = link_of(world, now=NOW - LINK_LIFE * 20)
    page = portal.get(path)
    assert page.status == 410
    assert f"{path}/nouveau-lien" in page.body
    assert portal.post(f"{path}/nouveau-lien").status == 200
    assert world.journal(dossier_id)[-1].kind == "subscription_link_sent"


def test_a_guessed_link_tells_nothing(world: World, portal: Portal) -> None:
    link_of(world)
    page = portal.get("/souscription/" + "x" * 43)
    assert page.status == 404
    assert "7K4M" not in page.body
