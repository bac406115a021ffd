"""Access that ends, ends: cut short, beside another request, or confirmed too late."""

from contextlib import suppress

import pytest

from chalicelib.accounts.change_address import ask_new_address, confirm_address
from chalicelib.accounts.choose_password import choose_password
from chalicelib.accounts.enrol import enrol_user
from chalicelib.accounts.find_bearer import find_bearer
from chalicelib.accounts.find_firm import find_firm
from chalicelib.accounts.find_session import find_session
from chalicelib.accounts.firm_members import remove_member
from chalicelib.accounts.links import LinkKind, mint_account_link
from chalicelib.accounts.model import Person, Role
from chalicelib.accounts.refusals import AccountLinkUnknown, WrongCredentials
from chalicelib.accounts.sign_in import sign_in
from chalicelib.accounts.store import account_key
from chalicelib.accounts.tokens import create_token
from chalicelib.aws.clock import real_now
from chalicelib.aws.table import Table
from chalicelib.aws.trouble import TransientError
from chalicelib.refusals import Refusal
from tests.accounts.conftest import PASSWORD, People
from tests.interleaved import OvertakenBy, StopsAfter

EMAIL, NEW_EMAIL = "camille@soleil.test", "nouvelle@soleil-du-midi.fr"
CHOSEN = "tout autre chose à retenir"


def open_session(email: str, table: Table, password: str = PASSWORD) -> str:
    return sign_in(email, password, source_address="192.0.2.9", table=table).token


def can_sign_in(email: str, table: Table) -> bool:
    try:
        open_session(email, table)
    except WrongCredentials:
        return False
    return True


def mint(table: Table, kind: LinkKind, **more: str) -> str:
    """The secret of a link that Camille's account was mailed."""
    account = table.get(account_key(EMAIL), "ACCOUNT", consistent=True) or {}
    path, _ends = mint_account_link(table, kind, account, now=real_now(), **more)
    return path.rpartition("/")[2]


def reset_cut_short(table: Table) -> None:
    """Choose a password by a link; the process is gone after its first transaction."""
    token = mint(table, LinkKind.RESET)
    with suppress(TransientError):
        choose_password(token, CHOSEN, CHOSEN, table=StopsAfter(table, 1))


@pytest.fixture
def chief(table: Table, people: People) -> Person:
    """The administrator of Camille's firm."""
    firm = find_firm(str(people.installer.firm_id))
    return enrol_user(
        table,
        email="chef@soleil.test",
        name="Chef",
        role=Role.INSTALLER,
        password=PASSWORD,
        firm=firm,
        is_admin=True,
    )


def remove(member: Person, heir: Person, chief: Person, table: Table) -> None:
    remove_member(chief, member.user_id, heir.user_id, table=table)


@pytest.mark.usefixtures("people")
def test_a_reset_cut_short_has_ended_every_session(table: Table) -> None:
    session = open_session(EMAIL, table)
    reset_cut_short(table)
    open_session(EMAIL, table, CHOSEN)
    assert find_session(session) is None


def test_a_reset_cut_short_has_ended_every_token(table: Table, people: People) -> None:
    made = create_token(people.installer, "Logiciel", table=table)
    reset_cut_short(table)
    open_session(EMAIL, table, CHOSEN)
    assert find_bearer(made.secret) is None


def test_a_token_made_while_its_person_is_removed_opens_nothing(
    table: Table, people: People, chief: Person
) -> None:
    person = sign_in(EMAIL, PASSWORD, source_address="192.0.2.9", table=table).person
    remove(people.installer, people.colleague, chief, table)
    secret = ""
    with suppress(Refusal):
        secret = create_token(person, "Dernier", table=table).secret
    assert find_bearer(secret) is None


def test_an_address_confirmed_while_its_person_is_removed_brings_no_account_back(
    table: Table, people: People, chief: Person
) -> None:
    ask_new_address(people.installer, NEW_EMAIL, PASSWORD, table=table)
    token = mint(table, LinkKind.ADDRESS, new_email=NEW_EMAIL)
    beside = OvertakenBy(table, lambda: remove(people.installer, people.colleague, chief, table))
    with suppress(AccountLinkUnknown):
        confirm_address(token, table=beside)
    assert not can_sign_in(NEW_EMAIL, table)
