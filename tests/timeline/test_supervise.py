"""The supervisor: lost, failed, old and stalled executions go on from the table's truth."""

from datetime import timedelta

import pytest

from chalicelib.aws.machine import RunState
from chalicelib.aws.table import Table
from chalicelib.dossiers.kinds import EventKind, Milestone
from chalicelib.dossiers.statuses import Status
from chalicelib.timeline import store
from chalicelib.timeline.finding import Finding
from tests.timeline.machines import STARTED
from tests.timeline.worlds import World

SOON = STARTED + timedelta(minutes=1)
LATER = STARTED + timedelta(hours=1)


@pytest.fixture
def world(table: Table) -> World:
    return World(table)


@pytest.fixture
def running(world: World) -> str:
    dossier_id = world.send()
    world.follow_all(dossier_id)
    world.machine.settle()
    return dossier_id


def look(world: World, real=LATER) -> dict[Finding, int]:  # type: ignore[no-untyped-def] # an instant
    found = world.supervise(real)
    world.machine.settle()
    return {name: count for name, count in found.items() if count}


def test_a_sound_execution_is_left_alone(world: World, running: str) -> None:
    assert look(world) == {Finding.SOUND: 1}
    assert len(world.journal(running)) == 2


def test_an_execution_that_never_started_is_started_without_a_new_generation(
    world: World,
) -> None:
    dossier_id = world.send()
    assert look(world) == {Finding.LOST: 1}
    assert list(world.machine.runs) == [f"{dossier_id}-g1"]
    assert look(world) == {Finding.SOUND: 1}


@pytest.mark.parametrize("state", [RunState.FAILED, RunState.TIMED_OUT, RunState.ABORTED])
def test_a_dead_execution_goes_on_in_the_next_generation(
    world: World, running: str, state: RunState
) -> None:
    world.move(running, reached=(Milestone.SUBSCRIPTION_SIGNED,))
    world.machine.runs[f"{running}-g1"].state = state
    assert look(world) == {Finding.LOST: 1}
    assert world.journal(running)[-1].kind == EventKind.EXECUTION_RESTARTED
    assert world.machine.waiting_for(f"{running}-g2") == {"pieces_complete", "consuel_accepted"}
    assert {one.generation for one in store.list_tokens(world.table, running)} == {2}
    assert look(world) == {Finding.SOUND: 1}


def test_an_execution_older_than_three_hundred_days_is_renewed(world: World, running: str) -> None:
    assert look(world, STARTED + timedelta(days=300)) == {Finding.SOUND: 1}
    assert look(world, STARTED + timedelta(days=300, seconds=1)) == {Finding.TOO_OLD: 1}
    assert world.machine.runs[f"{running}-g1"].state is RunState.ABORTED
    assert world.current(running) == f"{running}-g2"


def test_a_token_left_without_its_answer_is_answered(world: World, running: str) -> None:
    world.move(running, reached=(Milestone.CONSUEL_ACCEPTED,))
    assert look(world) == {Finding.UNANSWERED: 1}
    assert "consuel_accepted" not in world.machine.waiting_for(f"{running}-g1")


def test_an_execution_whose_token_was_lost_is_restarted_on_a_lasting_suspicion(
    world: World, running: str
) -> None:
    for token in store.tokens_in(world.load(running).rows):
        store.forget_token(world.table, token)
    assert look(world, SOON) == {Finding.SOUND: 1}
    assert look(world, LATER) == {Finding.SUSPECT: 1}
    assert look(world, LATER + timedelta(minutes=9)) == {Finding.SUSPECT: 1}
    assert look(world, LATER + timedelta(minutes=10)) == {Finding.STALLED: 1}
    assert world.machine.waiting_for(f"{running}-g2")


def test_a_dossier_that_waits_for_a_piece_is_not_stalled_at_its_order(
    world: World, running: str
) -> None:
    gone_before = [
        one
        for one in Milestone
        if one not in {Milestone.COMMISSIONING_ORDERED, Milestone.COMMISSIONED}
    ]
    world.move(running, reached=tuple(gone_before), status=Status.AWAITING_PIECE)
    world.machine.runs[f"{running}-g1"].track.at = "OrderCommissioning"
    for token in store.tokens_in(world.load(running).rows):
        store.forget_token(world.table, token)
    assert look(world, LATER) == {Finding.SOUND: 1}


def test_a_suspicion_that_passes_is_forgotten(world: World, running: str) -> None:
    tokens = store.tokens_in(world.load(running).rows)
    for token in tokens:
        store.forget_token(world.table, token)
    look(world, LATER)
    for token in tokens:
        world.table.write(store.put_token(token))
    assert look(world, LATER + timedelta(hours=1)) == {Finding.SOUND: 1}
    assert store.list_open(world.table, "dossier")[0][0].suspect_since is None


def test_cancelled_and_closed_dossiers_are_not_watched(world: World, running: str) -> None:
    world.move(running, status=Status.CANCELLED, kind=EventKind.DOSSIER_CANCELLED)
    assert look(world) == {}


def test_a_dossier_that_fails_harms_no_other(world: World) -> None:
    first, second = world.send("k1"), world.send("k2")
    start = world.machine.start

    def refusing(name: str, payload: object) -> bool:
        if name.startswith(first):
            raise RuntimeError("Step Functions refuses this one")
        return start(name, payload)  # type: ignore[arg-type] # passed on as it came

    world.machine.start = refusing  # type: ignore[method-assign] # one dossier's trouble
    with pytest.raises(ExceptionGroup):
        look(world)
    assert list(world.machine.runs) == [f"{second}-g1"]


def test_a_run_that_is_cut_short_goes_on_where_it_stopped(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "PAGE", 1)
    sent = [world.send(key) for key in ("k1", "k2", "k3")]
    for _run in sent:
        world.supervise(LATER, is_time_up=lambda: True)
    assert sorted(world.machine.runs) == sorted(f"{one}-g1" for one in sent)
