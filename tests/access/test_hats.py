"""One person, several hats: worn one at a time, switched in sight, traced, and never mixed."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.accounts.change_memberships import put_memberships
from chalicelib.accounts.choose_password import choose_password
from chalicelib.accounts.enrol import enrol_firm, enrol_user
from chalicelib.accounts.find_bearer import find_bearer
from chalicelib.accounts.firm_members import invite_member, list_members, remove_member
from chalicelib.accounts.invitations import (
    accept_invitation,
    list_address_invitations,
    list_invitations,
)
from chalicelib.accounts.links import mint_invitation_link
from chalicelib.accounts.memberships import list_memberships
from chalicelib.accounts.model import Firm, Membership, Person, Role
from chalicelib.accounts.refusals import AlreadyMember, InvitationOver, WrongCredentials
from chalicelib.accounts.sign_in import sign_in
from chalicelib.accounts.store import account_key, list_member, load_user_row
from chalicelib.aws.clock import real_now
from chalicelib.aws.table import Table
from tests.access.conftest import PASSWORD, People
from tests.portal import Portal, open_app

EMAIL = "camille@soleil.example.org"
ANOTHER = "une toute autre phrase"
CLIENT_HAT = "client-FR"


def add(table: Table, person: Person, *more: Membership) -> None:
    user = load_user_row(table, person.user_id)
    table.update(put_memberships(user, (*list_memberships(user), *more), ends_access=False))


@pytest.fixture
def people(people: People, table: Table) -> People:
    """The room's people; the installer at an address that an invitation can be sent to."""
    user = load_user_row(table, people.installer.user_id)
    account = table.get(user["account_pk"], "ACCOUNT", consistent=True)
    assert account is not None
    moved = account_key(EMAIL)
    table.put({**account, "pk": moved})
    table.put({**user, "email": EMAIL, "account_pk": moved})
    return people


@pytest.fixture
def camille(people: People, table: Table, portal: Portal) -> Portal:
    """An installer who is a client too, signed in as an installer."""
    add(table, people.installer, Membership(Role.CLIENT, real_now()))
    portal.sign_in(EMAIL, PASSWORD)
    return portal


@pytest.fixture
def boss(people: People, table: Table) -> Person:
    """The administrator of the other firm."""
    user = load_user_row(table, people.rival.user_id)
    (first,) = people.rival.memberships
    as_admin = replace(first, is_admin=True)
    table.transact(
        [put_memberships(user, (as_admin,), ends_access=False), list_member(people.rival, as_admin)]
    )
    return replace(people.rival, is_admin=True, memberships=(as_admin,))


def test_who_has_one_hat_sees_nothing_of_hats(people: People, portal: Portal) -> None:
    portal.sign_in(EMAIL, PASSWORD)
    assert "Vous agissez comme" not in portal.get("/compte").body


def test_the_hat_is_named_on_every_page_and_switched_there(camille: Portal) -> None:
    page = camille.get("/dossiers").body
    assert re.search(r"Vous agissez comme.*Installateur – Soleil du Midi", page)
    switched = camille.post("/compte/role", {"hat": CLIENT_HAT})
    assert (switched.status, switched.headers["location"]) == (303, "/mes-dossiers")
    page = camille.get("/mes-dossiers").body
    assert re.search(r"Vous agissez comme.*<strong>Client</strong>", page)


def test_one_hat_opens_nothing_of_another_and_offers_it_where_a_bookmark_leads(
    camille: Portal,
) -> None:
    refused = camille.get("/mes-dossiers?x=1")
    assert refused.status == 403
    assert "Continuer comme Client" in refused.body
    assert 'name="suite" value="/mes-dossiers?x=1"' in refused.body
    answer = camille.post("/compte/role", {"hat": CLIENT_HAT, "suite": "/mes-dossiers?x=1"})
    assert answer.headers["location"] == "/mes-dossiers?x=1"
    assert camille.get("/mes-dossiers").status == 200
    assert camille.get("/dossiers").status == 403


