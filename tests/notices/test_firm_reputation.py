"""A firm whose mails come back is held back itself; the mails of every other firm go on."""

from dataclasses import replace

import pytest

from chalicelib.audit.model import Actor
from chalicelib.aws.table import Table
from chalicelib.notices.firm_reputation import (
    find_held,
    is_held,
    is_too_bad,
    judge_sender,
    load_firm_tally,
)
from chalicelib.notices.model import NoticeState
from chalicelib.notices.read_standing import is_firm_held, read_standing
from chalicelib.notices.record_feedback import record_feedback
from chalicelib.notices.reputation import Standing, Tally
from chalicelib.notices.resume_sending import resume_firm
from chalicelib.notices.send import SenderStopped, require_good_standing
from chalicelib.notices.words import view_notice
from chalicelib.refusals import NotAllowed, NotFound
from chalicelib.rows.people import FIRM_MAILS
from chalicelib.rows.service import MAILS_OF_DAY
from tests.notices.ses_events import feedback_of
from tests.notices.worlds import INSTALLER, World

AGENT = Actor("usr_agent", "agent", "page")
OTHER = replace(INSTALLER, person_id="usr_other", firm_id="firm_other")
LINK = "subscription_link"


@pytest.fixture
def world(table: Table) -> World:
    return World(table)


def bounce(world: World, number: int, name: str = "bounce_permanent") -> str:
    """A dossier is sent to an address of its own, and its mail comes back."""
    dossier_id = world.send_dossier(f"key-{number:04}", f"n{number}@client.example.org")
    world.relay(dossier_id)
    world.send_all(dossier_id)
    notice = world.notice(dossier_id, LINK)
    if notice.state is NoticeState.SENT:
        record_feedback(feedback_of(name, notice), table=world.table, now=world.now)
    return dossier_id


def send(world: World, number: int) -> NoticeState:
    dossier_id = world.send_dossier(f"key-{number:04}", f"n{number}@client.example.org")
    world.relay(dossier_id)
    world.send_all(dossier_id)
    return world.notice(dossier_id, LINK).state


@pytest.mark.parametrize(
    ("tally", "is_bad"),
    [
        (Tally(4, 4, 0), False),
        (Tally(5, 5, 0), True),
        (Tally(1000, 99, 0), False),
        (Tally(1000, 100, 0), True),
        (Tally(10, 0, 1), False),
        (Tally(10, 0, 2), True),
        (Tally(1000, 0, 19), False),
    ],
)
def test_a_firm_is_judged_by_its_own_share(tally: Tally, is_bad: bool) -> None:
    assert is_too_bad(tally) is is_bad


def test_the_fifth_bounce_holds_a_firms_mails_to_unconfirmed_addresses_alone(world: World) -> None:
    for number in range(4):
        bounce(world, number)
    assert not is_held(world.table, INSTALLER.firm_id)
    bounce(world, 4)
    assert is_firm_held(INSTALLER.firm_id, table=world.table)
    held = world.send_dossier("key-0100", "n100@client.example.org")
    world.relay(held)
    world.send_all(held)
    notice = world.notice(held, LINK)
    assert notice.state is NoticeState.UNSENT
    assert notice.look_at is not None
    assert notice.look_at > world.now
    assert "il part dès que nos équipes ont regardé" in view_notice(notice).why
    # What goes to the firm itself leaves all the same.
    assert world.notice(held, "dossier_received").state is NoticeState.SENT
    world.by = OTHER
    assert send(world, 200) is NoticeState.SENT
    assert not is_held(world.table, OTHER.firm_id)


def test_what_waited_leaves_once_an_agent_has_looked_and_nothing_is_lost(world: World) -> None:
    for number in range(5):
        bounce(world, number)
    held = world.send_dossier("key-0100", "n100@client.example.org")
    world.relay(held)
    world.send_all(held)
    for actor in (INSTALLER, OTHER):
        with pytest.raises(NotAllowed):
            resume_firm(INSTALLER.firm_id, by=actor, table=world.table, now=world.now)
    ((found, _name),) = read_standing(by=AGENT, table=world.table, now=world.now).held
    assert found.firm_id == INSTALLER.firm_id
    world.wait(hours=60)
    world.send_all(held)
    assert world.notice(held, LINK).state is NoticeState.UNSENT
    resume_firm(INSTALLER.firm_id, by=AGENT, table=world.table, now=world.now)
    world.wait(hours=1)
    world.send_all(held)
    assert world.notice(held, LINK).state is NoticeState.SENT
    with pytest.raises(NotFound):
        resume_firm(INSTALLER.firm_id, by=AGENT, table=world.table, now=world.now)
    # What was forgiven does not count again; what comes back after does.
    bounce(world, 6)
    assert not is_held(world.table, INSTALLER.firm_id)
    for number in range(7, 11):
        bounce(world, number)
    assert is_held(world.table, INSTALLER.firm_id)


def test_a_repeated_bounce_counts_once_for_its_firm(world: World) -> None:
    dossier_id = bounce(world, 0)
    notice = world.notice(dossier_id, LINK)
    for _again in range(6):
        record_feedback(feedback_of("bounce_permanent", notice), table=world.table, now=world.now)
    tally = load_firm_tally(world.table, INSTALLER.firm_id, world.now)
    assert (tally.bounced, find_held(world.table, INSTALLER.firm_id)) == (1, None)


def count(world: World, firm_id: str, bounced: int) -> None:
    """Put counts as if a firm's mails had come back, for it and for the whole."""
    day = MAILS_OF_DAY.columns(world.now)
    before = world.table.get(day["pk"], day["sk"]) or {}
    world.table.put({**day, "sent": 500, "bounced": before.get("bounced", 0) + bounced})
    own = FIRM_MAILS.columns(firm_id, world.now)
    world.table.put({**own, "sent": bounced, "bounced": bounced})


def test_forty_bounces_of_one_firm_no_longer_stop_the_mail_of_all(world: World) -> None:
    count(world, INSTALLER.firm_id, 39)
    bounce(world, 0)  # the fortieth: the firm is held
    assert is_held(world.table, INSTALLER.firm_id)
    assert judge_sender(world.table, world.now)[1] is Standing.ALARM
    require_good_standing(world.post)


def test_many_firms_or_very_many_bounces_stop_it_all_the_same(world: World) -> None:
    count(world, INSTALLER.firm_id, 40)
    assert judge_sender(world.table, world.now)[1] is Standing.STOPPED  # nobody is held for them
    bounce(world, 0)
    count(world, OTHER.firm_id, 41)
    assert judge_sender(world.table, world.now)[1] is Standing.STOPPED
    with pytest.raises(SenderStopped):
        require_good_standing(world.post)
