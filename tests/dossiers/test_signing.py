"""What a dossier's rows and dates say of its subscription: whose turn it is."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.cases.model import Reached
from chalicelib.dossiers.kinds import Milestone
from chalicelib.dossiers.model import Dossier, Head
from chalicelib.dossiers.party import Party
from chalicelib.dossiers.progress import whose_turn
from chalicelib.dossiers.signing import find_held_until, is_left_unsigned
from chalicelib.dossiers.statuses import Status
from chalicelib.rows.dossiers import SUBSCRIPTION

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
DAY = timedelta(days=1)
SENT = {Milestone.SUBMITTED: Reached(AT, 1)}
SENT_HEAD = Head("dos_1", "frm_1", "usr_1", AT, AT, status=Status.NEW, milestones=SENT)


def dossier(reminded_after: int | None = None, **row: str) -> Dossier:
    reminded = None if reminded_after is None else AT + reminded_after * DAY
    head = replace(SENT_HEAD, submitted_at=AT, reminded_at=reminded)
    return Dossier(head, rows={SUBSCRIPTION.sk(): row} if row else {})


def turn(given: Dossier) -> Party:
    return whose_turn(given, Milestone.SUBSCRIPTION_SIGNED)[0]


@pytest.mark.parametrize("reminded_after", [None, 3, 7, 13])
def test_while_reminders_are_to_come_it_is_the_clients_turn(reminded_after: int | None) -> None:
    assert not is_left_unsigned(dossier(reminded_after))
    assert turn(dossier(reminded_after)) is Party.CLIENT


@pytest.mark.parametrize("reminded_after", [14, 20])
def test_after_the_last_one_it_is_the_installers(reminded_after: int) -> None:
    assert is_left_unsigned(dossier(reminded_after))
    assert turn(dossier(reminded_after)) is Party.INSTALLER


def test_a_signature_or_the_end_of_the_dossier_ends_the_task() -> None:
    late = dossier(14)
    signed = {**SENT, Milestone.SUBSCRIPTION_SIGNED: Reached(AT + 15 * DAY, 2)}
    assert not is_left_unsigned(replace(late, head=replace(late.head, milestones=signed)))
    over = replace(late.head, status=Status.CANCELLED)
    assert not is_left_unsigned(replace(late, head=over))


def test_a_client_who_declined_is_the_installers_to_talk_to() -> None:
    assert turn(dossier(state="declined")) is Party.INSTALLER
    assert turn(dossier(state="signed")) is Party.CLIENT


def test_what_is_held_is_held_until_an_instant() -> None:
    assert find_held_until(dossier()) is None
    assert find_held_until(dossier(state="signed")) is None
    until = (AT + 15 * DAY).isoformat()
    assert find_held_until(dossier(state="signed", held_until=until)) == AT + 15 * DAY
