"""A dossier that waits for a piece: who is reminded of what, which dates wait with it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from chalicelib.audit.model import platform
from chalicelib.aws.table import Table
from chalicelib.cases.act_on_due import act_on_due, list_due
from chalicelib.cases.process import plan
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.kinds import EventKind, Milestone
from chalicelib.dossiers.model import (
    Change,
    Dossier,
    OperatorRequest,
    Piece,
    PieceState,
    RequestState,
)
from chalicelib.dossiers.process import PROCESS
from chalicelib.dossiers.statuses import Status
from chalicelib.dossiers.waits import Asker
from chalicelib.reference.delays import Suspension, find_delay
from chalicelib.timeline import store
from tests.timeline.worlds import NOW, World

GATES = (Milestone.SUBSCRIPTION_SIGNED, Milestone.REQUEST_FILED, Milestone.REQUEST_QUALIFIED)
LEGAL = datetime(2026, 6, 2, 22, tzinfo=UTC)
"""Three months after the request was complete, at the end of the day in Lyon."""


@pytest.fixture
def world(table: Table) -> World:
    return World(table)


@pytest.fixture
def filed(world: World) -> str:
    dossier_id = world.send()
    world.move(dossier_id, reached=GATES, status=Status.WITH_OPERATOR)
    world.follow_all(dossier_id)
    return dossier_id


def ask(world: World, dossier_id: str, *, operator: bool = False) -> None:
    """Have a piece asked for, by us or by the operator."""

    def decide(dossier: Dossier, now: datetime) -> Change:
        head = replace(dossier.head, status=Status.AWAITING_PIECE, came_from=dossier.head.status)
        piece = Piece(f"doc_{dossier.head.seq}", "mairie", PieceState.EXPECTED, now, "usr_7")
        awaited = "mairie" if operator else ""
        request = OperatorRequest(1, "enedis", RequestState.OPEN, NOW, awaited_piece=awaited)
        return Change(EventKind.PIECE_REQUESTED, head, pieces=(piece,), requests=(request,))

    change_dossier(dossier_id, decide, by=platform("queue"), table=world.table, now=world.now)
    world.follow_all(dossier_id)


def hand_in(world: World, dossier_id: str, state: PieceState = PieceState.ACCEPTED) -> None:
    """Hand in what is asked for; once accepted the dossier goes on."""

    def decide(dossier: Dossier, _now: datetime) -> Change:
        done = state is PieceState.ACCEPTED
        head = dossier.head
        back = replace(head, status=head.came_from or head.status, came_from=None)
        handed = tuple(replace(one, state=state) for one in dossier.pieces)
        return Change(EventKind.PIECE_ACCEPTED, back if done else head, pieces=handed)

    change_dossier(dossier_id, decide, by=platform("queue"), table=world.table, now=world.now)
    world.follow_all(dossier_id)


def act(world: World) -> int:
    return act_on_due(table=world.table, now=world.now)


def acted(world: World, dossier_id: str, kind: EventKind) -> list[datetime]:
    return [event.at for event in world.journal(dossier_id) if event.kind == kind]


def test_the_installer_is_reminded_after_three_seven_and_fourteen_days(
    world: World, filed: str
) -> None:
    ask(world, filed)
    begun = world.now
    for _day in range(30):
        world.later(days=1)
        act(world)
        act(world)
        world.follow_all(filed)
    reminded = acted(world, filed, EventKind.PIECE_REMINDER_DUE)
    assert reminded == [begun + timedelta(days=days) for days in (3, 7, 14)]
    assert world.load(filed).head.reminded_at is None


def test_two_pieces_of_one_wait_have_one_row_of_reminders(world: World, filed: str) -> None:
    ask(world, filed)
    rows = store.due_in(world.load(filed).rows)
    reminders = [due for due in rows.values() if due.acts == EventKind.PIECE_REMINDER_DUE]
    assert len(reminders) == 1
    for event in permutations(world.journal(filed)[-3:]):
        for one in event:
            world.follow(one)
    again = store.due_in(world.load(filed).rows)
    assert again == rows


def test_who_has_handed_it_in_is_not_reminded(world: World, filed: str) -> None:
    ask(world, filed)
    hand_in(world, filed, PieceState.PENDING)
    world.later(days=3)
    assert act(world) == 0
    assert acted(world, filed, EventKind.PIECE_REMINDER_DUE) == []
    hand_in(world, filed, PieceState.REJECTED)
    world.later(days=4)
    assert act(world) == 1


def test_once_the_piece_is_accepted_no_reminder_is_left(world: World, filed: str) -> None:
    ask(world, filed)
    hand_in(world, filed)
    rules = {due.rule_id for due in store.due_in(world.load(filed).rows).values()}
    assert rules == {"proposal"}
    world.later(days=3)
    assert act(world) == 0


def test_a_reminder_left_over_from_a_former_wait_says_nothing(world: World, filed: str) -> None:
    ask(world, filed)
    row = next(
        row for sk, row in world.load(filed).rows.items() if sk.startswith("DUE#piece_reminder")
    )
    hand_in(world, filed)
    ask(world, filed)
    world.table.put(dict(row))  # as if the end of the first wait had never been followed
    world.later(days=3)
    assert act(world) == 1
    assert len(acted(world, filed, EventKind.PIECE_REMINDER_DUE)) == 1


def test_the_operators_delay_waits_for_the_piece_that_it_asked_for(
    world: World, filed: str
) -> None:
    world.later(days=10)
    ask(world, filed, operator=True)
    world.later(days=12)
    hand_in(world, filed)
    (wait,) = world.load(filed).head.waits
    assert (wait.asker, wait.ended_at) == (Asker.OPERATOR, world.now)
    for instant, count in (
        (LEGAL, 0),
        (LEGAL + timedelta(days=12, minutes=-1), 0),
        (LEGAL + timedelta(days=12), 1),
        (LEGAL + timedelta(days=40), 0),
    ):
        world.now = instant
        assert act(world) == count
    event = world.journal(filed)[-1]
    assert event.kind == EventKind.DELAY_PASSED
    assert event.details["due_at"] == (LEGAL + timedelta(days=12)).isoformat()


def test_while_the_operator_waits_its_delay_never_passes_and_the_job_does_not_spin(
    world: World, filed: str
) -> None:
    world.later(days=10)
    ask(world, filed, operator=True)
    hand_in(world, filed, PieceState.PENDING)  # no reminder is due to the installer
    looked = 0
    for _day in range(400):
        world.later(days=1)
        pages = list_due(world.table, world.now)
        rows = [one for page in pages for one in page if "proposal" in one.sk]
        looked += len(rows)
        act(world)
    assert acted(world, filed, EventKind.DELAY_PASSED) == []
    assert looked < 10


def test_our_own_question_does_not_stop_the_operators_delay(world: World, filed: str) -> None:
    world.later(days=10)
    ask(world, filed)
    world.later(days=12)
    hand_in(world, filed)
    world.now = LEGAL
    assert act(world) == 1


def test_a_delay_that_had_passed_before_the_piece_was_asked_for_is_told(
    world: World, filed: str
) -> None:
    world.now = LEGAL + timedelta(hours=1)
    ask(world, filed, operator=True)
    world.later(days=5)
    act(world)
    assert len(acted(world, filed, EventKind.DELAY_PASSED)) == 1


def test_no_span_of_several_dates_is_suspended() -> None:
    """What was acted on is counted by dates: a row of several must not move under it."""
    for _awaits, span in plan(PROCESS):
        delays = [find_delay(rule, NOW.date(), 3.0) for rule in span.rules]
        if span.each:
            assert {one.suspended_by for one in delays if one} == {Suspension.NOTHING}
