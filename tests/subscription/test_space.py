"""Right after signing the client opens their space: the mail's link proves the mailbox."""

import pytest

from chalicelib.accounts.enrol import enrol_firm, enrol_user, find_enrolled
from chalicelib.accounts.model import Person, Role
from chalicelib.accounts.refusals import (
    PasswordsDiffer,
    PasswordTooShort,
    SignInBlocked,
    WrongPresentPassword,
)
from chalicelib.accounts.sign_in import sign_in
from chalicelib.audit.model import Actor
from chalicelib.aws.table import Table
from chalicelib.connection_mails.correct_client_email import correct_client_email
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.list_for_client import list_for_client
from chalicelib.dossiers.model import Dossier
from chalicelib.subscription.model import LINK_LIFE, LinkExpired, LinkUnknown
from chalicelib.subscription.open_space import NotSignedYet, Space, find_space, open_space
from tests.notices.worlds import INSTALLER, NOW
from tests.subscription.clients import Client, make_client

PASSWORD = "une-longue-phrase-de-passe"
EMAIL = "zoe@client.example.org"


@pytest.fixture
def zoe(table: Table) -> Client:
    return make_client(table)


def opened(client: Client, password: str = PASSWORD, again: str | None = None) -> Dossier:
    again = password if again is None else again
    return open_space(
        client.token, password, again, table=client.world.table, now=NOW, real=client.real
    )


def space_of(client: Client) -> Space:
    return find_space(client.open(), table=client.world.table)


def listed(client: Client) -> list[str]:
    person = find_enrolled(client.world.table, EMAIL)
    assert person is not None
    actor = Actor(person.user_id, "client", "page")
    return [head.dossier_id for head in list_for_client(by=actor, table=client.world.table)]


def test_a_password_makes_an_account_that_shows_the_dossier(zoe: Client) -> None:
    zoe.sign()
    assert space_of(zoe) is Space.NONE
    opened(zoe)
    assert space_of(zoe) is Space.LINKED
    assert listed(zoe) == [zoe.dossier_id]
    person = sign_in(EMAIL, PASSWORD, source_address="192.0.2.1", table=zoe.world.table).person
    assert (person.role, person.name) == (Role.CLIENT, "Zoé Lefèvre")


def test_a_second_click_changes_nothing_and_no_password(zoe: Client) -> None:
    zoe.sign()
    first = opened(zoe)
    second = opened(zoe, "une-autre-phrase-de-passe")
    assert second.head.version == first.head.version
    kinds = [event.kind for event in zoe.world.journal(zoe.dossier_id)]
    assert kinds.count(EventKind.CLIENT_SPACE_OPENED) == 1
    sign_in(EMAIL, PASSWORD, source_address="192.0.2.1", table=zoe.world.table)


def test_nothing_is_opened_before_the_signature(zoe: Client) -> None:
    with pytest.raises(NotSignedYet):
        opened(zoe)
    assert find_enrolled(zoe.world.table, EMAIL) is None


def test_a_weak_password_or_two_make_no_account(zoe: Client) -> None:
    zoe.sign()
    with pytest.raises(PasswordTooShort):
        opened(zoe, "court")
    with pytest.raises(PasswordsDiffer):
        opened(zoe, PASSWORD, "une-autre-phrase")
    assert find_enrolled(zoe.world.table, EMAIL) is None
    assert zoe.dossier().head.client_id == ""


def test_a_client_who_has_a_space_adds_the_dossier_without_a_password(
    zoe: Client, table: Table
) -> None:
    zoe.sign()
    enrol_user(table, email=EMAIL, name="Zoé", role=Role.CLIENT, password=PASSWORD)
    assert space_of(zoe) is Space.UNLINKED
    opened(zoe, "")
    assert listed(zoe) == [zoe.dossier_id]
    sign_in(EMAIL, PASSWORD, source_address="192.0.2.1", table=table)


@pytest.fixture
def paul(table: Table) -> Person:
    """An installer whose address the dossier names as its client's."""
    firm = enrol_firm(table, "Soleil du Rhône", code="123456789")
    return enrol_user(
        table, email=EMAIL, name="Paul", role=Role.INSTALLER, password=PASSWORD, firm=firm
    )


def hats_of(table: Table) -> list[Role]:
    person = find_enrolled(table, EMAIL)
    assert person is not None
    return [one.role for one in person.memberships]


def as_paul(zoe: Client, present: str = "", signed_in: Person | None = None) -> Dossier:
    return open_space(
        zoe.token,
        present=present,
        signed_in=signed_in,
        table=zoe.world.table,
        now=NOW,
        real=zoe.real,
    )


def test_an_installer_becomes_a_client_beside_it_with_their_own_password(
    zoe: Client, table: Table, paul: Person
) -> None:
    zoe.sign()
    assert space_of(zoe) is Space.OTHER_ROLE
    for wrong in ("", "encore-une-longue-phrase"):
        with pytest.raises(WrongPresentPassword):
            as_paul(zoe, wrong)
    assert zoe.dossier().head.client_id == ""
    assert hats_of(table) == [Role.INSTALLER]
    as_paul(zoe, PASSWORD)
    assert zoe.dossier().head.client_id == paul.user_id
    assert hats_of(table) == [Role.INSTALLER, Role.CLIENT]
    assert listed(zoe) == [zoe.dossier_id]
    person = sign_in(EMAIL, PASSWORD, source_address="192.0.2.1", table=table).person
    assert person.role is Role.CLIENT


def test_their_own_session_shows_whose_account_it_is_and_anothers_does_not(
    zoe: Client, table: Table, paul: Person
) -> None:
    zoe.sign()
    stranger = enrol_user(
        table, email="eve@essai.test", name="Ève", role=Role.CLIENT, password=PASSWORD
    )
    with pytest.raises(WrongPresentPassword):
        as_paul(zoe, signed_in=stranger)
    as_paul(zoe, signed_in=paul)
    assert hats_of(table) == [Role.INSTALLER, Role.CLIENT]


def test_passwords_tried_at_a_space_count_as_at_the_door(
    zoe: Client, table: Table, paul: Person
) -> None:
    zoe.sign()
    for _try in range(3):
        with pytest.raises(WrongPresentPassword):
            as_paul(zoe, "faux faux faux")
    with pytest.raises(SignInBlocked):
        as_paul(zoe, PASSWORD)


def test_a_client_who_became_one_beside_it_signs_the_next_dossier_into_their_space(
    zoe: Client, table: Table, paul: Person
) -> None:
    zoe.sign()
    as_paul(zoe, PASSWORD)
    other = make_client(table, key="key-0002")
    other.sign()
    assert other.dossier().head.client_id == paul.user_id


def test_two_dossiers_signed_with_one_address_are_in_one_space(zoe: Client, table: Table) -> None:
    other = make_client(table, key="key-0002")
    zoe.sign()
    other.sign()
    opened(zoe)
    assert space_of(other) is Space.UNLINKED
    opened(other, "")
    assert set(listed(zoe)) == {zoe.dossier_id, other.dossier_id}


def test_a_link_that_is_over_or_went_elsewhere_opens_nothing(zoe: Client) -> None:
    zoe.sign()
    zoe.real = NOW + LINK_LIFE
    with pytest.raises(LinkExpired):
        opened(zoe)
    zoe.real = NOW
    correct_client_email(
        zoe.dossier_id,
        "z@client.example.org",
        "client_asked",
        by=INSTALLER,
        table=zoe.world.table,
        now=NOW,
    )
    with pytest.raises(LinkUnknown):
        opened(zoe)
    assert find_enrolled(zoe.world.table, EMAIL) is None