def test_a_page_of_nobodys_offers_no_hat(camille: Portal) -> None:
    """No hat of hers is an agent's: the refusal is the bare one."""
    assert "Continuer comme" not in camille.get("/entreprises").body


def test_a_dossier_that_one_hat_does_not_find_is_offered_to_the_other_unseen(
    camille: Portal,
) -> None:
    answer = camille.get("/dossiers/dos_000000000000aaaaaaaaaaaaaaaaaaaa")
    assert (answer.status, "Continuer comme Client" in answer.body) == (404, True)


def test_a_way_on_never_leads_off_the_portal(camille: Portal) -> None:
    answer = camille.post("/compte/role", {"hat": CLIENT_HAT, "suite": "//ailleurs.example"})
    assert answer.headers["location"] == "/mes-dossiers"


@pytest.mark.parametrize("hat", ["", "agent-FR", "installer-FR-frm_0", "client-BR"])
def test_nobody_puts_on_what_they_do_not_have(camille: Portal, hat: str) -> None:
    assert camille.post("/compte/role", {"hat": hat}).status == 404
    assert camille.get("/dossiers").status == 200


def test_a_switch_is_traced_and_worn_at_the_next_sign_in(camille: Portal, table: Table) -> None:
    camille.post("/compte/role", {"hat": CLIENT_HAT})
    assert "changement de rôle : Client" in camille.get("/compte").body
    assert sign_in(EMAIL, PASSWORD, source_address="192.0.2.7", table=table).person.role is (
        Role.CLIENT
    )


def test_a_switch_in_one_browser_leaves_the_other_as_it_is(camille: Portal) -> None:
    other = Portal(open_app())
    other.sign_in(EMAIL, PASSWORD)
    camille.post("/compte/role", {"hat": CLIENT_HAT})
    assert other.get("/dossiers").status == 200


def test_a_token_acts_under_the_hat_it_was_made_for(camille: Portal, people: People) -> None:
    made = camille.post("/compte/jetons", {"label": "mobile"}).body
    found = re.search(r'<code class="secret" id="jeton">([^<]+)</code>', made)
    assert found
    camille.post("/compte/role", {"hat": CLIENT_HAT})
    bearer = find_bearer(found[1])
    assert bearer is not None
    assert (bearer.role, bearer.firm_id) == (Role.INSTALLER, people.installer.firm_id)
    said = Portal(open_app(), token=found[1]).call("GET", "/me").json()
    assert (said["role"], said["firm_id"]) == ("installer", people.installer.firm_id)
    assert [one["role"] for one in said["memberships"]] == ["installer", "client"]
    assert "epoch" not in said


# ---- a second firm


def invited(table: Table, boss: Person, *, is_admin: bool = False) -> None:
    invite_member(boss, EMAIL, "Camille", is_admin=is_admin, table=table)


def test_who_is_invited_to_a_second_firm_accepts_signed_in(
    people: People, portal: Portal, table: Table, boss: Person
) -> None:
    invited(table, boss)
    portal.sign_in(EMAIL, PASSWORD)
    page = portal.get("/compte").body
    assert "L’entreprise Nord Énergie vous invite" in page
    assert people.installer.user_id not in [one.user_id for one in list_members(boss.firm_id)]
    accepted = portal.post(f"/compte/invitations/{boss.firm_id}/acceptation")
    assert accepted.status == 303
    page = portal.get("/compte").body
    assert "Vous agissez comme" in page
    assert "Agir comme Installateur – Nord Énergie" in page
    assert "vous invite" not in page
    assert people.installer.user_id in [one.user_id for one in list_members(boss.firm_id)]
    assert portal.post(f"/compte/invitations/{boss.firm_id}/acceptation").status == 410


def test_who_declines_is_no_member_and_nobody_else_can_accept(
    people: People, portal: Portal, table: Table, boss: Person
) -> None:
    invited(table, boss)
    with pytest.raises(InvitationOver):
        accept_invitation(people.colleague, boss.firm_id, table=table)
    portal.sign_in(EMAIL, PASSWORD)
    assert portal.post(f"/compte/invitations/{boss.firm_id}/refus").status == 303
    assert list_invitations(people.installer, table=table) == []


