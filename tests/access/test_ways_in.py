"""The pages of passwords and of a firm, as a browser without JavaScript sees them."""

import re
from dataclasses import replace

import pytest

from chalicelib.accounts.asks import list_asks
from chalicelib.accounts.change_memberships import put_memberships
from chalicelib.accounts.enrol import enrol_firm, enrol_user, find_enrolled
from chalicelib.accounts.invitations import decline_invitation, list_address_invitations
from chalicelib.accounts.links import LinkKind, mint_account_link
from chalicelib.accounts.model import Role
from chalicelib.accounts.store import account_key, list_member, load_user_row
from chalicelib.aws.clock import real_now
from chalicelib.aws.table import Table
from tests.access.conftest import PASSWORD, People
from tests.portal import Portal

EMAIL = "camille@soleil.test"


@pytest.fixture
def admin(people: People, table: Table, portal: Portal) -> Portal:
    """The installer, made an administrator, signed in."""
    boss = people.installer
    (first,) = boss.memberships
    as_admin = replace(first, is_admin=True)
    user = load_user_row(table, boss.user_id)
    made = put_memberships(user, (as_admin,), ends_access=False)
    table.transact([list_member(boss, as_admin), made])
    portal.sign_in(EMAIL, PASSWORD)
    return portal


def mint(table: Table, kind: LinkKind, new_email: str = "") -> str:
    account = table.get(account_key(EMAIL), "ACCOUNT")
    assert account is not None
    path, _end = mint_account_link(table, kind, account, now=real_now(), new_email=new_email)
    return path


def test_the_door_leads_to_activation_forgotten_password_and_help(portal: Portal) -> None:
    door = portal.get("/connexion").body
    for path in ("/mot-de-passe-oublie", "/activation", "/connexion/aide"):
        assert f'href="{path}"' in door
        assert portal.get(path).status == 200
    assert "dix minutes" in portal.get("/connexion/aide").body


def test_the_door_says_which_address_what_to_share_with_nobody_and_why_it_blocks(
    portal: Portal,
) -> None:
    door = portal.get("/connexion").body
    assert "Celle de votre convention de partenariat" in door
    assert "Ne communiquez jamais votre mot de passe" in door
    assert "cela vous protège de qui voudrait le deviner" in door
    assert "quelqu’un qui voudrait le deviner ne le peut pas" in portal.get("/connexion/aide").body


def test_the_help_names_each_reason_and_leads_to_what_ends_it(portal: Portal) -> None:
    page = portal.get("/connexion/aide").body
    for reason in (
        "Adresse e-mail ou mot de passe incorrect",
        "L’accès est bloqué dix minutes",
        "Je n’ai jamais choisi de mot de passe",
        "Le message n’arrive pas",
        "Mon adresse a changé",
    ):
        assert re.search(rf"<h2>[^<]*{reason}[^<]*</h2>", page), reason
    for path in ("/mot-de-passe-oublie", "/activation"):
        assert f'<a href="{path}">' in page


@pytest.mark.parametrize("path", ["/mot-de-passe-oublie", "/activation"])
def test_asking_answers_the_same_bytes_for_any_address(portal: Portal, path: str) -> None:
    portal.get(path)
    bodies = [
        re.sub(r'name="csrf" value="[0-9a-f]*"', "", portal.post(path, {"email": email}).body)
        for email in (EMAIL, "personne@nulle.test", "x@y")
    ]
    assert bodies[0] == bodies[1] == bodies[2]
    assert "Si cette adresse a un compte" in bodies[0]


@pytest.mark.parametrize("typed", ["", "pas une adresse", "@x", "x@ "])
def test_what_is_no_address_is_said_at_its_field(portal: Portal, typed: str) -> None:
    portal.get("/mot-de-passe-oublie")
    answer = portal.post("/mot-de-passe-oublie", {"email": typed})
    assert answer.status == 422
    assert "Indiquez une adresse e-mail" in answer.body


