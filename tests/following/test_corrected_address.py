"""The private link that was mailed to a mistyped address opens nothing once it is corrected."""

from dataclasses import replace
from datetime import datetime

import pytest

from chalicelib.audit.model import Actor
from chalicelib.aws.table import Table
from chalicelib.connection_mails.correct_client_email import correct_client_email
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.model import Change, Dossier
from chalicelib.following.change_links import make_link
from chalicelib.following.model import FollowingUnknown, calendar_secret, read_token, write_token
from chalicelib.following.open_following import open_calendar, open_following
from chalicelib.refusals import NotFound
from tests.notices.worlds import INSTALLER, NOW, World

WRONG, RIGHT = "inconnu@client.example.org", "zoe@client.example.org"
SOURCE = "192.0.2.1"


def mailed_secret(world: World, to: str) -> str:
    """The private link's secret, in the one mail that went to an address."""
    (mail,) = [one for one in world.mailer.sent if one.to == to]
    return mail.text.partition("/suivi/")[2].split()[0]


def opens(world: World, secret: str) -> bool:
    """Whether a private link opens its dossier at the world's instant."""
    try:
        open_following(secret, source_address="192.0.2.1", table=world.table, real=world.now)
    except FollowingUnknown:
        return False
    return True


def test_a_private_link_mailed_to_a_corrected_address_opens_nothing(table: Table) -> None:
    world = World(table)
    dossier_id = world.send_dossier(email=WRONG)
    world.relay(dossier_id)
    world.send_all(dossier_id)
    secret = mailed_secret(world, WRONG)
    world.wait(hours=1)
    correct_client_email(
        dossier_id, RIGHT, "typing_mistake", by=INSTALLER, table=table, now=NOW, real=world.now
    )
    assert not opens(world, secret)


def test_neither_its_calendar_nor_a_link_that_the_stranger_made_opens_anything(
    table: Table,
) -> None:
    world = World(table)
    dossier_id = world.send_dossier(email=WRONG)
    world.relay(dossier_id)
    world.send_all(dossier_id)
    stranger = Actor("usr_stranger", "client", "page")

    def open_space(dossier: Dossier, _now: datetime) -> Change:
        head = replace(dossier.head, client_id=stranger.person_id)
        return Change(EventKind.CLIENT_SPACE_OPENED, head)

    change_dossier(dossier_id, open_space, by=INSTALLER, table=table, now=NOW)
    made = make_link(dossier_id, by=stranger, table=table, now=NOW, real=world.now)
    calendars = [
        calendar_of(secret) for secret in (mailed_secret(world, WRONG), made.rpartition("/")[2])
    ]
    for calendar in calendars:
        assert open_calendar(calendar, source_address=SOURCE, table=table, real=world.now)
    world.wait(hours=1)
    correct_client_email(
        dossier_id, RIGHT, "typing_mistake", by=INSTALLER, table=table, now=NOW, real=world.now
    )
    assert not opens(world, made.rpartition("/")[2])
    for calendar in calendars:
        with pytest.raises(FollowingUnknown):
            open_calendar(calendar, source_address=SOURCE, table=table, real=world.now)
    with pytest.raises(NotFound):
        make_link(dossier_id, by=stranger, table=table, now=NOW, real=world.now)


def calendar_of(token: str) -> str:
    key = read_token(token)
    return write_token(key.dossier_id, calendar_secret(key.secret))