def test_an_invitation_ends_by_the_clock_and_with_its_makers_right(
    people: People, table: Table, boss: Person
) -> None:
    invited(table, boss)
    late = real_now() + timedelta(days=7)
    with pytest.raises(InvitationOver):
        accept_invitation(people.installer, boss.firm_id, now=late, table=table)
    user = load_user_row(table, boss.user_id)
    (admin,) = list_memberships(user)
    demoted = replace(admin, is_admin=False)
    table.transact(
        [put_memberships(user, (demoted,), ends_access=True), list_member(boss, demoted)]
    )
    with pytest.raises(InvitationOver):
        accept_invitation(people.installer, boss.firm_id, table=table)


def test_an_administrator_is_answered_alike_for_any_address(
    people: People, portal: Portal, table: Table, boss: Person
) -> None:
    portal.sign_in("zoe@nord.test", PASSWORD)
    told = []
    for email in (EMAIL, "personne@nulle.example.org"):
        answer = portal.post("/entreprise/invitation", {"name": "X", "email": email})
        assert (answer.status, answer.headers["location"]) == (303, "/entreprise")
        notice = re.search(r"X est invité[^<]*", portal.get("/compte").body)
        assert notice
        told.append(notice[0])
    assert told[0] == told[1]


def test_a_member_is_not_invited_twice(table: Table, boss: Person, people: People) -> None:
    invited(table, boss)
    accept_invitation(people.installer, boss.firm_id, table=table)
    with pytest.raises(AlreadyMember):
        invited(table, boss)


def test_who_leaves_one_firm_keeps_the_other_and_all_that_was_open_ends(
    people: People, portal: Portal, table: Table, boss: Person
) -> None:
    invited(table, boss)
    accept_invitation(people.installer, boss.firm_id, table=table)
    portal.sign_in(EMAIL, PASSWORD)
    assert portal.get("/compte").status == 200
    remove_member(boss, people.installer.user_id, boss.user_id, table=table)
    assert portal.get("/compte").status == 303
    person = sign_in(EMAIL, PASSWORD, source_address="192.0.2.8", table=table).person
    assert [one.firm_id for one in person.memberships] == [people.installer.firm_id]


def test_who_left_the_last_firm_begins_anew_by_their_mailbox(
    people: People, table: Table, boss: Person
) -> None:
    """The former password opens nothing: the address is whoever's reads its mail now."""
    email = "paul@nord.example.org"
    firm = Firm(boss.firm_id, boss.firm_name)
    paul = enrol_user(
        table, email=email, name="Paul", role=Role.INSTALLER, password=PASSWORD, firm=firm
    )
    remove_member(boss, paul.user_id, boss.user_id, table=table)
    invite_member(boss, email, "Paul", table=table)
    with pytest.raises(WrongCredentials):
        sign_in(email, PASSWORD, source_address="192.0.2.8", table=table)
    (waiting,) = list_address_invitations(table, account_key(email), real_now())
    path, _end = mint_invitation_link(table, waiting)
    choose_password(path.rpartition("/")[2], ANOTHER, ANOTHER, table=table)
    back = sign_in(email, ANOTHER, source_address="192.0.2.8", table=table).person
    assert back.user_id != paul.user_id
    assert back.firm_id == boss.firm_id


def test_an_agent_opens_a_firm_for_who_has_an_account(
    people: People, portal: Portal, table: Table
) -> None:
    portal.sign_in("agent@raccordo.test", PASSWORD)
    form = {"firm": "Rayons", "siren": "732 829 320", "name": "Camille", "email": EMAIL}
    assert portal.post("/entreprises", form).status == 303
    (waiting,) = list_invitations(people.installer, table=table)
    assert (waiting.firm.name, waiting.is_admin) == ("Rayons", True)
    firm = enrol_firm(table, "Rayons", code="732829320")
    new = accept_invitation(people.installer, firm.firm_id, table=table)
    assert new.is_admin
