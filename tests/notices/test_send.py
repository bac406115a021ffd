"""Sending: each mail once, whatever SES or the way to it does."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from chalicelib.aws.items import Operation
from chalicelib.aws.mailer import Mail, OutcomeUnknown
from chalicelib.aws.session import client
from chalicelib.aws.table import ConditionFailed, Table
from chalicelib.aws.trouble import PermanentError, TransientError
from chalicelib.connection_mails.facts import Contact
from chalicelib.notices.model import NoticeState
from chalicelib.notices.record_feedback import record_feedback
from chalicelib.notices.reputation import Tally
from chalicelib.notices.resume_sending import resume_sending
from chalicelib.notices.send import SenderStopped, require_good_standing, send_notice
from chalicelib.notices.store import list_to_look_at, load_tally
from chalicelib.refusals import NotAllowed
from chalicelib.subscription.ask_link import ask_link
from chalicelib.subscription.open_link import open_link
from chalicelib.subscription.sign import Signature, sign, versions_of
from tests.notices.ses_events import feedback_of
from tests.notices.worlds import AGENT, INSTALLER, FakeMailer, World


@pytest.fixture
def world(table: Table) -> World:
    return World(table)


@pytest.fixture
def dossier_id(world: World) -> str:
    dossier_id = world.send_dossier()
    world.relay(dossier_id)
    return dossier_id


def token_in(text: str) -> str:
    return text.partition("/souscription/")[2].split()[0]


def test_the_mails_of_a_sent_dossier_leave_once(world: World, dossier_id: str) -> None:
    for _again in range(3):
        world.relay(dossier_id)
        world.send_all(dossier_id)
    assert sorted(mail.to for mail in world.mailer.sent) == [
        "paul@firm.test",
        "zoe@client.example.org",
    ]
    assert {one.state for one in world.notices(dossier_id)} == {NoticeState.SENT}
    assert load_tally(world.table, world.now) == Tally(sent=2)


def test_a_mail_carries_its_notice_and_dossier_as_tags(world: World, dossier_id: str) -> None:
    world.send_all(dossier_id)
    notice = world.notice(dossier_id, "subscription_link")
    (mail,) = [one for one in world.mailer.sent if one.to == "zoe@client.example.org"]
    assert dict(mail.tags) == {"notice_id": notice.notice_id, "case_id": dossier_id}


def test_the_link_in_the_mail_opens_the_subscription(world: World, dossier_id: str) -> None:
    world.send_all(dossier_id)
    (mail,) = [one for one in world.mailer.sent if one.to == "zoe@client.example.org"]
    opening = open_link(token_in(mail.text), table=world.table, now=world.now, real=world.now)
    assert opening.dossier.head.dossier_id == dossier_id
    assert token_in(mail.text) in mail.html


def test_a_lost_reply_is_unsure_then_sent_once_more_after_a_quarter_of_an_hour(
    world: World, dossier_id: str
) -> None:
    lost = OutcomeUnknown("sesv2", "ReadTimeoutError")
    world.mailer.answers = [lost, lost]
    world.send_all(dossier_id)
    assert {one.state for one in world.notices(dossier_id)} == {NoticeState.UNSURE}
    world.wait(minutes=14)
    world.send_all(dossier_id)
    assert world.mailer.sent == []
    world.wait(minutes=1)
    for _again in range(3):
        world.send_all(dossier_id)
    assert len(world.mailer.sent) == 2
    assert {one.resends for one in world.notices(dossier_id)} == {1}


def test_feedback_in_time_spares_the_second_mail(world: World, dossier_id: str) -> None:
    world.mailer.answers = [OutcomeUnknown("sesv2", "lost"), OutcomeUnknown("sesv2", "lost")]
    world.send_all(dossier_id)
    for notice in world.notices(dossier_id):
        record_feedback(feedback_of("delivery", notice), table=world.table, now=world.now)
    world.wait(minutes=30)
    world.send_all(dossier_id)
    assert world.mailer.sent == []
    assert {one.state for one in world.notices(dossier_id)} == {NoticeState.DELIVERED}


def test_a_busy_service_is_tried_again_and_counts_no_duplicate(
    world: World, dossier_id: str
) -> None:
    busy = TransientError("sesv2", "TooManyRequestsException")
    world.mailer.answers = [busy, busy]
    world.send_all(dossier_id)
    assert {one.state for one in world.notices(dossier_id)} == {NoticeState.UNSENT}
    world.send_all(dossier_id)
    assert world.mailer.sent == []
    world.wait(minutes=1)
    world.send_all(dossier_id)
    assert len(world.mailer.sent) == 2
    assert {one.resends for one in world.notices(dossier_id)} == {0}


def test_a_mail_that_ses_will_never_take_fails_for_good(world: World, dossier_id: str) -> None:
    refused = PermanentError("sesv2", "MessageRejected")
    world.mailer.answers = [refused, refused]
    world.send_all(dossier_id)
    world.wait(days=1)
    world.send_all(dossier_id)
    assert {one.state for one in world.notices(dossier_id)} == {NoticeState.FAILED}
    assert list_to_look_at(world.table, world.now)[0] == ()


def test_a_sender_that_dies_after_ses_took_the_mail_leads_to_one_more_at_most(
    world: World, dossier_id: str
) -> None:
    notice = world.notice(dossier_id, "subscription_link")

    class Killed(BaseException):
        """The process is gone: nobody catches this."""

    world.mailer.answers = [Killed()]  # type: ignore[list-item] # stands for a kill
    with pytest.raises(Killed):
        send_notice(dossier_id, notice.notice_id, post=world.post)
    assert world.notice(dossier_id, "subscription_link").state is NoticeState.SENDING
    world.wait(minutes=15)
    for _again in range(3):
        send_notice(dossier_id, notice.notice_id, post=world.post)
    assert len(world.mailer.sent) == 1
    assert world.notice(dossier_id, "subscription_link").resends == 1


def test_a_reminder_or_link_is_not_sent_to_somebody_who_signed(
    world: World, dossier_id: str
) -> None:
    client_link = world.notice(dossier_id, "subscription_link")
    send_notice(dossier_id, client_link.notice_id, post=world.post)
    token = token_in(world.mailer.sent[0].text)
    opening = open_link(token, table=world.table, now=world.now, real=world.now)
    ticked = frozenset(f"consent_{text.text_id}" for text in opening.texts)
    signature = Signature("Zoé Lefèvre", ticked, versions_of(opening.texts))
    ask_link(dossier_id, by=INSTALLER, table=world.table, now=world.now, real=world.now)
    sign(token, signature, table=world.table, now=world.now, real=world.now)
    world.relay(dossier_id)
    world.send_all(dossier_id)
    links = [one for one in world.notices(dossier_id) if one.kind == "subscription_link"]
    assert [(one.state, one.reason) for one in links] == [
        (NoticeState.SENT, ""),
        (NoticeState.SKIPPED, "already_signed"),
    ]


def test_a_mail_without_an_address_says_why_it_was_not_sent(world: World, dossier_id: str) -> None:
    world.installer = Contact("")
    world.send_all(dossier_id)
    notice = world.notice(dossier_id, "dossier_received")
    assert (notice.state, notice.reason) == (NoticeState.SKIPPED, "no_address")


def test_the_sender_stops_when_too_much_comes_back(world: World) -> None:
    world.table.put({"pk": "MAIL", "sk": f"DAY#{world.now:%Y-%m-%d}", "sent": 1000, "bounced": 39})
    require_good_standing(world.post)
    world.table.put({"pk": "MAIL", "sk": f"DAY#{world.now:%Y-%m-%d}", "sent": 1000, "bounced": 40})
    with pytest.raises(SenderStopped):
        require_good_standing(world.post)


def test_an_agent_resumes_the_sending_and_what_comes_back_counts_again(world: World) -> None:
    today = {"pk": "MAIL", "sk": f"DAY#{world.now:%Y-%m-%d}"}
    world.table.put({**today, "sent": 1000, "bounced": 100, "complained": 1})
    with pytest.raises(NotAllowed):
        resume_sending(by=INSTALLER, table=world.table, now=world.now)
    resume_sending(by=AGENT, table=world.table, now=world.now)
    require_good_standing(world.post)
    assert load_tally(world.table, world.now) == Tally()
    world.table.put({**today, "sent": 1500, "bounced": 140, "complained": 1})
    assert load_tally(world.table, world.now) == Tally(500, 40, 0)
    with pytest.raises(SenderStopped):
        require_good_standing(world.post)
    world.wait(days=1)
    assert load_tally(world.table, world.now) == Tally(500, 40, 0)


def test_bounces_of_more_than_thirty_days_ago_are_forgiven(world: World) -> None:
    world.table.put({"pk": "MAIL", "sk": f"DAY#{world.now:%Y-%m-%d}", "sent": 1000, "bounced": 900})
    world.wait(days=30)
    require_good_standing(world.post)


class LosesReplies(Table):
    """A table whose every transaction passes, and whose first replies are lost.

    The SDK tries again, and finds its own write in the way of its condition.
    """

    lost = 0

    def transact(self, operations: Sequence[Operation]) -> None:
        super().transact(operations)
        if self.lost < 4:
            self.lost += 1
            raise ConditionFailed


def test_replies_of_the_table_that_are_lost_send_and_count_nothing_twice(
    world: World, dossier_id: str
) -> None:
    world.table = LosesReplies(world.table.name, client("dynamodb"))
    world.send_all(dossier_id)
    world.send_all(dossier_id)
    assert len(world.mailer.sent) == 2
    assert {one.state for one in world.notices(dossier_id)} == {NoticeState.SENT}
    assert load_tally(world.table, world.now) == Tally(sent=2)


def test_two_senders_at_once_send_one_mail(world: World, dossier_id: str) -> None:
    notice = world.notice(dossier_id, "dossier_received")
    rival = world.post

    class Slow(FakeMailer):
        """While this one sends, another sender takes the same message from the queue."""

        def send_mail(self, mail: Mail) -> str:
            assert send_notice(dossier_id, notice.notice_id, post=rival) is None
            return super().send_mail(mail)

    slow = Slow()
    send_notice(dossier_id, notice.notice_id, post=replace(world.post, mailer=slow))
    assert len(slow.sent) + len(world.mailer.sent) == 1
