"""The access epoch: what was let in ends in the very write that changes why it was."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta

import pytest

from chalicelib.accounts.asks import list_asks
from chalicelib.accounts.change_address import ask_new_address, confirm_address
from chalicelib.accounts.choose_password import change_password, choose_password
from chalicelib.accounts.disable_user import disable_user
from chalicelib.accounts.enrol import enrol_firm, enrol_user
from chalicelib.accounts.find_bearer import find_bearer
from chalicelib.accounts.find_session import find_session
from chalicelib.accounts.firm_members import remove_member, set_administrator
from chalicelib.accounts.links import LinkKind, mint_account_link, open_account_link
from chalicelib.accounts.model import Person, Role
from chalicelib.accounts.refusals import AccessEnded, AccountLinkUnknown, WrongCredentials
from chalicelib.accounts.set_password import set_password
from chalicelib.accounts.sign_in import sign_in
from chalicelib.accounts.store import account_key, load_user_row
from chalicelib.accounts.tokens import create_token, list_tokens
from chalicelib.aws.clock import real_now
from chalicelib.aws.items import Operation
from chalicelib.aws.table import Table
from chalicelib.aws.trouble import TransientError
from chalicelib.rows.people import USER_OF
from tests.accounts.conftest import PASSWORD, People

EMAIL = "camille@soleil.test"
ELSEWHERE = "nouvelle@soleil-du-midi.fr"
NEW = "tout autre chose a retenir"
EVERY_LINK = frozenset(LinkKind)


class DiesAfter(Table):
    """A table that carries out one transaction and is busy from then on: a Lambda cut short."""

    left = 1

    def transact(self, operations: Sequence[Operation]) -> None:
        if self.left == 0:
            raise TransientError("dynamodb", "cut short")
        self.left -= 1
        super().transact(operations)


class Between(Table):
    """Lets somebody else act between the reads of a use case and its write."""

    act: Callable[[], None] | None = None

    def transact(self, operations: Sequence[Operation]) -> None:
        act, self.act = self.act, None
        if act:
            act()
        super().transact(operations)


@pytest.fixture
def admin(table: Table, people: People) -> Person:
    firm = enrol_firm(table, "Soleil du Midi", code="123456789")
    return enrol_user(
        table,
        email="chef@soleil.test",
        name="Chef",
        role=Role.INSTALLER,
        password=PASSWORD,
        firm=firm,
        is_admin=True,
    )


def mint(table: Table, kind: LinkKind, email: str = EMAIL, new_email: str = "") -> str:
    account = table.get(account_key(email), "ACCOUNT", consistent=True)
    assert account is not None
    path, _end = mint_account_link(table, kind, account, now=real_now(), new_email=new_email)
    return path.rpartition("/")[2]


def open_session(table: Table, email: str = EMAIL) -> str:
    return sign_in(email, PASSWORD, source_address="192.0.2.9", table=table).token


def remove(table: Table, admin: Person, people: People) -> None:
    remove_member(admin, people.installer.user_id, people.colleague.user_id, table=table)


def by_link(table: Table, people: People, admin: Person) -> None:
    choose_password(mint(table, LinkKind.RESET), NEW, NEW, table=table)


def by_hand(table: Table, people: People, admin: Person) -> None:
    change_password(people.installer, PASSWORD, NEW, NEW, table=table)


def by_set_up(table: Table, people: People, admin: Person) -> None:
    set_password(people.installer.user_id, NEW, table=table)


def by_address(table: Table, people: People, admin: Person) -> None:
    ask_new_address(people.installer, ELSEWHERE, PASSWORD, table=table)
    confirm_address(mint(table, LinkKind.ADDRESS, new_email=ELSEWHERE), table=table)


def by_disabling(table: Table, people: People, admin: Person) -> None:
    disable_user(people.installer.user_id, table=table)


def by_removal(table: Table, people: People, admin: Person) -> None:
    remove(table, admin, people)


def by_demotion(table: Table, people: People, admin: Person) -> None:
    set_administrator(admin, people.installer.user_id, is_admin=True, table=table)
    assert load_user_row(table, people.installer.user_id)["epoch"] == people.installer.epoch
    set_administrator(admin, people.installer.user_id, is_admin=False, table=table)


type Cause = Callable[[Table, People, Person], None]
CAUSES: tuple[Cause, ...] = (
    by_link,
    by_hand,
    by_set_up,
    by_address,
    by_disabling,
    by_removal,
    by_demotion,
)


@pytest.mark.parametrize("cause", CAUSES)
def test_each_cause_ends_sessions_tokens_and_links(
    table: Table, people: People, admin: Person, cause: Cause
) -> None:
    session = open_session(table)
    secret = create_token(people.installer, "mobile", table=table).secret
    link = mint(table, LinkKind.RESET)
    assert find_session(session) is not None
    assert find_bearer(secret) is not None
    cause(table, people, admin)
    assert find_session(session) is None
    assert find_bearer(secret) is None
    with pytest.raises(AccountLinkUnknown):
        open_account_link(link, EVERY_LINK, table=table)


@pytest.mark.parametrize("cause", CAUSES)
def test_each_cause_ends_access_in_the_first_thing_that_it_writes_there(
    table: Table, people: People, admin: Person, cause: Cause
) -> None:
    """Whatever follows a change may never come: what the change ended stays ended."""
    session = open_session(table)
    broken = DiesAfter(table.name, table._client)
    broken.left = 2 if cause in {by_address, by_demotion} else 1
    with suppress(TransientError):
        cause(broken, people, admin)
    assert find_session(session) is None


def test_a_reset_that_does_not_pass_leaves_everything_as_it_was(
    table: Table, people: People
) -> None:
    session, link = open_session(table), mint(table, LinkKind.RESET)
    broken = DiesAfter(table.name, table._client)
    broken.left = 0
    with pytest.raises(TransientError):
        choose_password(link, NEW, NEW, table=broken)
    assert find_session(session) is not None
    choose_password(link, NEW, NEW, table=table)
    assert find_session(session) is None


def test_a_token_made_by_a_request_in_flight_does_not_outlive_the_removal(
    table: Table, people: People, admin: Person
) -> None:
    session = find_session(open_session(table))
    assert session is not None
    remove(table, admin, people)
    with pytest.raises(AccessEnded):
        create_token(session.person, "dernier", table=table)


def test_a_token_that_loses_the_race_against_the_removal_is_not_made(
    table: Table, people: People, admin: Person
) -> None:
    racing = Between(table.name, table._client)
    racing.act = lambda: remove(table, admin, people)
    with pytest.raises(AccessEnded):
        create_token(people.installer, "dernier", table=racing)
    assert not table.query_all(USER_OF.pk(people.installer.user_id), prefix="TOKEN#")


def test_a_session_that_loses_the_race_against_a_reset_is_not_opened(
    table: Table, people: People
) -> None:
    racing = Between(table.name, table._client)
    racing.act = lambda: set_password(people.installer.user_id, NEW, table=table)
    with pytest.raises(WrongCredentials):
        open_session(racing)


def test_an_address_confirmed_while_its_account_is_removed_brings_nobody_back(
    table: Table, people: People, admin: Person
) -> None:
    ask_new_address(people.installer, ELSEWHERE, PASSWORD, table=table)
    link = mint(table, LinkKind.ADDRESS, new_email=ELSEWHERE)
    racing = Between(table.name, table._client)
    racing.act = lambda: remove(table, admin, people)
    with pytest.raises(AccountLinkUnknown):
        confirm_address(link, table=racing)
    for email in (EMAIL, ELSEWHERE):
        with pytest.raises(WrongCredentials):
            open_session(table, email)


def test_an_address_that_a_thief_asked_for_falls_with_the_owners_new_password(
    table: Table, people: People
) -> None:
    """Its mail may be written after the reset: it has no address to go to then."""
    ask_new_address(people.installer, ELSEWHERE, PASSWORD, table=table)
    choose_password(mint(table, LinkKind.RESET), NEW, NEW, table=table)
    assert "new_email" not in load_user_row(table, people.installer.user_id)
    with pytest.raises(AccountLinkUnknown):
        confirm_address(mint(table, LinkKind.ADDRESS, new_email=ELSEWHERE), table=table)


def test_a_new_address_is_not_asked_for_by_who_has_no_access_any_more(
    table: Table, people: People, admin: Person
) -> None:
    racing = Between(table.name, table._client)
    racing.act = lambda: remove(table, admin, people)
    with pytest.raises(AccessEnded):
        ask_new_address(people.installer, ELSEWHERE, PASSWORD, table=racing)
    assert list_asks(table, real_now() + timedelta(seconds=1))[0] == []


def test_a_demoted_administrator_is_none_with_the_next_request(
    table: Table, people: People, admin: Person
) -> None:
    set_administrator(admin, people.installer.user_id, is_admin=True, table=table)
    session = open_session(table)
    found = find_session(session)
    assert found is not None
    assert found.person.is_admin
    set_administrator(admin, people.installer.user_id, is_admin=False, table=table)
    assert find_session(session) is None
    again = find_session(open_session(table))
    assert again is not None
    assert not again.person.is_admin


def test_a_promotion_counts_in_a_session_that_is_open(
    table: Table, people: People, admin: Person
) -> None:
    session = open_session(table)
    set_administrator(admin, people.installer.user_id, is_admin=True, table=table)
    found = find_session(session)
    assert found is not None
    assert found.person.is_admin


def test_tokens_of_a_former_epoch_are_listed_no_more_and_leave_room(
    table: Table, people: People
) -> None:
    create_token(people.installer, "ancien", table=table)
    set_password(people.installer.user_id, NEW, table=table)
    session = find_session(
        sign_in(EMAIL, NEW, source_address="192.0.2.9", table=table).token,
    )
    assert session is not None
    assert list_tokens(session.person, table=table) == []


def test_who_is_let_in_is_found_by_one_call(
    table: Table, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = open_session(table)
    secret = create_token(people.installer, "mobile", table=table).secret
    calls: list[str] = []
    asked = Table._call

    def counted(self: Table, method: str, **request: object) -> object:
        calls.append(method)
        return asked(self, method, **request)

    monkeypatch.setattr(Table, "_call", counted)
    assert find_session(session) is not None
    assert find_bearer(secret) is not None
    assert calls == ["batch_get_item", "batch_get_item"]


@pytest.mark.parametrize("text", ["", "x", "rac_", "rac_" + "x" * 43, "0" * 75 + "é", "a" * 5000])
def test_what_is_no_token_of_ours_asks_the_table_nothing(
    table: Table, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    def never(*_args: object, **_named: object) -> None:
        raise AssertionError("the table was asked")

    monkeypatch.setattr(Table, "_call", never)
    assert find_session(text) is None
    assert find_bearer(text) is None
