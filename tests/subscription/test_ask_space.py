"""The link of the space can be had again once its thirty days are over: by mail, to the client alone."""

from datetime import timedelta

import pytest

from chalicelib.audit.model import Actor, platform
from chalicelib.aws.table import Table
from chalicelib.notices.send import send_notice
from chalicelib.refusals import NotAllowed, NotFound
from chalicelib.subscription.ask_space import SpaceOpenAlready, ask_space, may_ask_space
from chalicelib.subscription.model import LINK_LIFE, LinkExpired, signatory_of
from chalicelib.subscription.open_link import open_link
from chalicelib.subscription.open_space import NotSignedYet, open_space
from tests.notices.worlds import INSTALLER, NOW
from tests.subscription.clients import Client, make_client

LATER = NOW + timedelta(days=120)
PASSWORD = "une longue phrase de passe"


def ask(client: Client, minutes: int = 0, by: Actor = INSTALLER) -> int:
    real = LATER + timedelta(minutes=minutes)
    table = client.world.table
    return ask_space(client.dossier_id, by=by, table=table, now=LATER, real=real).head.seq


def mailed_path(client: Client) -> str:
    """Relay everything, send what is due, and give the path that the last mail carries."""
    world = client.world
    world.now = LATER
    world.relay(client.dossier_id)
    notice = world.notice(client.dossier_id, "space_link")
    send_notice(client.dossier_id, notice.notice_id, post=world.post)
    mail = world.mailer.sent[-1]
    assert mail.to == "zoe@client.example.org"
    url = next(word for word in mail.text.split() if "/souscription/" in word)
    return url.partition("/souscription/")[2]


def test_months_after_signing_the_space_opens_by_a_new_link(table: Table) -> None:
    client = make_client(table)
    client.sign()
    with pytest.raises(LinkExpired):
        open_link(client.token, table=table, now=LATER, real=NOW + LINK_LIFE)
    assert may_ask_space(client.dossier())
    ask(client)
    token = mailed_path(client)
    after = open_space(token, PASSWORD, PASSWORD, table=table, now=LATER, real=LATER)
    assert after.head.client_id
    assert not may_ask_space(after)
    with pytest.raises(SpaceOpenAlready):
        ask(client, minutes=30)


def test_asking_twice_within_ten_minutes_sends_one_mail(table: Table) -> None:
    client = make_client(table)
    client.sign()
    first = ask(client)
    assert ask(client, minutes=9) == first
    assert ask(client, minutes=11) == first + 1


def test_who_holds_a_link_has_one_mail_a_day_sent(table: Table) -> None:
    client = make_client(table)
    client.sign()
    holder = signatory_of(client.dossier_id)
    first = ask(client, by=holder)
    assert ask(client, minutes=23 * 60, by=holder) == first
    assert ask(client, minutes=25 * 60, by=holder) == first + 1


def test_nothing_leaves_before_the_signature_nor_for_others(table: Table) -> None:
    client = make_client(table)
    assert not may_ask_space(client.dossier())
    with pytest.raises(NotSignedYet):
        ask(client)
    client.sign()
    with pytest.raises(NotAllowed):
        ask(client, by=platform("page"))
    with pytest.raises(NotFound):
        ask(client, by=Actor("usr_2", "installer", "page", firm_id="frm_other"))


def test_the_mail_is_skipped_once_the_space_is_open(table: Table) -> None:
    client = make_client(table)
    client.sign()
    ask(client)
    open_space(client.token, PASSWORD, PASSWORD, table=table, now=NOW, real=NOW)
    world = client.world
    world.now = LATER
    world.relay(client.dossier_id)
    notice = world.notice(client.dossier_id, "space_link")
    after = send_notice(client.dossier_id, notice.notice_id, post=world.post)
    assert after is not None
    assert after.reason == "space_open"
