"""The private page and the client's own: plain words, three languages, nothing personal."""

import re

import pytest

from chalicelib.aws.table import Table
from chalicelib.dossiers.cancel import cancel_dossier
from chalicelib.dossiers.kinds import EventKind, Milestone
from chalicelib.dossiers.model import PieceState
from chalicelib.dossiers.party import Party
from chalicelib.dossiers.progress import AFTER, LABELS
from chalicelib.following.course import tell_course
from chalicelib.following.plain import GLOSSARY, SLOTS, STEPS, TASKS, TURNS
from tests.accounts.conftest import PASSWORD, People, people, portal
from tests.following.test_calendar import tell
from tests.following.worlds import file_for, link_of, load
from tests.ledger.test_estimate import past
from tests.ledger.worlds import AGENT, World
from tests.portal import Portal

__all__ = ["people", "portal"]

MOST_BYTES = 100_000


@pytest.fixture
def world(table: Table, people: People) -> World:
    return file_for(people, table)


@pytest.fixture
def client(world: World, portal: Portal) -> Portal:
    assert world.dossier_id
    portal.sign_in("client@maison.test", PASSWORD)
    return portal


def stranger(portal: Portal) -> Portal:
    return Portal(portal.app)


def test_who_has_the_link_reads_where_it_stands_without_an_account(
    world: World, portal: Portal
) -> None:
    page = stranger(portal).get(link_of(world))
    assert page.status == 200
    assert "C’est à Enedis" in page.body
    assert "Enedis étudie la demande de raccordement." in page.body
    assert "La date n’est pas encore connue." in page.body
    assert "Soleil du Midi" in page.body
    assert page.cookies == ()


def test_the_page_and_its_refusals_are_told_to_nobody_and_kept_by_nobody(
    world: World, portal: Portal
) -> None:
    right = link_of(world)
    calendar = re.search(r'href="(/agenda/[^"?]+)', stranger(portal).get(right).body)
    assert calendar
    for path, status in (
        (right, 200),
        (right[:-1] + "_", 404),
        (calendar[1], 200),
        ("/agenda/x", 404),
    ):
        answer = stranger(portal).get(path)
        assert answer.status == status
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "noindex" in answer.headers["x-robots-tag"]
        assert answer.headers["cache-control"] == "no-store"


def test_the_page_shows_nothing_personal_and_no_file(world: World, portal: Portal) -> None:
    dossier = load(world)
    head = dossier.head
    client = dossier.values_of("client")
    page = stranger(portal).get(link_of(world)).body
    for personal in (
        head.last_name,
        head.email,
        head.phone,
        head.city,
        head.postcode,
        str(client["address"]),
        str(dossier.values_of("electricity")["pdl"]),
    ):
        assert personal
        assert personal not in page
    assert "/pieces/" not in page
    assert "/documents" not in page


@pytest.mark.parametrize(
    ("chosen", "tag", "words"),
    [
        ("fr", "fr", "Où en est votre raccordement solaire"),
        ("pt", "pt-BR", "Em que ponto está sua conexão solar"),
        ("en", "en", "Where your solar connection stands"),
    ],
)
def test_the_language_is_chosen_on_the_page_and_holds_for_its_calendar(
    world: World, portal: Portal, chosen: str, tag: str, words: str
) -> None:
    reader = stranger(portal)
    page = reader.get(f"{link_of(world)}?langue={chosen}").body
    assert f'lang="{tag}"' in page.partition("<head>")[0]
    assert words in page
    calendar = re.search(r'href="(/agenda/[^"]+)', page)
    assert calendar
    assert calendar[1].endswith(f".ics?langue={chosen}")
    answer = reader.get(calendar[1])
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert f"PRODID:-//Raccordo//Raccordo//{tag.upper()}" in answer.body


def test_an_estimate_is_told_as_days_with_what_it_rests_on_and_as_a_measure(
    world: World, table: Table
) -> None:
    past(table, [20] * 9 + [60])
    (act,) = [
        one for one in tell_course(load(world), world.now).acts if one.title == "C’est à Enedis"
    ]
    assert act.dates[0].startswith(
        "D’après 10 dossiers semblables : une fois sur deux terminé le 28 mars"
    )
    assert "pas une promesse" in act.dates[0]
    world.day(100)
    (act,) = [
        one for one in tell_course(load(world), world.now).acts if one.title == "C’est à Enedis"
    ]
    assert "déjà plus que pour neuf dossiers semblables sur dix" in act.dates[0]


