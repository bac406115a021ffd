"""A client's address that is replaced: why, who is told, who sees it, and what stays where it was."""

from dataclasses import replace

import pytest

from chalicelib.accounts.enrol import enrol_user
from chalicelib.accounts.model import Role
from chalicelib.audit.values import list_values
from chalicelib.aws.table import Table
from chalicelib.connection_mails.correct_client_email import correct_client_email
from chalicelib.connection_mails.kinds import ConnectionMail
from chalicelib.connection_mails.note_address_seen import note_address_seen
from chalicelib.dossiers.attention import Reason
from chalicelib.dossiers.client_address import AddressReason, find_address_replaced
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.list_queue import list_queue
from chalicelib.notices.model import NoticeState
from chalicelib.notices.plan import list_notices_of
from chalicelib.notices.record_feedback import record_feedback
from chalicelib.refusals import InvalidFields, NotAllowed
from tests.notices.ses_events import feedback_of
from tests.notices.worlds import AGENT, INSTALLER, NOW, World
from tests.portal import Portal, open_app

OLD, NEW = "zoe@client.example.org", "moi@firm.example.org"
TYPING, ASKED, BOUNCED = AddressReason.TYPING_MISTAKE, "client_asked", "mail_bounced"


@pytest.fixture
def world(table: Table) -> World:
    return World(table)


@pytest.fixture
def dossier_id(world: World) -> str:
    dossier_id = world.send_dossier()
    deliver(world, dossier_id)
    return dossier_id


def deliver(world: World, dossier_id: str) -> None:
    world.relay(dossier_id)
    world.send_all(dossier_id)


def correct(world: World, dossier_id: str, reason: str = TYPING, email: str = NEW) -> None:
    correct_client_email(
        dossier_id, email, reason, by=INSTALLER, table=world.table, now=NOW, real=world.now
    )


def listed(world: World) -> list[str]:
    found = list_queue(Reason.CLIENT_ADDRESS, by=AGENT, now=NOW, table=world.table)
    return [one.dossier_id for one in found.lines]


def test_the_old_address_is_told_what_it_may_do_and_never_the_new_one(
    world: World, dossier_id: str
) -> None:
    correct(world, dossier_id)
    deliver(world, dossier_id)
    (told,) = [one for one in world.mailer.sent[2:] if one.to == OLD]
    assert "n’est plus celle du client" in told.subject
    assert "/contact" in told.text
    for says in (told.text, told.html):
        assert "vous ne l’avez pas demandé" in says
        assert "/souscription/" not in says
        assert NEW not in says
        assert "Lefèvre" not in says
    assert world.notice(dossier_id, ConnectionMail.ADDRESS_REPLACED).state is NoticeState.SENT


def test_told_once_however_often_the_event_comes(world: World, dossier_id: str) -> None:
    correct(world, dossier_id)
    correct(world, dossier_id)
    for _again in range(3):
        deliver(world, dossier_id)
    assert [one.to for one in world.mailer.sent[2:]].count(OLD) == 1


def test_an_address_that_bounced_gets_no_more_mail(world: World, dossier_id: str) -> None:
    notice = world.notice(dossier_id, ConnectionMail.SUBSCRIPTION_LINK)
    record_feedback(feedback_of("bounce_permanent", notice), table=world.table, now=world.now)
    correct(world, dossier_id, BOUNCED)
    deliver(world, dossier_id)
    assert OLD not in [one.to for one in world.mailer.sent[2:]]
    assert world.notice(dossier_id, ConnectionMail.ADDRESS_REPLACED).reason == "address_bounced"


def test_a_bounce_of_what_the_old_address_was_told_says_nothing_of_the_new_one(
    world: World, dossier_id: str
) -> None:
    correct(world, dossier_id)
    deliver(world, dossier_id)
    notice = world.notice(dossier_id, ConnectionMail.ADDRESS_REPLACED)
    record_feedback(feedback_of("bounce_permanent", notice), table=world.table, now=world.now)
    assert not world.load(dossier_id).head.client_unreachable


@pytest.mark.parametrize("reason", ["", "because", BOUNCED])
def test_no_change_without_a_reason_that_is_one_and_true(
    world: World, dossier_id: str, reason: str
) -> None:
    with pytest.raises(InvalidFields) as refused:
        correct(world, dossier_id, reason)
    assert [one.field for one in refused.value.problems] == ["reason"]
    assert world.load(dossier_id).head.email == OLD


def test_agents_see_it_until_one_has_looked(world: World, dossier_id: str) -> None:
    assert listed(world) == []
    correct(world, dossier_id, ASKED)
    found = find_address_replaced(world.load(dossier_id).head)
    assert found is not None
    assert (found.reason, found.was_signed) == (ASKED, False)
    assert listed(world) == [dossier_id]
    with pytest.raises(NotAllowed):
        note_address_seen(dossier_id, by=INSTALLER, table=world.table)
    for _twice in range(2):
        note_address_seen(dossier_id, by=AGENT, table=world.table, now=NOW)
    assert listed(world) == []
    assert world.journal(dossier_id)[-1].kind == EventKind.CLIENT_ADDRESS_SEEN


def test_what_an_agent_replaces_calls_for_no_agent(world: World, dossier_id: str) -> None:
    correct_client_email(dossier_id, NEW, ASKED, by=AGENT, table=world.table, now=NOW)
    assert listed(world) == []


def test_the_journal_says_why_and_keeps_the_addresses_erasable(
    world: World, dossier_id: str
) -> None:
    correct(world, dossier_id)
    event = world.journal(dossier_id)[-1]
    assert event.details == {"reason": "typing_mistake", "signed": 0}
    assert OLD not in str(event)
    said = list_values(world.table, dossier_id)[event.seq]
    assert said == {"email": NEW, "former_email": OLD}


@pytest.fixture
def agents_portal(world: World) -> Portal:
    email, password = "agent@raccordo.example.org", "une phrase de passe"
    enrol_user(world.table, email=email, name="Agathe", role=Role.AGENT, password=password)
    portal = Portal(open_app())
    portal.sign_in(email, password)
    return portal


def test_an_agent_reads_it_on_the_dossier_and_in_its_journal_and_says_so(
    world: World, dossier_id: str, agents_portal: Portal
) -> None:
    correct(world, dossier_id)
    page = agents_portal.get(f"/dossiers/{dossier_id}").body
    assert "L’adresse du client a été remplacée" in page
    assert "L’adresse avait une faute de frappe" in page
    journal = agents_portal.get(f"/dossiers/{dossier_id}/journal").body
    assert "L’adresse avait une faute de frappe" in journal
    assert "Ancienne adresse" in journal
    assert OLD in journal
    assert agents_portal.post(f"/dossiers/{dossier_id}/adresse-vue").status == 303
    assert "a été remplacée" not in agents_portal.get(f"/dossiers/{dossier_id}").body


def test_a_change_of_nothing_else_of_the_client_tells_nobody(world: World, dossier_id: str) -> None:
    event = replace(world.journal(dossier_id)[-1], kind=EventKind.CLIENT_CORRECTED, details={})
    kinds = [one.kind for one in list_notices_of(event, NOW)]
    assert ConnectionMail.ADDRESS_REPLACED not in kinds
