"""Mails to strangers have bounds: by sender, by firm, by case and by address, and nothing is lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from chalicelib.accounts.asks import list_asks
from chalicelib.accounts.change_address import ask_new_address
from chalicelib.accounts.enrol import enrol_firm, enrol_user
from chalicelib.accounts.firm_members import invite_member, list_waiting
from chalicelib.accounts.mail_limits import MOST, MOST_TO_ADDRESS, Cause, Per, limit_mail
from chalicelib.accounts.model import Person, Role
from chalicelib.accounts.refusals import AccessEnded, TooManyMails
from chalicelib.accounts.store import load_user_row
from chalicelib.aws.clock import real_now
from chalicelib.aws.table import ConditionFailed, Table
from chalicelib.connection_mails.correct_client_email import correct_client_email
from chalicelib.contact.ask_question import ask_from_outside
from chalicelib.subscription.ask_link import ask_link
from chalicelib.words.translation import translate
from tests.notices.worlds import INSTALLER, NOW, World

PASSWORD = "une phrase de passe"
DAY = timedelta(days=1)


def enrol(table: Table, email: str, code: str) -> Person:
    return enrol_user(
        table,
        email=email,
        name="Chef",
        role=Role.INSTALLER,
        password=PASSWORD,
        firm=enrol_firm(table, f"Firme {code}", code=code),
        is_admin=True,
    )


def test_a_change_of_address_is_asked_so_often_a_day(table: Table) -> None:
    person = enrol(table, "chef@a.example.org", "1")
    most, now = MOST[Cause.NEW_ADDRESS][Per.SENDER], real_now()
    for number in range(most):
        ask_new_address(person, f"n{number}@b.example.org", PASSWORD, now=now, table=table)
    with pytest.raises(TooManyMails) as refused:
        ask_new_address(person, "de-trop@b.example.org", PASSWORD, now=now, table=table)
    told = translate(refused.value.message, **refused.value.values)
    assert "rien n’est modifié. Recommencez après le " in told
    assert refused.value.status == 429
    assert load_user_row(table, person.user_id)["new_email"] == f"n{most - 1}@b.example.org"
    assert len(list_asks(table, now + timedelta(minutes=1))[0]) == most
    ask_new_address(person, "demain@b.example.org", PASSWORD, now=now + DAY, table=table)


def test_a_bound_hides_no_other_refusal(table: Table) -> None:
    person = enrol(table, "chef@a.example.org", "1")
    ask_new_address(person, "b@b.example.org", PASSWORD, table=table)
    table.put({**load_user_row(table, person.user_id), "epoch": 7})
    with pytest.raises(AccessEnded):
        ask_new_address(person, "c@b.example.org", PASSWORD, table=table)


def test_a_firm_invites_so_many_a_day_and_an_address_is_invited_so_often(table: Table) -> None:
    chef, other = enrol(table, "chef@a.example.org", "1"), enrol(table, "chef@b.example.org", "2")
    own, every = MOST_TO_ADDRESS[Per.FIRM_AND_TARGET], MOST_TO_ADDRESS[Per.TARGET]
    for _again in range(own):
        invite_member(chef, "cible@x.example.org", "Cible", table=table)
    with pytest.raises(TooManyMails) as refused:
        invite_member(chef, "CIBLE@x.example.org", "Autre", table=table)
    assert refused.value.field == "email"
    assert [one.name for one in list_waiting(chef.firm_id, table=table)] == ["Cible"]
    # The excess of one firm leaves room for another's mail.
    assert own < every
    invite_member(other, "cible@x.example.org", "Cible", table=table)
    for number in range(MOST[Cause.INVITATION][Per.SENDER] - own):
        invite_member(chef, f"p{number}@x.example.org", "P", table=table)
    with pytest.raises(TooManyMails):
        invite_member(chef, "un-de-trop@x.example.org", "P", table=table)


def test_fifty_asks_at_once_are_no_more_than_the_bound(table: Table) -> None:
    now, most = real_now(), MOST[Cause.NEW_ADDRESS][Per.SENDER]

    def spend(number: int) -> bool:
        limits = limit_mail(
            Cause.NEW_ADDRESS, target=f"n{number}@x.example.org", sender="usr_1", now=now
        )
        try:
            table.transact(list(limits.rows))
        except ConditionFailed:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(spend, range(50))) == most


def test_a_clients_address_is_corrected_so_often(table: Table) -> None:
    world = World(table)
    dossier_id = world.send_dossier()
    most = MOST[Cause.CLIENT_ADDRESS][Per.CASE]

    def correct(number: int) -> None:
        correct_client_email(
            dossier_id,
            f"n{number}@client.example.org",
            "typing_mistake",
            by=INSTALLER,
            table=table,
            now=NOW,
            real=world.now,
        )

    for number in range(most):
        correct(number)
    with pytest.raises(TooManyMails):
        correct(most)
    assert world.load(dossier_id).head.email == f"n{most - 1}@client.example.org"
    world.now += DAY
    correct(most)
    assert world.load(dossier_id).head.email == f"n{most}@client.example.org"


def test_a_link_is_mailed_again_so_often(table: Table) -> None:
    world = World(table)
    dossier_id = world.send_dossier()
    for _again in range(MOST_TO_ADDRESS[Per.FIRM_AND_TARGET]):
        world.now += timedelta(minutes=11)
        ask_link(dossier_id, by=INSTALLER, table=table, now=NOW, real=world.now)
    late = world.now + timedelta(minutes=11)
    with pytest.raises(TooManyMails):
        ask_link(dossier_id, by=INSTALLER, table=table, now=NOW, real=late)


def test_an_address_asks_us_so_often_from_wherever(table: Table) -> None:
    most = MOST_TO_ADDRESS[Per.TARGET]

    def ask(number: int) -> str:
        return ask_from_outside(
            f"Question {number}",
            name="Zoé",
            email="zoe@maison.example.org",
            reference="",
            key="k",
            source_address=f"192.0.2.{number}",
            table=table,
        ).contact_id

    first = ask(0)
    for number in range(1, most):
        ask(number)
    with pytest.raises(TooManyMails):
        ask(most)
    assert ask(0) == first, "the same question asked twice is one, and no excess"