def test_an_announced_date_is_said_not_to_be_guaranteed(world: World) -> None:
    assert tell_course(load(world), world.now).commissioning[0].startswith("La date n’est pas")
    tell(world, ("DMREC", {}), ("VALID", {}))
    world.happen(EventKind.PIECE_ACCEPTED, Milestone.CONSUEL_ACCEPTED, Milestone.EQUIPMENT_DECLARED)
    tell(world, ("MESC", {}), ("INPL", {"planned_on": "2026-05-04"}))
    (told,) = tell_course(load(world), world.now).commissioning
    assert "4 mai 2026" in told
    assert "n’est pas garantie" in told


def test_the_commissioning_date_is_told_as_the_first_day_of_storage(
    world: World, client: Portal
) -> None:
    tell(world, ("DMREC", {}), ("VALID", {}))
    world.happen(EventKind.PIECE_ACCEPTED, Milestone.CONSUEL_ACCEPTED, Milestone.EQUIPMENT_DECLARED)
    tell(world, ("MESC", {}), ("CPRE", {"commissioned_on": "2026-05-06"}))
    for reader, path in (
        (client, f"/dossiers/{world.dossier_id}"),
        (stranger(client), link_of(world)),
    ):
        page = reader.get(path).body
        assert "Votre installation est en service depuis le 6 mai 2026." in page
        assert "Votre stockage virtuel a commencé le 6 mai 2026" in page


def test_a_cancelled_dossier_says_so_and_asks_nothing(world: World) -> None:
    cancel_dossier(world.dossier_id, "erreur", by=AGENT, table=world.table, now=world.now)
    course = tell_course(load(world), world.now)
    assert course.acts == ()
    assert "annulé" in course.headline
    assert course.commissioning == ()


def test_the_client_reads_their_dossier_in_plain_words(world: World, client: Portal) -> None:
    page = client.get(f"/dossiers/{world.dossier_id}").body
    assert "Où en est votre dossier" in page
    assert "C’est à Enedis" in page
    assert "Les documents du dossier" in page
    assert "reçu et accepté" in page
    assert "Soleil du Midi" in page
    assert "Les mots de ce dossier, expliqués" in page
    assert "Reçus scellés" not in page
    assert len(page.encode()) < MOST_BYTES


def test_installer_and_client_make_a_link_that_works_and_cut_it(
    world: World, client: Portal
) -> None:
    here = f"/dossiers/{world.dossier_id}"
    installer = stranger(client)
    installer.sign_in("camille@soleil.test", PASSWORD)
    for browser in (client, installer):
        assert f"{here}/liens-de-suivi" in browser.get(here).body
        made = browser.post(f"{here}/liens-de-suivi")
        found = re.search(r"http://raccordo\.localhost:4566(/suivi/[\w-]+)", made.body)
        assert found
        assert stranger(client).get(found[1]).status == 200
        assert found[1] not in browser.get(here).body
        assert browser.post(f"{here}/liens-de-suivi/coupure").status == 303
        assert "n’ouvrent plus rien" in browser.get(here).body
        assert stranger(client).get(found[1]).status == 404


def test_a_rival_makes_no_link(world: World, portal: Portal) -> None:
    portal.sign_in("zoe@nord.test", PASSWORD)
    for path in ("", "/coupure"):
        assert portal.post(f"/dossiers/{world.dossier_id}/liens-de-suivi{path}").status == 404


def test_every_step_party_and_state_has_its_plain_words() -> None:
    assert STEPS.keys() == LABELS.keys() == AFTER.keys()
    assert TURNS.keys() == set(Party)
    assert SLOTS.keys() == set(PieceState)
    assert {milestone for milestone, _party in TASKS} == set(LABELS) - {Milestone.SUBMITTED}


def test_plain_words_use_no_trade_word_that_is_not_explained() -> None:
    explained = " ".join(word for word, _said in GLOSSARY)
    trade = ("GRD", "DSO", "CARD", "CAC", "MES ", "TURPE", "P4E", "milestone", "INPL")
    said = " ".join((*TASKS.values(), *TURNS.values(), *(b for _a, b in STEPS.values())))
    assert not [word for word in trade if word in said]
    assert "Consuel" in explained


def test_who_follows_may_have_the_link_of_the_space_mailed_to_the_client_alone(
    table: Table, people: People, portal: Portal
) -> None:
    from tests.following.worlds import file_dossier

    world = file_dossier(table, str(people.installer.firm_id))
    world.happen(EventKind.CLIENT_CORRECTED, signed_at=world.now)
    follower, path = stranger(portal), link_of(world)
    page = follower.get(path).body
    assert f'action="{path}/espace"' in page
    done = follower.post(f"{path}/espace")
    assert done.headers["location"] == path
    assert done.headers["referrer-policy"] == "no-referrer"
    assert "en route" in follower.get(path).body
    last = world.journal()[-1]
    assert (last.kind, last.actor_role) == ("space_link_asked", "signatory")
    assert follower.post(f"{path[:-1]}_/espace").status == 404
