"""Whatever comes twice, late, out of order or never: in the end the timeline tells the truth.

Milestones are reached and taken back by other rooms, the machine moves when it likes, events
arrive in any order, executions die. Once everything was relayed and supervised, each open
dossier has one execution, of its current generation, that waits for what the table misses.
"""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as some
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from moto import mock_aws

from chalicelib.audit.model import verify_chain
from chalicelib.aws.machine import RunState
from chalicelib.aws.session import client
from chalicelib.aws.table import Table
from chalicelib.cases.act_on_due import act_on_due
from chalicelib.cases.process import awaited
from chalicelib.dossiers.kinds import EventKind, Milestone
from chalicelib.dossiers.process import PROCESS
from chalicelib.dossiers.statuses import Status
from chalicelib.timeline import store
from tests import tables
from tests.timeline.machines import STARTED
from tests.timeline.worlds import World

MOVABLE = [one for one in Milestone if one not in {Milestone.SUBMITTED, Milestone.COMMISSIONED}]
PLACES = some.integers(0, 30)


class Timeline(RuleBasedStateMachine):
    """One dossier, and everything that can go wrong around it."""

    def __init__(self) -> None:
        super().__init__()
        client("dynamodb").delete_table(TableName=tables.ENVIRONMENT["TABLE"])
        self.world = World(tables.create_table())
        self.real = STARTED

    @initialize()
    def send(self) -> None:
        self.dossier_id = self.world.send()

    @property
    def is_open(self) -> bool:
        return self.world.load(self.dossier_id).head.is_open

    @rule(milestone=some.sampled_from(MOVABLE))
    def reach(self, milestone: Milestone) -> None:
        if self.is_open:
            self.world.move(self.dossier_id, reached=(milestone,))

    @rule(milestone=some.sampled_from(MOVABLE))
    def take_back(self, milestone: Milestone) -> None:
        if self.is_open and self.world.load(self.dossier_id).reached(milestone):
            kind = EventKind.REQUEST_REFUSED
            self.world.move(self.dossier_id, unreached=(milestone,), kind=kind)

    @rule(place=PLACES)
    def deliver_some_event(self, place: int) -> None:
        journal = self.world.journal(self.dossier_id)
        self.world.follow(journal[place % len(journal)])

    @rule(place=PLACES, steps=some.integers(1, 6))
    def machine_moves(self, place: int, steps: int) -> None:
        for _ in range(steps):
            self.world.machine.advance(place)

    @rule(place=PLACES, state=some.sampled_from([RunState.FAILED, RunState.TIMED_OUT]))
    def execution_dies(self, place: int, state: RunState) -> None:
        runs = [one for one in self.world.machine.runs.values() if one.state is RunState.RUNNING]
        if runs:
            runs[place % len(runs)].state = state

    @rule(place=PLACES)
    def token_is_lost(self, place: int) -> None:
        tokens = store.tokens_in(self.world.load(self.dossier_id).rows)
        if tokens:
            store.forget_token(self.world.table, tokens[place % len(tokens)])

    @rule(days=some.integers(1, 40))
    def time_passes(self, days: int) -> None:
        self.world.later(days=days)
        act_on_due(table=self.world.table, now=self.world.now)

    @rule()
    def supervisor_looks(self) -> None:
        self.real += timedelta(minutes=15)
        self.world.supervise(self.real)

    @precondition(lambda self: self.real > STARTED)
    @rule(closed=some.booleans())
    def dossier_ends(self, closed: bool) -> None:
        if not self.is_open:
            return
        if closed:
            ends = {"reached": (Milestone.COMMISSIONED,), "kind": EventKind.COMMISSIONED}
            self.world.move(self.dossier_id, status=Status.CLOSED, **ends)  # type: ignore[arg-type] # one of two
        else:
            kind = EventKind.DOSSIER_CANCELLED
            self.world.move(self.dossier_id, status=Status.CANCELLED, kind=kind)

    def teardown(self) -> None:
        if hasattr(self, "dossier_id"):
            self._come_to_rest()
            self._check()

    def _come_to_rest(self) -> None:
        """Replay what nobody marked as relayed, last first, and supervise for an hour."""
        for event in reversed(self.world.journal(self.dossier_id)):
            self.world.follow(event)
        for _ in range(4):
            self.world.machine.settle()
            self.supervisor_looks()
        self.world.machine.settle()

    def _check(self) -> None:
        dossier = self.world.load(self.dossier_id)
        verify_chain(self.world.journal(self.dossier_id))
        running = [one.name for one in self.world.machine.list_running().executions]
        tokens = {one.milestone for one in store.tokens_in(dossier.rows)}
        if not dossier.head.is_open:
            assert not tokens
            assert not store.due_in(dossier.rows)
            assert running == [] or dossier.head.status is Status.CLOSED
            return
        missing = awaited(PROCESS, dossier.head.milestones)
        if missing:
            assert running == [self.world.current(self.dossier_id)]
            assert self.world.machine.waiting_for(running[0]) == {str(one) for one in missing}
        assert tokens == missing


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Iterator[Table]:
    for name, value in tables.ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    tables.forget_everything()
    with mock_aws():
        yield tables.create_table()
    tables.forget_everything()


@pytest.mark.usefixtures("account")
def test_the_timeline_tells_the_truth_whatever_happens() -> None:
    run_state_machine_as_test(
        Timeline,
        settings=settings(
            max_examples=12,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )
