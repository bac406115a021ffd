"""What is announced in a draft and arrives once it is sent is no part of what was sent."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from chalicelib.audit.store import list_whole_journal
from chalicelib.connection_mails.kinds import ConnectionMail
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.model import PieceState
from chalicelib.notices.plan import list_notices_of
from chalicelib.verdicts.verdict import ReasonCode
from chalicelib.verdicts.words import explain
from tests.documents.worlds import DOCUMENTS, UPLOADS, World

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LATER = timedelta(minutes=5)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def test_a_file_that_arrives_after_the_sending_is_let_go_and_its_sender_is_told(
    world: World, clock: time_machine.Traveller
) -> None:
    ticket = world.ticket()
    clock.shift(LATER)
    world.send()
    clock.shift(LATER)
    arrival = world.put(world.key(ticket), b"good file")
    world.check(arrival, arrival)
    piece = world.piece(ticket.document_id)
    assert (piece.state, piece.reasons) == (
        PieceState.REJECTED,
        (str(ReasonCode.ARRIVED_AFTER_SENDING),),
    )
    assert (world.judge.seen, world.objects(UPLOADS), world.objects(DOCUMENTS)) == ([], [], [])
    told = list_whole_journal(world.table, world.dossier_id)[-1]
    assert told.kind == EventKind.PIECE_REFUSED
    assert [one.kind for one in list_notices_of(told, NOON)] == [ConnectionMail.PIECE_REFUSED]
    assert "après l’envoi" in explain(piece.reasons[0])[0]


def test_a_file_that_never_seemed_to_come_is_no_part_either(
    world: World, clock: time_machine.Traveller
) -> None:
    """The sweep gives it up before it comes: it is taken back, to be refused for its lateness."""
    from tests.documents.test_sweep import sweep

    ticket = world.ticket()
    clock.shift(LATER)
    world.send()
    clock.shift(timedelta(hours=1))
    sweep(world, 0)
    assert world.piece(ticket.document_id).is_forgotten
    world.check(world.put(world.key(ticket), b"good file"))
    assert world.piece(ticket.document_id).reasons == (str(ReasonCode.ARRIVED_AFTER_SENDING),)
    assert world.judge.seen == []


def test_a_file_that_came_in_before_the_sending_is_part_of_it_however_late_it_is_judged(
    world: World, clock: time_machine.Traveller
) -> None:
    document_id, arrival = world.deposit()
    clock.shift(LATER)
    world.send()
    clock.shift(LATER)
    world.check(arrival)
    assert world.piece(document_id).state is PieceState.ACCEPTED


def test_a_file_that_is_announced_after_the_sending_comes_as_before(
    world: World, clock: time_machine.Traveller
) -> None:
    clock.shift(LATER)
    world.send()
    clock.shift(LATER)
    document_id, arrival = world.deposit()
    clock.shift(LATER)
    world.check(arrival)
    assert world.piece(document_id).state is PieceState.ACCEPTED
