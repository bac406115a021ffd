"""Following the journal: started once, woken always, restarted and stopped when told."""

import pytest

from chalicelib.aws.machine import RunState
from chalicelib.aws.table import Table
from chalicelib.dossiers.kind import DOSSIER
from chalicelib.dossiers.kinds import EventKind, Milestone
from chalicelib.dossiers.process import PROCESS
from chalicelib.dossiers.statuses import Status
from chalicelib.timeline import store
from chalicelib.timeline.follow import is_followed
from chalicelib.timeline.model import execution_name
from tests.timeline.worlds import World

FILED = (
    Milestone.SUBSCRIPTION_SIGNED,
    Milestone.PIECES_COMPLETE,
    Milestone.REQUEST_FILED,
    Milestone.REQUEST_QUALIFIED,
    Milestone.REQUEST_VALIDATED,
)
ALL_BUT_THE_END = (*FILED, Milestone.CONSUEL_ACCEPTED, Milestone.COMMISSIONING_ORDERED)


@pytest.fixture
def world(table: Table) -> World:
    return World(table)


@pytest.fixture
def running(world: World) -> str:
    dossier_id = world.send()
    world.follow_all(dossier_id)
    world.machine.settle()
    return dossier_id


def test_a_sent_dossier_waits_for_the_client_the_pieces_and_the_consuel(
    world: World, running: str
) -> None:
    assert world.machine.waiting_for(f"{running}-g1") == {
        "subscription_signed",
        "pieces_complete",
        "consuel_accepted",
    }


def test_an_event_followed_twice_starts_one_execution(world: World, running: str) -> None:
    world.follow_all(running)
    assert list(world.machine.runs) == [f"{running}-g1"]


def test_a_draft_starts_nothing_and_costs_nothing(world: World) -> None:
    dossier_id = world.send()
    created, submitted = world.journal(dossier_id)
    assert not is_followed(created, DOSSIER, PROCESS)
    assert is_followed(submitted, DOSSIER, PROCESS)


def test_a_milestone_wakes_the_step_that_waits_for_it(world: World, running: str) -> None:
    world.move(running, reached=(Milestone.SUBSCRIPTION_SIGNED,))
    world.follow(world.journal(running)[-1])
    world.machine.settle()
    assert "subscription_signed" not in world.machine.waiting_for(f"{running}-g1")
    assert {one.milestone for one in store.tokens_in(world.load(running).rows)} == {
        Milestone.PIECES_COMPLETE,
        Milestone.CONSUEL_ACCEPTED,
    }


def test_a_milestone_that_came_before_its_token_is_not_waited_for(
    world: World, running: str
) -> None:
    world.move(running, reached=FILED)
    world.follow_all(running)
    world.machine.settle()
    assert world.machine.waiting_for(f"{running}-g1") == {"consuel_accepted"}
    assert world.filings == []


def test_signature_and_pieces_together_file_the_request_once(world: World, running: str) -> None:
    world.move(running, reached=FILED[:2])
    world.follow_all(running)
    world.machine.settle()
    assert world.filings == [running]


def test_a_step_back_ends_the_generation_and_starts_the_next(world: World, running: str) -> None:
    world.move(running, reached=FILED)
    world.follow_all(running)
    world.move(running, unreached=FILED[3:], kind=EventKind.REQUEST_REFUSED)
    world.follow_all(running)
    world.machine.settle()
    former, current = (world.machine.runs[f"{running}-g{n}"] for n in (1, 2))
    assert (former.state, current.state) == (RunState.ABORTED, RunState.RUNNING)
    assert "request_qualified" in world.machine.waiting_for(current.name)
    assert {one.generation for one in store.tokens_in(world.load(running).rows)} == {2}


def test_a_late_event_of_a_former_generation_disturbs_nothing(world: World, running: str) -> None:
    world.move(running, reached=FILED)
    world.move(running, unreached=FILED[4:], kind=EventKind.REQUEST_LAPSED)
    world.follow_all(running)
    world.machine.settle()
    before = world.machine.waiting_for(f"{running}-g2")
    world.follow_all(running)
    world.machine.settle()
    assert world.machine.waiting_for(f"{running}-g2") == before


def test_a_cancelled_dossier_has_no_execution_no_token_and_nothing_due(
    world: World, running: str
) -> None:
    world.move(running, status=Status.CANCELLED, kind=EventKind.DOSSIER_CANCELLED)
    world.follow_all(running)
    assert world.machine.runs[f"{running}-g1"].state is RunState.ABORTED
    rows = world.load(running).rows
    assert not [sk for sk in rows if sk.startswith(("TOKEN#", "DUE#", "EXECUTION"))]


def test_a_dossier_cancelled_before_its_start_is_never_started(world: World) -> None:
    dossier_id = world.send()
    world.move(dossier_id, status=Status.CANCELLED, kind=EventKind.DOSSIER_CANCELLED)
    world.follow_all(dossier_id)
    assert world.machine.runs == {}


def test_a_commissioned_dossier_ends_its_execution_well(world: World, running: str) -> None:
    world.move(running, reached=ALL_BUT_THE_END)
    world.follow_all(running)
    world.machine.settle()
    world.move(
        running,
        reached=(Milestone.COMMISSIONED,),
        status=Status.CLOSED,
        kind=EventKind.COMMISSIONED,
    )
    world.follow_all(running)
    world.machine.settle()
    run = world.machine.runs[f"{running}-g1"]
    assert (run.state, run.transitions) == (RunState.SUCCEEDED, 13)
    assert not [sk for sk in world.load(running).rows if sk.startswith(("TOKEN#", "DUE#"))]


def test_a_token_of_a_former_generation_is_refused(world: World, running: str) -> None:
    world.move(running, reached=FILED)
    world.move(running, unreached=FILED[4:], kind=EventKind.REQUEST_LAPSED)
    world.machine.start(f"{running}-old", {"case_id": running, "generation": 1})
    world.machine.settle()
    run = world.machine.runs[f"{running}-old"]
    assert (run.state, run.error) == (RunState.FAILED, "ExecutionSuperseded")
    assert execution_name(running, 2) == f"{running}-g2"