def test_a_password_is_chosen_by_the_link_and_opens_the_door(portal: Portal, table: Table) -> None:
    path = mint(table, LinkKind.RESET)
    assert portal.get(path).status == 200
    short = portal.post(path, {"password": "court", "again": "court"})
    assert (short.status, "au moins 12 caractères" in short.body) == (422, True)
    answer = portal.post(path, {"password": "une nouvelle phrase", "again": "une nouvelle phrase"})
    assert (answer.status, answer.headers["location"]) == (303, "/connexion")
    assert portal.sign_in(EMAIL, "une nouvelle phrase").status == 303
    assert portal.get(path).status == 410


def test_a_link_for_one_thing_does_not_open_another(portal: Portal, table: Table) -> None:
    secret = mint(table, LinkKind.RESET).rpartition("/")[2]
    assert portal.get(f"/adresse/{secret}").status == 410


def test_an_address_is_confirmed_by_a_press_not_by_looking(
    admin: Portal, people: People, table: Table
) -> None:
    asked = admin.post("/compte/adresse", {"email": "neuve@example.org", "present": PASSWORD})
    assert (asked.status, asked.headers["location"]) == (303, "/compte")
    path = mint(table, LinkKind.ADDRESS, "neuve@example.org")
    assert "neuve@example.org" in admin.get(path).body
    assert find_enrolled(table, "neuve@example.org") is None
    confirmed = admin.post(path)
    assert confirmed.headers["location"] == "/connexion"
    assert "Votre adresse est confirmée" in admin.get("/connexion").body
    moved = find_enrolled(table, "neuve@example.org")
    assert moved is not None
    assert moved.user_id == people.installer.user_id


def test_a_wrong_present_password_is_said_at_its_field_and_keeps_what_was_typed(
    admin: Portal,
) -> None:
    answer = admin.post("/compte/adresse", {"email": "neuve@example.org", "present": "faux"})
    assert answer.status == 422
    assert "Le mot de passe actuel n’est pas le bon" in answer.body
    assert "neuve@example.org" in answer.body


def test_ones_own_password_is_changed_and_every_session_ends(admin: Portal) -> None:
    form = {"present": PASSWORD, "password": "une nouvelle phrase", "again": "une autre phrase"}
    assert admin.post("/compte/mot-de-passe", form).status == 422
    assert admin.post("/compte/mot-de-passe", form | {"again": form["password"]}).status == 303
    assert "Votre mot de passe est changé" in admin.get("/connexion").body
    assert admin.get("/compte").status == 303
    assert admin.sign_in(EMAIL, "une nouvelle phrase").status == 303


def test_an_administrator_invites_and_the_invited_is_listed(admin: Portal, table: Table) -> None:
    form = {"name": "Malo <b>Ferrand</b>", "email": "malo@example.org"}
    assert admin.post("/entreprise/invitation", form).status == 303
    page = admin.get("/entreprise").body
    assert "Malo &lt;b&gt;Ferrand" in page
    assert len(list_asks(table, real_now())[0]) == 1
    again = admin.post("/entreprise/invitation", form)
    assert again.status == 303
    page = admin.get("/entreprise").body
    assert page.count("malo@example.org") == 1
    taken = re.search(r'action="(/entreprise/invitation/[0-9a-f]{64}/retrait)"', page)
    assert taken
    assert admin.post(taken[1]).status == 303
    assert "malo@example.org" not in admin.get("/entreprise").body
    assert admin.post(taken[1]).status == 404


