"""What is announced in a draft and arrives once it is sent is no part of what was sent."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from chalicelib.audit.store import list_whole_journal
from chalicelib.cases.files.ticket import open_form
from chalicelib.connection_mails.kinds import ConnectionMail
from chalicelib.documents import events
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.model import Change, Dossier, PieceState
from chalicelib.dossiers.statuses import FINAL, Status
from chalicelib.notices.plan import list_notices_of
from chalicelib.verdicts.upload_form import BY_METADATA
from chalicelib.verdicts.verdict import ReasonCode
from chalicelib.verdicts.words import explain
from tests.documents.test_events import batch, handle, s3_event
from tests.documents.worlds import DOCUMENTS, INSTALLER, UPLOADS, World

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


def test_the_same_by_the_events_that_s3_and_its_queue_send(
    world: World, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "_open_desk", lambda: world.desk)
    picked, resumed = world.ticket(), world.ticket("mairie")
    form = open_form(world.dossier_id, "facture", by=INSTALLER, back_path="/", table=world.table)
    clock.shift(LATER)
    world.send()
    clock.shift(LATER)
    assert world.ticket("mairie", resumes=True).document_id == resumed.document_id
    sender = {BY_METADATA: INSTALLER.person_id}
    arrivals = [
        world.put(world.key(picked), b"good file"),
        world.put(world.key(resumed), b"good file"),
        world.put(world.key(form), b"good file", **sender),
    ]
    assert handle(batch(s3_event(*arrivals), s3_event(*reversed(arrivals)))) == []
    for ticket in (resumed, form):
        assert world.piece(ticket.document_id).reasons == (ReasonCode.ARRIVED_AFTER_SENDING,)
    states = {one.state for one in world.dossier().pieces}
    assert states == {PieceState.REJECTED, PieceState.SUPERSEDED}
    assert (world.judge.seen, world.objects(UPLOADS), world.objects(DOCUMENTS)) == ([], [], [])


@pytest.mark.parametrize("status", sorted(FINAL))
def test_a_file_that_arrives_once_the_dossier_is_over_is_let_go_and_nobody_is_asked_for_another(
    world: World, clock: time_machine.Traveller, status: Status
) -> None:
    world.send()
    clock.shift(LATER)
    ticket = world.ticket()
    clock.shift(LATER)
    end(world, status)
    clock.shift(LATER)
    arrival = world.put(world.key(ticket), b"good file")
    world.check(arrival, arrival)
    piece = world.piece(ticket.document_id)
    assert (piece.state, piece.is_forgotten) == (PieceState.SUPERSEDED, True)
    assert (world.judge.seen, world.objects(UPLOADS), world.objects(DOCUMENTS)) == ([], [], [])
    told = list_whole_journal(world.table, world.dossier_id)[-1]
    assert list_notices_of(told, NOON) == ()


def test_a_file_that_came_in_before_the_end_is_judged(
    world: World, clock: time_machine.Traveller
) -> None:
    world.send()
    clock.shift(LATER)
    document_id, arrival = world.deposit()
    clock.shift(LATER)
    end(world, Status.CLOSED)
    world.check(arrival)
    assert world.piece(document_id).state is PieceState.ACCEPTED


def end(world: World, status: Status) -> None:
    def decide(dossier: Dossier, now: datetime) -> Change:
        head = replace(dossier.head, status=status, closed_at=now)
        return Change(EventKind.DOSSIER_CANCELLED, head)

    change_dossier(world.dossier_id, decide, by=INSTALLER, table=world.table)
