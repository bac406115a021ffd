"""An address belongs to whoever confirms it: an invitation reserves nothing and tells nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.accounts.ask_password import ask_password_link
from chalicelib.accounts.change_address import ask_new_address, confirm_address
from chalicelib.accounts.choose_password import choose_password
from chalicelib.accounts.disable_user import disable_user
from chalicelib.accounts.enrol import enrol_firm, enrol_user, find_enrolled
from chalicelib.accounts.firm_members import (
    invite_member,
    list_members,
    list_waiting,
    remove_member,
    withdraw_invitation,
)
from chalicelib.accounts.invitations import (
    accept_invitation,
    decline_invitation,
    list_address_invitations,
    list_invitations,
)
from chalicelib.accounts.links import LinkKind, mint_account_link, mint_invitation_link
from chalicelib.accounts.model import Firm, Person, Role
from chalicelib.accounts.refusals import (
    AccountExists,
    AccountLinkUnknown,
    AddressHasAccount,
    InvitationOver,
)
from chalicelib.accounts.sign_in import sign_in
from chalicelib.accounts.store import account_key, list_member, load_user_row
from chalicelib.accounts.tokens import create_token
from chalicelib.aws.clock import real_now
from chalicelib.aws.table import Table
from chalicelib.refusals import NotFound
from tests.accounts.conftest import PASSWORD, People

NEW, VICTIM = "tout autre chose a retenir", "victime@ailleurs.example.org"


@pytest.fixture
def chef(table: Table) -> Person:
    """The administrator of a firm."""
    firm = enrol_firm(table, "Soleil du Midi", code="123456789")
    return enrol(table, "chef@soleil.example.org", firm, is_admin=True)


@pytest.fixture
def rival(table: Table) -> Person:
    """The administrator of another."""
    firm = enrol_firm(table, "Nord Énergie", code="987654321")
    return enrol(table, "chef@nord.example.org", firm, is_admin=True)


def enrol(table: Table, email: str, firm: Firm | None, *, is_admin: bool = False) -> Person:
    return enrol_user(
        table,
        email=email,
        name=email.partition("@")[0],
        role=Role.INSTALLER if firm else Role.CLIENT,
        password=PASSWORD,
        firm=firm,
        is_admin=is_admin,
    )


def enters(table: Table, email: str, firm_id: str) -> str:
    """The secret that the invitation's mail carries, for who has no account."""
    waiting = list_address_invitations(table, account_key(email), real_now())
    (found,) = [one for one in waiting if one.firm.firm_id == firm_id]
    return mint_invitation_link(table, found)[0].rpartition("/")[2]


def firm_ids(table: Table, email: str, password: str) -> set[str]:
    person = sign_in(email, password, source_address="192.0.2.1", table=table).person
    return {one.firm_id for one in person.memberships}


def test_an_invited_address_is_free_for_whoever_confirms_it(
    table: Table, chef: Person, rival: Person
) -> None:
    invite_member(chef, VICTIM, "Victime", table=table)
    assert find_enrolled(table, VICTIM) is None
    client = enrol(table, VICTIM, None)
    with pytest.raises(AddressHasAccount):
        choose_password(enters(table, VICTIM, chef.firm_id), NEW, NEW, table=table)
    assert firm_ids(table, VICTIM, PASSWORD) == {""}
    (waiting,) = list_invitations(client, table=table)
    assert waiting.firm.name == "Soleil du Midi"


def test_an_invited_address_can_be_moved_to(table: Table, people: People, chef: Person) -> None:
    invite_member(chef, VICTIM, "Victime", table=table)
    ask_new_address(people.client, VICTIM, PASSWORD, table=table)
    account = table.get(account_key("client@maison.test"), "ACCOUNT")
    assert account is not None
    path, _ends = mint_account_link(
        table, LinkKind.ADDRESS, account, now=real_now(), new_email=VICTIM
    )
    confirm_address(path.rpartition("/")[2], table=table)
    assert firm_ids(table, VICTIM, PASSWORD) == {""}


def test_several_firms_invite_the_same_address_and_one_yes_ends_one(
    table: Table, chef: Person, rival: Person
) -> None:
    for admin in (chef, rival):
        invite_member(admin, VICTIM, "Victime", table=table)
    other = enters(table, VICTIM, rival.firm_id)
    choose_password(enters(table, VICTIM, chef.firm_id), NEW, NEW, table=table)
    assert firm_ids(table, VICTIM, NEW) == {chef.firm_id}
    assert list_waiting(chef.firm_id, table=table) == []
    assert len(list_waiting(rival.firm_id, table=table)) == 1
    with pytest.raises(AddressHasAccount):
        choose_password(other, PASSWORD, PASSWORD, table=table)
    person = find_enrolled(table, VICTIM)
    assert person is not None
    accept_invitation(person, rival.firm_id, table=table)
    assert firm_ids(table, VICTIM, NEW) == {chef.firm_id, rival.firm_id}


