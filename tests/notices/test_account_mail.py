"""The mails about an account: who asks, who gets one, what its link does and how long."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib import settings
from chalicelib.accounts.ask_password import ask_password_link
from chalicelib.accounts.asks import list_asks
from chalicelib.accounts.change_address import ask_new_address, confirm_address
from chalicelib.accounts.choose_password import change_password, choose_password
from chalicelib.accounts.contacts import find_contact
from chalicelib.accounts.disable_user import disable_user
from chalicelib.accounts.enrol import enrol_firm, enrol_user, find_enrolled
from chalicelib.accounts.find_session import find_session
from chalicelib.accounts.firm_members import (
    invite_member,
    list_members,
    list_waiting,
    remove_member,
    set_administrator,
)
from chalicelib.accounts.invitations import list_address_invitations
from chalicelib.accounts.model import Person, Role
from chalicelib.accounts.refusals import (
    AccountLinkUnknown,
    AddressNotWritten,
    AlreadyMember,
    LastAdministrator,
    PasswordsDiffer,
    PasswordTooShort,
    SignInBlocked,
    SourceSlowed,
    SuccessorNeeded,
    WrongCredentials,
    WrongPresentPassword,
)
from chalicelib.accounts.sign_in import sign_in
from chalicelib.accounts.store import account_key
from chalicelib.aws.clock import real_now
from chalicelib.aws.items import Operation
from chalicelib.aws.mailer import Mail
from chalicelib.aws.session import client
from chalicelib.aws.table import ConditionFailed, Table
from chalicelib.notices.account_mail import answer_ask, answer_asks
from chalicelib.notices.model import Notice, NoticeState
from chalicelib.notices.send import Post, send_notice
from chalicelib.notices.store import find_notice
from chalicelib.refusals import ChangedMeanwhile, NotAllowed, NotFound
from chalicelib.rows.people import USER_OF
from tests.notices.worlds import FakeMailer

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
OLD, NEW = "une phrase de passe", "une toute autre phrase"
EMAIL = "ines@toits.example.org"


@dataclass
class Door:
    """A firm with an administrator and a colleague, and a mailbox."""

    table: Table
    mailer: FakeMailer
    admin: Person
    colleague: Person
    now: datetime = NOW

    def ask(self, email: str, source: str = "192.0.2.1") -> None:
        ask_password_link(email, source_address=source, now=self.now, table=self.table)

    def deliver(self) -> list[Mail]:
        """Answer what was asked, send what is owed; give the mails that this made."""
        before = len(self.mailer.sent)
        answer_asks(table=self.table, up_to=self.now + timedelta(seconds=1))
        known = (self.admin.user_id, self.colleague.user_id, *self.invited())
        for user_id in known:
            for row in self.table.query_all(USER_OF.pk(user_id), prefix="NOTICE#"):
                post = Post(self.table, self.mailer, clock=lambda: max(self.now, real_now()))
                send_notice(user_id, row["notice_id"], post=post)
        return self.mailer.sent[before:]

    def invited(self) -> set[str]:
        """Who has an account or may have one by an invitation, at the addresses of these tests."""
        emails = ("malo@toits.example.org", "client@x.example.org")
        known = (find_enrolled(self.table, one) for one in emails)
        waiting = (
            found
            for one in emails
            for found in list_address_invitations(self.table, account_key(one), self.now)
        )
        return {one.user_id for one in known if one} | {one.user_id for one in waiting}

    def sign_in(self, email: str, password: str) -> str:
        signed_in = sign_in(
            email, password, source_address="192.0.2.9", now=self.now, table=self.table
        )
        return signed_in.token

    def link(self) -> str:
        """Get a link by mail as somebody who forgot their password."""
        self.ask(EMAIL)
        return secret_of(self.deliver()[-1])


class LosesReplies(Table):
    """A table whose transactions pass, and come back to their own writer as refused."""

    def transact(self, operations: Sequence[Operation]) -> None:
        super().transact(operations)
        raise ConditionFailed((0,))


def secret_of(mail: Mail) -> str:
    found = re.search(r"/(?:mot-de-passe|adresse)/([\w-]{20,})", mail.text)
    assert found, mail.text
    return found[1]


@pytest.fixture
def door(table: Table, monkeypatch: pytest.MonkeyPatch) -> Iterator[Door]:
    queue = client("sqs").create_queue(QueueName="notices")["QueueUrl"]
    monkeypatch.setenv("NOTICES_QUEUE", queue)
    settings.load_settings.cache_clear()
    firm = enrol_firm(table, "Toits", code="1")

    def enrol(email: str, name: str, *, is_admin: bool = False) -> Person:
        return enrol_user(
            table,
            email=email,
            name=name,
            role=Role.INSTALLER,
            password=OLD,
            firm=firm,
            is_admin=is_admin,
            now=NOW - timedelta(days=1),
        )

    yield Door(
        table,
        FakeMailer(),
        enrol(EMAIL, "Inès Garnier", is_admin=True),
        enrol("lea@toits.example.org", "Léa"),
    )
    settings.load_settings.cache_clear()


def test_a_forgotten_password_is_chosen_anew_by_mail(door: Door) -> None:
    session = door.sign_in(EMAIL, OLD)
    door.ask(EMAIL.upper())
    (mail,) = door.deliver()
    assert (mail.to, "Inès Garnier" in mail.text) == (EMAIL, True)
    choose_password(secret_of(mail), NEW, NEW, now=door.now, table=door.table)
    assert find_session(session) is None
    with pytest.raises(WrongCredentials):
        door.sign_in(EMAIL, OLD)
    assert door.sign_in(EMAIL, NEW)


def test_a_link_serves_once_and_dies_with_the_password_it_was_made_for(door: Door) -> None:
    first, second = door.link(), door.link()
    choose_password(first, NEW, NEW, now=door.now, table=door.table)
    for spent in (first, second):
        with pytest.raises(AccountLinkUnknown):
            choose_password(spent, OLD, OLD, now=door.now, table=door.table)


def test_a_reset_lives_an_hour_and_looking_does_not_use_it_up(door: Door) -> None:
    secret = door.link()
    for wrong in (("court", "court"), (NEW, OLD)):
        with pytest.raises((PasswordTooShort, PasswordsDiffer)):
            choose_password(secret, *wrong, now=door.now, table=door.table)
    with pytest.raises(AccountLinkUnknown):
        choose_password(secret, NEW, NEW, now=real_now() + timedelta(minutes=61), table=door.table)
    choose_password(secret, NEW, NEW, now=real_now() + timedelta(minutes=59), table=door.table)


@pytest.mark.parametrize("secret", ["", "x", "x" * 5000, "A" * 43])
def test_no_other_secret_opens_anything(door: Door, secret: str) -> None:
    with pytest.raises(AccountLinkUnknown):
        choose_password(secret, NEW, NEW, now=door.now, table=door.table)


def test_an_unknown_address_costs_the_same_writes_and_gets_no_mail(door: Door) -> None:
    door.ask("personne@nulle.example.org")
    asks, _next = list_asks(door.table, door.now)
    assert len(asks) == 1
    assert door.deliver() == []
    assert list_asks(door.table, door.now) == ([], None)


def test_a_disabled_account_gets_no_mail(door: Door) -> None:
    disable_user(door.admin.user_id, table=door.table)
    door.ask(EMAIL)
    assert door.deliver() == []


def test_three_mails_an_hour_go_to_an_address_and_sources_are_slowed(door: Door) -> None:
    for number in range(8):
        door.ask(EMAIL, source=f"192.0.2.{number}")
    assert len(door.deliver()) == 3
    for number in range(29):
        door.ask(f"autre{number}@toits.example.org", source="192.0.2.200")
    door.ask("derniere@toits.example.org", source="192.0.2.200")
    with pytest.raises(SourceSlowed):
        door.ask("encore@toits.example.org", source="192.0.2.200")


def test_the_same_ask_relayed_twice_is_one_mail(door: Door) -> None:
    door.ask(EMAIL)
    (ask,) = list_asks(door.table, door.now)[0]
    for _again in range(3):
        answer_ask(ask, table=door.table)
    assert len(door.deliver()) == 1


def test_a_block_tells_the_victim_once_a_day_and_a_link_lifts_it(door: Door) -> None:
    def burn() -> None:
        for _try in range(4):
            with pytest.raises((WrongCredentials, SignInBlocked)):
                door.sign_in(EMAIL, "faux faux faux faux")

    burn()
    door.now += timedelta(minutes=11)
    burn()
    (mail,) = door.deliver()
    assert "bloqué pendant dix minutes" in mail.text
    with pytest.raises(SignInBlocked):
        door.sign_in(EMAIL, OLD)
    choose_password(door.link(), NEW, NEW, now=door.now, table=door.table)
    assert door.sign_in(EMAIL, NEW)


def test_an_invited_colleague_chooses_a_password_and_nobody_else_ever_has_one(door: Door) -> None:
    door.now = real_now()
    invite_member(
        door.admin, "malo@toits.example.org", "Malo Ferrand", now=door.now, table=door.table
    )
    with pytest.raises(WrongCredentials):
        door.sign_in("malo@toits.example.org", "")
    (mail,) = door.deliver()
    assert (mail.to, "Toits" in mail.text) == ("malo@toits.example.org", True)
    week_later = real_now() + timedelta(days=6)
    choose_password(secret_of(mail), NEW, NEW, now=week_later, table=door.table)
    assert door.sign_in("malo@toits.example.org", NEW)
    invited = find_enrolled(door.table, "malo@toits.example.org")
    assert invited is not None
    assert invited.firm_id == door.admin.firm_id


def test_who_never_activated_gets_an_activation_whatever_they_ask(door: Door) -> None:
    door.now = real_now()
    invite_member(door.admin, "malo@toits.example.org", "Malo", now=door.now, table=door.table)
    door.deliver()
    door.ask("malo@toits.example.org")
    assert door.deliver()[0].subject == "Activez votre espace Raccordo"


def test_an_invitation_needs_an_administrator_and_a_free_address(door: Door) -> None:
    with pytest.raises(NotAllowed):
        invite_member(door.colleague, "x@x.example.org", "X", now=door.now, table=door.table)
    with pytest.raises(AlreadyMember):
        invite_member(door.admin, EMAIL, "Moi", now=door.now, table=door.table)
    with pytest.raises(AddressNotWritten):
        invite_member(door.admin, "pas une adresse", "X", now=door.now, table=door.table)


def test_a_leavers_dossiers_are_followed_by_the_successor_at_once(door: Door) -> None:
    session = door.sign_in("lea@toits.example.org", OLD)
    with pytest.raises(SuccessorNeeded):
        remove_member(door.admin, door.colleague.user_id, "usr_0", now=door.now, table=door.table)
    remove_member(
        door.admin, door.colleague.user_id, door.admin.user_id, now=door.now, table=door.table
    )
    contact = find_contact(door.colleague.user_id, door.admin.firm_id)
    assert contact is not None
    assert contact.email == EMAIL
    assert find_session(session) is None
    with pytest.raises(WrongCredentials):
        door.sign_in("lea@toits.example.org", OLD)
    left = [one for one in list_members(door.admin.firm_id, table=door.table) if one.left_at]
    assert [one.successor for one in left] == [door.admin.user_id]
    with pytest.raises(NotFound):
        remove_member(
            door.admin, door.colleague.user_id, door.admin.user_id, now=door.now, table=door.table
        )


def test_a_firm_keeps_an_administrator(door: Door) -> None:
    with pytest.raises(LastAdministrator):
        set_administrator(
            door.admin, door.admin.user_id, is_admin=False, now=door.now, table=door.table
        )
    set_administrator(
        door.admin, door.colleague.user_id, is_admin=True, now=door.now, table=door.table
    )
    set_administrator(
        door.admin, door.admin.user_id, is_admin=False, now=door.now, table=door.table
    )
    person = find_enrolled(door.table, "lea@toits.example.org")
    assert person is not None
    assert person.is_admin


def test_who_no_longer_administrates_does_not_whatever_their_session_says(door: Door) -> None:
    colleague = door.colleague.user_id
    set_administrator(door.admin, colleague, is_admin=True, now=door.now, table=door.table)
    demoted = replace(door.colleague, is_admin=True)
    set_administrator(door.admin, colleague, is_admin=False, now=door.now, table=door.table)
    with pytest.raises(NotAllowed):
        set_administrator(demoted, colleague, is_admin=True, now=door.now, table=door.table)
    with pytest.raises(NotAllowed):
        remove_member(demoted, door.admin.user_id, colleague, now=door.now, table=door.table)
    with pytest.raises(NotAllowed):
        invite_member(demoted, "malo@toits.example.org", "Malo", now=door.now, table=door.table)


def test_an_invitation_whose_reply_was_lost_is_made(door: Door) -> None:
    lossy = LosesReplies(door.table.name, door.table._client)
    invite_member(door.admin, "malo@toits.example.org", "Malo", now=door.now, table=lossy)
    (waiting,) = list_waiting(door.admin.firm_id, now=door.now, table=door.table)
    assert (waiting.email, waiting.name) == ("malo@toits.example.org", "Malo")


def test_anothers_firm_is_nobodys_business(door: Door) -> None:
    other = enrol_user(
        door.table,
        email="zoe@nord.example.org",
        name="Zoé",
        role=Role.INSTALLER,
        password=OLD,
        firm=enrol_firm(door.table, "Nord", code="2"),
        is_admin=True,
    )
    with pytest.raises(NotFound):
        remove_member(other, door.colleague.user_id, other.user_id, table=door.table)
    with pytest.raises(NotFound):
        set_administrator(other, door.colleague.user_id, is_admin=True, table=door.table)


def test_an_address_is_changed_once_its_own_mailbox_confirms(door: Door) -> None:
    with pytest.raises(WrongPresentPassword):
        ask_new_address(
            door.admin, "neuve@toits.example.org", "faux", now=door.now, table=door.table
        )
    ask_new_address(door.admin, "neuve@toits.example.org", OLD, now=door.now, table=door.table)
    (mail,) = door.deliver()
    assert mail.to == "neuve@toits.example.org"
    assert door.sign_in(EMAIL, OLD)
    confirm_address(secret_of(mail), now=door.now, table=door.table)
    (told,) = door.deliver()
    assert (told.to, "neuve@toits.example.org" in told.text) == (EMAIL, True)
    with pytest.raises(WrongCredentials):
        door.sign_in(EMAIL, OLD)
    assert door.sign_in("neuve@toits.example.org", OLD)
    with pytest.raises(AccountLinkUnknown):
        confirm_address(secret_of(mail), now=door.now, table=door.table)


def test_nobody_moves_onto_an_address_that_has_an_account(door: Door) -> None:
    ask_new_address(door.admin, "lea@toits.example.org", OLD, now=door.now, table=door.table)
    (mail,) = door.deliver()
    with pytest.raises(AccountLinkUnknown):
        confirm_address(secret_of(mail), now=door.now, table=door.table)
    assert door.sign_in("lea@toits.example.org", OLD)
    assert door.sign_in(EMAIL, OLD)


def test_a_notice_about_an_account_stands_with_its_user_and_fades(door: Door) -> None:
    door.ask(EMAIL)
    door.deliver()
    (row,) = door.table.query_all(USER_OF.pk(door.admin.user_id), prefix="NOTICE#")
    notice: Notice | None = find_notice(door.table, door.admin.user_id, row["notice_id"])
    assert notice is not None
    assert notice.state is NoticeState.SENT
    assert row["expires_s"] > NOW.timestamp()


def test_two_administrators_who_demote_each_other_leave_one(door: Door) -> None:
    set_administrator(
        door.admin, door.colleague.user_id, is_admin=True, now=door.now, table=door.table
    )
    other = replace(door.colleague, is_admin=True)

    class Racing(Table):
        """Lets the other administrator be quicker, between the read and the write."""

        def transact(self, operations: Sequence[Operation]) -> None:
            set_administrator(
                other, door.admin.user_id, is_admin=False, now=door.now, table=door.table
            )
            super().transact(operations)

    racing = Racing(door.table.name, client("dynamodb"))
    with pytest.raises(ChangedMeanwhile):
        set_administrator(
            door.admin, door.colleague.user_id, is_admin=False, now=door.now, table=racing
        )
    left = [one for one in list_members(door.admin.firm_id, table=door.table) if one.is_admin]
    assert [one.user_id for one in left] == [door.colleague.user_id]


def test_a_password_chosen_by_mail_is_not_overwritten_by_who_knew_the_old_one(door: Door) -> None:
    secret = door.link()

    class Racing(Table):
        """Lets the mailbox's owner be quicker, between the check and the write."""

        def transact(self, operations: Sequence[Operation]) -> None:
            choose_password(secret, NEW, NEW, now=door.now, table=door.table)
            super().transact(operations)

    stolen = "la phrase d’un voleur"
    with pytest.raises(ChangedMeanwhile):
        change_password(
            door.admin,
            OLD,
            stolen,
            stolen,
            now=door.now,
            table=Racing(door.table.name, client("dynamodb")),
        )
    assert door.sign_in(EMAIL, NEW)