def test_the_list_shows_every_invited_address_alike(
    admin: Portal, people: People, table: Table
) -> None:
    """An address with an account, one without, and one that declined are rows of the same shape."""
    emails = ("zoe.nord@example.org", "personne.nulle@example.org", "client.decline@example.org")
    for email in (emails[0], emails[2]):
        nord = enrol_firm(table, "Nord", code="2")
        enrol_user(table, email=email, name="A", role=Role.INSTALLER, password=PASSWORD, firm=nord)
    for email in emails:
        form = {"name": "Prénom Nom", "email": email}
        assert admin.post("/entreprise/invitation", form).status == 303
        admin.get("/entreprise")
    decliner = find_enrolled(table, emails[2])
    assert decliner is not None
    decline_invitation(decliner, people.installer.firm_id, table=table)
    page = admin.get("/entreprise").body
    shapes = set()
    for email in emails:
        (row,) = [one for one in page.split("<tr>") if email in one]
        shapes.add(re.sub(r"[0-9a-f]{64}", "", row.partition("</tr>")[0].replace(email, "")))
    assert len(shapes) == 1


def test_a_leaver_needs_a_successor(admin: Portal, people: People) -> None:
    path = f"/entreprise/{people.colleague.user_id}/retrait"
    assert "Louis" in admin.get(path).body
    assert admin.post(path, {"successor": ""}).status == 422
    assert admin.post(path, {"successor": people.installer.user_id}).status == 303
    page = admin.get("/entreprise").body
    assert "Dossiers repris par Camille" in page
    assert admin.get(path).status == 404


def test_only_an_administrator_of_the_firm_may(admin: Portal, people: People, table: Table) -> None:
    rival = f"/entreprise/{people.rival.user_id}/retrait"
    assert admin.get(rival).status == 404
    assert admin.post(rival, {"successor": people.installer.user_id}).status == 404
    admin.sign_in("louis@soleil.test", PASSWORD)
    assert admin.get("/entreprise").status == 403
    assert (
        admin.post("/entreprise/invitation", {"name": "X", "email": "x@example.org"}).status == 403
    )


def test_a_demoted_administrator_has_no_page_of_theirs_at_the_next_click(
    admin: Portal, people: People
) -> None:
    other = Portal(admin.app)
    role = f"/entreprise/{people.colleague.user_id}/role"
    assert admin.post(role, {"admin": "oui"}).status == 303
    other.sign_in("louis@soleil.test", PASSWORD)
    assert other.get("/entreprise").status == 200
    assert admin.post(role, {"admin": "non"}).status == 303
    for path in ("/entreprise", "/compte"):
        assert other.get(path).headers["location"].startswith("/connexion")
    form = {"name": "X", "email": "x@example.org"}
    assert other.post("/entreprise/invitation", form).headers["location"] == "/connexion"
    again = Portal(admin.app)
    again.sign_in("louis@soleil.test", PASSWORD)
    assert again.get("/entreprise").status == 403


def test_the_last_administrator_stays(admin: Portal, people: People, table: Table) -> None:
    answer = admin.post(f"/entreprise/{people.installer.user_id}/role", {"admin": "non"})
    assert (answer.status, "dernier administrateur" in answer.body) == (409, True)


def test_an_agent_opens_a_firms_space(portal: Portal, table: Table) -> None:
    portal.sign_in("agent@raccordo.test", PASSWORD)
    form = {"firm": "Rayons", "siren": "732 829 320", "name": "Ada", "email": "ada@example.org"}
    wrong = portal.post("/entreprises", form | {"siren": "123"})
    assert (wrong.status, "SIREN" in wrong.body, "Rayons" in wrong.body) == (422, True, True)
    empty = portal.post("/entreprises", dict.fromkeys(form, ""))
    told = re.findall(r'<a href="#field-(\w+)">', empty.body)
    assert (empty.status, told) == (422, ["firm", "siren", "name", "email"])
    assert portal.post("/entreprises", form).status == 303
    (ask,), _next = list_asks(table, real_now())
    (waiting,) = list_address_invitations(table, ask.account_pk, real_now())
    assert (waiting.firm.name, waiting.is_admin, waiting.email) == (
        "Rayons",
        True,
        "ada@example.org",
    )
    assert find_enrolled(table, "ada@example.org") is None