def test_a_link_serves_once_and_dies_with_a_withdrawal_or_a_renewal(
    table: Table, chef: Person
) -> None:
    invite_member(chef, VICTIM, "Victime", table=table)
    first = enters(table, VICTIM, chef.firm_id)
    invite_member(chef, VICTIM, "Victime", table=table)
    second = enters(table, VICTIM, chef.firm_id)
    with pytest.raises(AccountLinkUnknown):
        choose_password(first, NEW, NEW, table=table)
    (waiting,) = list_waiting(chef.firm_id, table=table)
    withdraw_invitation(chef, waiting.address_mark, table=table)
    with pytest.raises(AccountLinkUnknown):
        choose_password(second, NEW, NEW, table=table)
    with pytest.raises(NotFound):
        withdraw_invitation(chef, waiting.address_mark, table=table)
    invite_member(chef, VICTIM, "Victime", table=table)
    third = enters(table, VICTIM, chef.firm_id)
    choose_password(third, NEW, NEW, table=table)
    with pytest.raises(AccountLinkUnknown):
        choose_password(third, NEW, NEW, table=table)


def test_nobody_withdraws_what_another_firm_asked(
    table: Table, chef: Person, rival: Person
) -> None:
    invite_member(chef, VICTIM, "Victime", table=table)
    (waiting,) = list_waiting(chef.firm_id, table=table)
    with pytest.raises(NotFound):
        withdraw_invitation(rival, waiting.address_mark, table=table)
    assert list_waiting(chef.firm_id, table=table) == [waiting]


def test_who_was_removed_gives_the_address_back(table: Table, people: People, chef: Person) -> None:
    firm = Firm(chef.firm_id, chef.firm_name)
    left = enrol(table, VICTIM, firm)
    kept = create_token(left, "gardé", table=table)
    remove_member(chef, left.user_id, chef.user_id, table=table)
    with pytest.raises(Exception, match="wrong-credentials"):
        firm_ids(table, VICTIM, PASSWORD)
    client = enrol(table, VICTIM, None)
    assert client.user_id != left.user_id
    assert firm_ids(table, VICTIM, PASSWORD) == {""}
    assert load_user_row(table, left.user_id)["account_pk"] != account_key(VICTIM)
    assert [
        one.left_at is not None for one in list_members(chef.firm_id) if one.user_id == left.user_id
    ] == [True]
    assert kept.secret


def test_an_account_that_we_disabled_keeps_its_address(
    table: Table, people: People, chef: Person
) -> None:
    email = "client@maison.example.org"
    disable_user(enrol(table, email, None).user_id, table=table)
    invite_member(chef, email, "Client", table=table)
    with pytest.raises(AccountExists):
        enrol(table, email, None)
    with pytest.raises(AddressHasAccount):
        choose_password(enters(table, email, chef.firm_id), NEW, NEW, table=table)


def test_an_invitation_ends_with_its_makers_right_and_its_days(table: Table, chef: Person) -> None:
    invite_member(chef, VICTIM, "Victime", table=table)
    secret = enters(table, VICTIM, chef.firm_id)
    late = real_now() + timedelta(days=7, seconds=1)
    with pytest.raises(AccountLinkUnknown):
        choose_password(secret, NEW, NEW, now=late, table=table)
    (own,) = chef.memberships
    table.write(list_member(chef, replace(own, is_admin=False)))
    with pytest.raises(AccountLinkUnknown):
        choose_password(secret, NEW, NEW, table=table)
    assert find_enrolled(table, VICTIM) is None


class Watched(Table):
    """A table that counts what is asked of it."""

    def __init__(self, table: Table) -> None:
        super().__init__(table.name, table._client)
        self.asked: list[str] = []

    def _call(self, method: str, **request: object) -> object:
        self.asked.append(method)
        return super()._call(method, **request)


def test_an_invitation_costs_and_leaves_the_same_for_every_address(
    table: Table, people: People, chef: Person, rival: Person
) -> None:
    """The same calls, and a list whose rows differ by the address alone, declined ones too."""
    client = enrol(table, "client@maison.example.org", None)
    enrol(table, "parti@soleil.example.org", Firm(rival.firm_id, rival.firm_name))
    left = find_enrolled(table, "parti@soleil.example.org")
    assert left is not None
    remove_member(rival, left.user_id, rival.user_id, table=table)
    emails = (
        *("client@maison.example.org", "chef@nord.example.org"),
        *(VICTIM, "parti@soleil.example.org"),
    )
    asked = []
    for email in emails:
        watched = Watched(table)
        invite_member(chef, email, "Quelqu’un", now=real_now(), table=watched)
        asked.append(watched.asked)
    assert all(one == asked[0] for one in asked)
    decline_invitation(client, chef.firm_id, table=table)
    shown = list_waiting(chef.firm_id, table=table)
    assert {one.email for one in shown} == set(emails)
    with pytest.raises(InvitationOver):
        accept_invitation(client, chef.firm_id, table=table)


def test_who_forgot_a_password_they_never_had_is_asked_alike(table: Table, chef: Person) -> None:
    invite_member(chef, VICTIM, "Victime", table=table)
    watched = []
    for email in (VICTIM, "personne@nulle.example.org", "chef@soleil.example.org"):
        one = Watched(table)
        ask_password_link(email, source_address="192.0.2.7", table=one)
        watched.append(one.asked)
    assert watched[0] == watched[1] == watched[2]
