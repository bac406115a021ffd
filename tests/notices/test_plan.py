"""Which event queues which mail, and that repeating it queues no more."""

from dataclasses import replace

import pytest

from chalicelib.accounts.asks import AskKind
from chalicelib.audit.model import Event
from chalicelib.aws.table import Table
from chalicelib.cases.model import Reached
from chalicelib.connection_mails.facts import why_not
from chalicelib.connection_mails.kinds import ConnectionMail
from chalicelib.connection_mails.mails import MAILS_OF_EVENTS
from chalicelib.contact.mails import MAILS as OF_QUESTIONS
from chalicelib.dossiers.kinds import EventKind, Milestone
from chalicelib.notices.account_mail import choose_kind
from chalicelib.notices.model import AccountMail, Addressee
from chalicelib.notices.plan import list_notices_of
from chalicelib.rows.dossiers import SUBSCRIPTION
from tests.notices.worlds import NOW, World


def event(
    kind: EventKind, before: str = "nouveau", after: str = "nouveau", number: int = 0
) -> Event:
    return Event(
        event_id="op_1",
        case_id="dos_1",
        seq=4,
        kind=kind,
        at=NOW,
        recorded_at=NOW,
        actor_id="usr_1",
        actor_role="installer",
        origin="page",
        status_before=before,
        status_after=after,
        details={"document_id": "doc_1"} | ({"number": number} if number else {}),
    )


def test_sending_a_dossier_writes_to_the_installer_and_to_the_client() -> None:
    queued = list_notices_of(event(EventKind.DOSSIER_SUBMITTED, "brouillon"), NOW)
    assert [(one.kind, one.addressee) for one in queued] == [
        (ConnectionMail.DOSSIER_RECEIVED, Addressee.INSTALLER),
        (ConnectionMail.SUBSCRIPTION_LINK, Addressee.CLIENT),
    ]


@pytest.mark.parametrize("kind", EventKind)
def test_an_event_queues_the_same_mails_every_time(kind: EventKind) -> None:
    assert list_notices_of(event(kind), NOW) == list_notices_of(event(kind), NOW)


@pytest.mark.parametrize("kind", EventKind)
def test_nobody_is_written_to_about_a_draft(kind: EventKind) -> None:
    assert list_notices_of(event(kind, "brouillon", "brouillon"), NOW) == ()


HAS_PASSWORD = {"password_hash": "a hash"}
NEVER_CHOSEN: tuple[dict[str, str], ...] = ({}, {"password_hash": ""})


def test_a_draft_thrown_away_is_told_to_nobody() -> None:
    assert list_notices_of(event(EventKind.DOSSIER_CANCELLED, "brouillon", "annule"), NOW) == ()


def test_a_mail_about_a_piece_names_the_piece() -> None:
    (queued,) = list_notices_of(event(EventKind.PIECE_REFUSED), NOW)
    assert queued.about == "doc_1"


def test_every_kind_of_notice_has_an_event_that_queues_it_or_the_schedule() -> None:
    of_dossiers = {one.kind for queued in MAILS_OF_EVENTS.values() for one in queued}
    of_accounts = {
        choose_kind(kind, HAS_PASSWORD | told) for kind in AskKind for told in NEVER_CHOSEN
    }
    of_the_week = {AccountMail.WEEKLY_SUMMARY}
    of_questions = {one.kind for queued in OF_QUESTIONS.of_events.values() for one in queued}
    listed = {*AccountMail, *ConnectionMail, *OF_QUESTIONS.labels}
    assert of_dossiers | of_accounts | of_the_week | of_questions == listed
    assert not of_the_week & (of_dossiers | of_accounts)
    assert not of_dossiers & of_accounts


def test_the_nominal_dossier_costs_six_mails() -> None:
    nominal = (
        EventKind.DOSSIER_SUBMITTED,
        EventKind.PIECE_ACCEPTED,
        EventKind.PIECES_COMPLETED,
        EventKind.SUBSCRIPTION_SIGNED,
        EventKind.REQUEST_PREPARED,
        EventKind.REQUEST_FILED,
        EventKind.REQUEST_QUALIFIED,
        EventKind.REQUEST_VALIDATED,
        EventKind.COMMISSIONING_ORDERED,
        EventKind.COMMISSIONED,
    )
    assert sum(len(list_notices_of(event(kind), NOW)) for kind in nominal) == 6


def test_a_journal_relayed_three_times_makes_each_notice_once(table: Table) -> None:
    world = World(table)
    dossier_id = world.send_dossier()
    for _again in range(3):
        world.relay(dossier_id)
    assert len(world.notices(dossier_id)) == 2


@pytest.mark.parametrize(("number", "mails"), [(1, 1), (2, 1), (3, 2)])
def test_the_installer_is_told_after_the_last_reminder_only(number: int, mails: int) -> None:
    queued = list_notices_of(event(EventKind.REMINDER_DUE, number=number), NOW)
    assert len(queued) == mails
    told = [one.addressee for one in queued if one.kind == ConnectionMail.SUBSCRIPTION_UNSIGNED]
    assert told == ["installer"] * (number == 3)


def test_that_mail_is_dropped_once_the_client_signed_or_declined(table: Table) -> None:
    world = World(table)
    dossier = world.load(world.send_dossier())
    (notice,) = [
        one
        for one in list_notices_of(event(EventKind.REMINDER_DUE, number=3), NOW)
        if one.kind == ConnectionMail.SUBSCRIPTION_UNSIGNED
    ]
    assert why_not(notice, dossier) == ""
    declined = replace(dossier, rows={SUBSCRIPTION.sk(): {"state": "declined"}})
    assert why_not(notice, declined) == "declined"
    reached = {Milestone.SUBSCRIPTION_SIGNED: Reached(NOW, 3)}
    signed = replace(dossier, head=replace(dossier.head, milestones=reached))
    assert why_not(notice, signed) == "already_signed"
