"""The state machine's definition: sound, short, and saying the same as our rules."""

import json
from collections.abc import Iterator, Mapping
from itertools import chain, combinations
from typing import Any

import pytest
from statelint.linter import Linter

from chalicelib.aws import trouble
from chalicelib.aws.machine import RunState
from chalicelib.cases.process import awaited
from chalicelib.dossiers.kinds import Milestone
from chalicelib.dossiers.process import PROCESS
from chalicelib.operators import refusals
from chalicelib.timeline import model
from tests.timeline.machines import FakeMachine, read_definition

MOST_TRANSITIONS = 14
"""What a run took while its definition was written by hand: no case pays a transition more."""

AWAITED = tuple(one for one in Milestone if one is not Milestone.SUBMITTED)


def states_of(machine: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, state in machine["States"].items():
        yield name, state
        for branch in state.get("Branches", ()):
            yield from states_of(branch)


STATES = dict(states_of(read_definition()))


def run_with(reached: frozenset[Milestone]) -> FakeMachine:
    """Run the definition while those milestones, and no others, are reached."""
    machine: FakeMachine

    def register(event: Mapping[str, Any]) -> None:
        if event["milestone"] in reached:
            machine.complete_token(event["token"])

    machine = FakeMachine(
        {
            "RegisterToken": register,
            "TakeTurn": lambda _event: None,
        }
    )
    machine.start("d-g1", {"case_id": "d", "generation": 1})
    machine.settle()
    return machine


def test_statelint_finds_nothing() -> None:
    assert Linter.validate(json.dumps(read_definition())) == []


def test_a_nominal_run_takes_thirteen_transitions() -> None:
    run = run_with(frozenset(Milestone)).runs["d-g1"]
    assert run.state is RunState.SUCCEEDED
    assert run.transitions == 13 <= MOST_TRANSITIONS


@pytest.mark.parametrize("size", range(len(AWAITED) + 1))
def test_the_machine_awaits_what_the_rules_say_for_every_set_of_milestones(size: int) -> None:
    for some in combinations(AWAITED, size):
        reached = frozenset((Milestone.SUBMITTED, *some))
        waiting = run_with(reached).waiting_for("d-g1")
        assert waiting == {str(one) for one in awaited(PROCESS, reached)}


def test_every_human_wait_has_a_literal_time_out_and_no_heartbeat() -> None:
    for name, state in STATES.items():
        if str(state.get("Resource", "")).endswith(".waitForTaskToken"):
            assert isinstance(state["TimeoutSeconds"], int), name
            assert "HeartbeatSeconds" not in state, name


def test_every_error_it_names_is_one_of_ours_or_of_the_platform() -> None:
    rules = chain.from_iterable(
        (*state.get("Retry", ()), *state.get("Catch", ())) for state in STATES.values()
    )
    for error in chain.from_iterable(rule["ErrorEquals"] for rule in rules):
        known = any(hasattr(room, error) for room in (model, refusals, trouble))
        assert known or error.startswith(("Lambda.", "States.")), error


def test_a_time_out_ends_in_a_state_that_says_so() -> None:
    caught = STATES["RequestValidatedAndConsuelAcceptedAndEquipmentDeclared"]["Catch"][0]
    assert (caught["ErrorEquals"], caught["Next"]) == (["States.Timeout"], "MilestoneOverdue")
