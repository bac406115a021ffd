"""What SES says, recorded once on the notice, the address and the dossier."""

from dataclasses import replace
from itertools import permutations

import pytest

from chalicelib.aws.table import Table
from chalicelib.connection_mails.correct_client_email import correct_client_email
from chalicelib.connection_mails.kinds import ConnectionMail
from chalicelib.dossiers.kinds import EventKind
from chalicelib.notices.model import Addressee, NoticeState, queue_notice
from chalicelib.notices.record_feedback import FeedbackTooEarly, record_feedback
from chalicelib.notices.reputation import Tally
from chalicelib.notices.send import send_notice
from chalicelib.notices.store import add_notice, load_tally
from chalicelib.refusals import InvalidFields, NotFound
from chalicelib.subscription.model import LinkUnknown
from chalicelib.subscription.open_link import open_link
from tests.notices.ses_events import feedback_of
from tests.notices.worlds import INSTALLER, NOW, World

BOUNCES = ("bounce_permanent", "bounce_transient", "bounce_undetermined")


@pytest.fixture
def world(table: Table) -> World:
    return World(table)


@pytest.fixture
def dossier_id(world: World) -> str:
    dossier_id = world.send_dossier()
    world.relay(dossier_id)
    world.send_all(dossier_id)
    return dossier_id


def hear(world: World, dossier_id: str, name: str, kind: str = "subscription_link") -> None:
    notice = world.notice(dossier_id, kind)
    record_feedback(feedback_of(name, notice), table=world.table, now=world.now)


def kinds_of(world: World, dossier_id: str) -> list[str]:
    return [event.kind for event in world.journal(dossier_id)]


@pytest.mark.parametrize("name", BOUNCES)
def test_a_bounce_told_three_times_is_one_bounce(world: World, dossier_id: str, name: str) -> None:
    for _again in range(3):
        hear(world, dossier_id, name)
    assert world.notice(dossier_id, "subscription_link").state is NoticeState.BOUNCED
    assert kinds_of(world, dossier_id).count(EventKind.NOTICE_BOUNCED) == 1
    assert load_tally(world.table, world.now).bounced == int(name == "bounce_permanent")


def test_a_bounced_link_shows_that_the_client_is_not_reached(world: World, dossier_id: str) -> None:
    hear(world, dossier_id, "bounce_permanent")
    assert world.load(dossier_id).head.client_unreachable


def test_the_installer_is_written_to_about_it(world: World, dossier_id: str) -> None:
    hear(world, dossier_id, "bounce_permanent")
    world.relay(dossier_id)
    world.send_all(dossier_id)
    assert world.mailer.sent[-1].to == "paul@firm.test"
    assert "n’arrivent pas" in world.mailer.sent[-1].subject


def test_a_bounce_of_the_installer_says_nothing_of_the_client(
    world: World, dossier_id: str
) -> None:
    hear(world, dossier_id, "bounce_permanent", "dossier_received")
    assert not world.load(dossier_id).head.client_unreachable


def test_after_a_permanent_bounce_no_more_mail_goes_to_that_address(
    world: World, dossier_id: str
) -> None:
    hear(world, dossier_id, "bounce_permanent")
    before = len(world.mailer.sent)
    reminder = queue_notice("op_r", dossier_id, ConnectionMail.REMINDER, Addressee.CLIENT, now=NOW)
    add_notice(world.table, reminder)
    send_notice(dossier_id, reminder.notice_id, post=world.post)
    assert len(world.mailer.sent) == before
    assert world.notice(dossier_id, "reminder").reason == "address_bounced"


def test_a_complaint_told_three_times_is_one_complaint(world: World, dossier_id: str) -> None:
    hear(world, dossier_id, "delivery")
    for _again in range(3):
        hear(world, dossier_id, "complaint")
    assert world.notice(dossier_id, "subscription_link").state is NoticeState.DELIVERED
    assert load_tally(world.table, world.now) == Tally(sent=2, complained=1)


def test_every_order_of_feedback_counts_the_same(world: World) -> None:
    words = ("delivery", "bounce_permanent", "complaint")
    for place, order in enumerate(permutations(words)):
        dossier_id = world.send_dossier(f"key-{place:04d}")
        world.relay(dossier_id)
        for name in order:
            hear(world, dossier_id, name)
        notice = world.notice(dossier_id, "subscription_link")
        assert notice.complained_at is not None
        assert notice.look_at is None
    assert load_tally(world.table, world.now) == Tally(sent=6, bounced=6, complained=6)


def test_feedback_before_its_notice_comes_again_then_is_only_warned_of(world: World) -> None:
    dossier_id = world.send_dossier()
    world.relay(dossier_id)
    notice = world.notice(dossier_id, "subscription_link")
    ghost = feedback_of(
        "delivery", queue_notice("op_x", dossier_id, notice.kind, notice.addressee, now=NOW)
    )
    with pytest.raises(FeedbackTooEarly):
        record_feedback(ghost, table=world.table, now=ghost.mail_at)
    world.wait(minutes=6)
    assert record_feedback(ghost, table=world.table, now=world.now) is None


def test_correcting_the_address_sends_a_new_link_and_kills_the_old_one(
    world: World, dossier_id: str
) -> None:
    hear(world, dossier_id, "bounce_permanent")
    correct_client_email(
        dossier_id,
        " Zoe.L@Client.EXAMPLE.org ",
        "mail_bounced",
        by=INSTALLER,
        table=world.table,
        now=NOW,
    )
    head = world.load(dossier_id).head
    assert (head.email, head.client_unreachable) == ("Zoe.L@client.example.org", False)
    world.relay(dossier_id)
    world.send_all(dossier_id)
    first, second = [one for one in world.mailer.sent if one.to.lower().startswith("zoe")]
    assert (first.to, second.to) == ("zoe@client.example.org", "Zoe.L@client.example.org")
    tokens = [mail.text.partition("/souscription/")[2].split()[0] for mail in (first, second)]
    with pytest.raises(LinkUnknown):
        open_link(tokens[0], table=world.table, now=world.now, real=world.now)
    assert open_link(tokens[1], table=world.table, now=world.now, real=world.now)


def test_a_late_bounce_of_the_old_address_does_not_mark_the_new_one(
    world: World, dossier_id: str
) -> None:
    correct_client_email(
        dossier_id,
        "new@client.example.org",
        "typing_mistake",
        by=INSTALLER,
        table=world.table,
        now=NOW,
    )
    hear(world, dossier_id, "bounce_permanent")
    assert not world.load(dossier_id).head.client_unreachable


def test_the_address_that_bounced_cannot_be_typed_again(world: World, dossier_id: str) -> None:
    hear(world, dossier_id, "bounce_permanent")
    with pytest.raises(InvalidFields) as refused:
        correct_client_email(
            dossier_id,
            "ZOE@client.example.org",
            "mail_bounced",
            by=INSTALLER,
            table=world.table,
            now=NOW,
        )
    assert refused.value.problems[0].field == "email"


def test_an_address_that_is_none_is_refused(world: World, dossier_id: str) -> None:
    with pytest.raises(InvalidFields):
        correct_client_email(
            dossier_id, "zoe@", "typing_mistake", by=INSTALLER, table=world.table, now=NOW
        )


def test_another_firm_cannot_correct_it(world: World, dossier_id: str) -> None:
    stranger = replace(INSTALLER, firm_id="frm_2")
    with pytest.raises(NotFound):
        correct_client_email(
            dossier_id,
            "x@client.example.org",
            "typing_mistake",
            by=stranger,
            table=world.table,
            now=NOW,
        )
