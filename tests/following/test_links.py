"""The private link: a secret that the table does not have, for a while, until it is cut."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.accounts.refusals import SourceSlowed
from chalicelib.accounts.tries import MOST_WRONG_BY_SOURCE
from chalicelib.audit.model import Actor, platform
from chalicelib.aws.table import Table
from chalicelib.dossiers.cancel import cancel_dossier
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.model import Change, Dossier
from chalicelib.following.change_links import cut_links, make_link
from chalicelib.following.mint_link import following_path, mint_secret
from chalicelib.following.model import (
    LINK_LIFE,
    MOST_LINKS,
    NOWHERE,
    FollowingUnknown,
    NothingToFollow,
    calendar_secret,
    list_working,
    read_token,
    write_token,
)
from chalicelib.following.open_following import open_calendar, open_following
from chalicelib.refusals import NotAllowed, NotFound
from chalicelib.rows.beside import FOLLOWING
from chalicelib.rows.cases import CASE
from chalicelib.rows.model import Erasure
from chalicelib.rows.registry import find_row
from tests.following.worlds import file_dossier, link_of, load
from tests.ledger.worlds import AGENT
from tests.notices.worlds import World as MailWorld

SOURCE = "192.0.2.9"
REAL = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


def opened(table: Table, path: str, real: datetime | None = None) -> str:
    token = path.rpartition("/")[2]
    return open_following(token, source_address=SOURCE, table=table, real=real).head.dossier_id


def secrets_in(table: Table, dossier_id: str) -> str:
    return json.dumps(table.query_all(CASE.pk(dossier_id)), default=str)


def test_each_mail_to_the_client_carries_a_link_that_opens_that_dossier_and_no_more_mail_leaves(
    table: Table,
) -> None:
    world = MailWorld(table)
    dossier_id = world.send_dossier()
    world.relay(dossier_id)
    world.send_all(dossier_id)
    (mail,) = [one for one in world.mailer.sent if one.to == "zoe@client.example.org"]
    assert len(world.mailer.sent) == 2
    path = next(word for word in mail.text.split() if "/suivi/" in word)
    assert path in mail.html
    assert opened(table, path, world.now) == dossier_id
    secret = read_token(path.rpartition("/")[2]).secret
    assert secret not in secrets_in(table, dossier_id)
    assert calendar_secret(secret) not in secrets_in(table, dossier_id)


def test_an_installers_mail_carries_none(table: Table) -> None:
    world = MailWorld(table)
    dossier_id = world.send_dossier()
    world.relay(dossier_id)
    world.send_all(dossier_id)
    (mail,) = [one for one in world.mailer.sent if one.to == "paul@firm.test"]
    assert "/suivi/" not in mail.text + mail.html


def test_a_mail_sent_again_after_a_lost_reply_leaves_both_its_links_working(table: Table) -> None:
    from chalicelib.aws.mailer import OutcomeUnknown

    world = MailWorld(table)
    dossier_id = world.send_dossier()
    world.relay(dossier_id)
    seen: list[str] = []
    take = world.mailer.send_mail

    def send(mail: object) -> str:
        seen.extend(word for word in mail.text.split() if "/suivi/" in word)  # type: ignore[attr-defined] # a Mail
        if len(seen) == 1:
            raise OutcomeUnknown("ses", "lost")
        return take(mail)  # type: ignore[arg-type] # idem

    world.mailer.send_mail = send  # type: ignore[method-assign] # a mailer whose first reply is lost
    world.send_all(dossier_id)
    world.wait(minutes=16)
    world.send_all(dossier_id)
    first, second = seen
    assert first != second
    assert {opened(table, one, world.now) for one in seen} == {dossier_id}


def test_a_secret_has_256_bits_and_its_calendar_leads_to_no_page(table: Table) -> None:
    world = file_dossier(table)
    path = link_of(world)
    key = read_token(path.rpartition("/")[2])
    assert len(key.secret) * 6 >= 256
    calendar = write_token(key.dossier_id, calendar_secret(key.secret))
    assert open_calendar(calendar, source_address=SOURCE, table=table).head.dossier_id
    with pytest.raises(FollowingUnknown):
        open_following(calendar, source_address=SOURCE, table=table)
    with pytest.raises(FollowingUnknown):
        open_calendar(path.rpartition("/")[2], source_address=SOURCE, table=table)


def test_the_secret_of_one_dossier_does_not_open_another(table: Table) -> None:
    one = link_of(file_dossier(table))
    other = MailWorld(table).send_dossier()
    secret = read_token(one.rpartition("/")[2]).secret
    with pytest.raises(FollowingUnknown):
        opened(table, following_path(other, secret))


def test_a_link_ends_after_a_year_of_real_time(table: Table) -> None:
    world = file_dossier(table)
    path = make_link(world.dossier_id, by=AGENT, table=table, now=world.now, real=REAL)
    last = REAL + LINK_LIFE - timedelta(seconds=1)
    assert opened(table, path, last) == world.dossier_id
    with pytest.raises(FollowingUnknown):
        opened(table, path, REAL + LINK_LIFE)


def test_cutting_ends_what_was_made_and_mailed_until_then_and_a_new_link_works(
    table: Table,
) -> None:
    world = MailWorld(table)
    dossier_id = world.send_dossier()
    world.relay(dossier_id)
    world.send_all(dossier_id)
    (mail,) = [one for one in world.mailer.sent if one.to == "zoe@client.example.org"]
    mailed = next(word for word in mail.text.split() if "/suivi/" in word)
    made = make_link(dossier_id, by=world.by, table=table, real=world.now)
    later = world.now + timedelta(minutes=1)
    cut_links(dossier_id, by=world.by, table=table, real=later)
    for path in (mailed, made):
        with pytest.raises(FollowingUnknown):
            opened(table, path, later)
    fresh = make_link(dossier_id, by=world.by, table=table, real=later + timedelta(seconds=1))
    assert opened(table, fresh, later + timedelta(minutes=1)) == dossier_id
    before = len(world.journal(dossier_id))
    cut_links(dossier_id, by=world.by, table=table, real=later + timedelta(hours=1))
    cut_links(dossier_id, by=world.by, table=table, real=later + timedelta(hours=2))
    assert len(world.journal(dossier_id)) == before + 1


def test_a_sixth_link_made_by_hand_ends_the_first(table: Table) -> None:
    world = file_dossier(table)
    paths = [link_of(world) for _ in range(MOST_LINKS + 1)]
    with pytest.raises(FollowingUnknown):
        opened(table, paths[0])
    assert {opened(table, path) for path in paths[1:]} == {world.dossier_id}


def test_a_cancelled_dossier_is_followed_still_and_an_erased_one_by_nobody(table: Table) -> None:
    world = file_dossier(table)
    path = link_of(world)
    cancel_dossier(world.dossier_id, "erreur", by=AGENT, table=table, now=world.now)
    assert opened(table, path) == world.dossier_id

    def erase(dossier: Dossier, now: datetime) -> Change:
        return Change(EventKind.PERSON_ERASED, replace(dossier.head, erased_at=now))

    change_dossier(world.dossier_id, erase, by=platform("schedule"), table=table, now=world.now)
    with pytest.raises(FollowingUnknown):
        opened(table, path)
    with pytest.raises(NothingToFollow):
        link_of(world)
    kind = find_row({"pk": "C#dos_1", "sk": FOLLOWING.sk()})
    assert kind
    assert kind.erased is Erasure.DELETED


def test_who_may_not_see_the_dossier_makes_and_cuts_no_link(table: Table) -> None:
    world = file_dossier(table)
    rival = Actor("usr_2", "installer", "page", firm_id="frm_other")
    for act in (make_link, cut_links):
        with pytest.raises(NotFound):
            act(world.dossier_id, by=rival, table=table)
        with pytest.raises(NotAllowed):
            act(world.dossier_id, by=platform("page"), table=table)
    assert list_working(load(world), REAL) == ()


class Counting:
    """A table that notes the calls it is asked for."""

    def __init__(self, table: Table) -> None:
        self.table, self.calls = table, list[str]()

    def __getattr__(self, name: str) -> object:
        def call(*values: object, **named: object) -> object:
            self.calls.append(name)
            return getattr(self.table, name)(*values, **named)

        return call


def test_whatever_is_wrong_costs_the_same_calls_and_says_the_same(table: Table) -> None:
    world = file_dossier(table)
    right = link_of(world).rpartition("/")[2]
    stranger = following_path("dos_" + "a" * 32, mint_secret()[0]).rpartition("/")[2]
    wrong = following_path(world.dossier_id, mint_secret()[0]).rpartition("/")[2]
    cut = right[:-1]
    calls = []
    for token in (stranger, wrong, cut, "", "x" * 500, "é" * 75):
        counting = Counting(table)
        with pytest.raises(FollowingUnknown):
            open_following(token, source_address=SOURCE, table=counting)  # type: ignore[arg-type] # a table that counts
        calls.append(counting.calls)
    assert calls == [["get", "query_all", "update"]] * len(calls)


def test_a_source_with_too_many_wrong_tries_is_slowed_even_with_the_right_link(
    table: Table,
) -> None:
    world = file_dossier(table)
    path = make_link(world.dossier_id, by=AGENT, table=table, now=world.now, real=REAL)
    for _ in range(MOST_WRONG_BY_SOURCE):
        with pytest.raises(FollowingUnknown):
            opened(table, "/suivi/" + "0" * 75, REAL)
    with pytest.raises(SourceSlowed):
        opened(table, path, REAL)
    elsewhere = open_following(
        path.rpartition("/")[2], source_address="198.51.100.7", table=table, real=REAL
    )
    assert elsewhere.head.dossier_id == world.dossier_id


@given(st.text(max_size=120))
def test_any_text_is_read_as_an_address_without_trouble(token: str) -> None:
    key = read_token(token)
    assert key.dossier_id == NOWHERE or write_token(key.dossier_id, key.secret) == token
