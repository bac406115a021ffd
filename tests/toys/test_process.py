"""A toy kind has its executions, its supervisor, its plan and its machine from its process alone."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.audit.model import Actor
from chalicelib.audit.store import list_unrelayed, list_whole_journal
from chalicelib.aws.clock import real_now
from chalicelib.aws.machine import RunState
from chalicelib.aws.table import Table
from chalicelib.cases import registry
from chalicelib.cases.act_on_due import act_on_due, list_due
from chalicelib.cases.kind import Later
from chalicelib.cases.load import load_case
from chalicelib.cases.registry import Registered
from chalicelib.relay.dispatch import Dispatcher
from chalicelib.timeline import follow as timeline
from chalicelib.timeline import store
from chalicelib.timeline.executions import RESTARTED
from chalicelib.timeline.finding import Finding
from chalicelib.timeline.model import Token
from chalicelib.timeline.register_token import register_token
from chalicelib.timeline.supervise import CasesNotPutRight, supervise
from infra.template import list_processes
from tests.timeline.machines import STARTED, FakeMachine
from tests.timeline.worlds import World
from tests.toys.errands import ERRAND, PROCESS, ask, reach

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
LATER = STARTED + timedelta(hours=1)
INSTALLER = Actor("usr_1", "installer", "page", firm_id="frm_1")
RUN, NEXT = "ern_1-g1", "ern_1-g2"


class Errands:
    """The errands of a stage, the machine of their process, and the dossiers beside them."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.machine = FakeMachine({"RegisterToken": self._register}, PROCESS)
        self.dossiers = World(table)

    def open_machine(self, process: str) -> FakeMachine:
        return {"errand": self.machine, "dossier": self.dossiers.machine}[process]

    def _register(self, event: Mapping[str, Any]) -> None:
        case_id, generation, milestone = event["case_id"], event["generation"], event["milestone"]
        token = Token(case_id, generation, milestone, event["token"], NOW)
        register_token(token, table=self.table, machine=self.machine)

    def relay(self) -> None:
        """Hand every event to the consumers of its kind, as the stream does."""
        for event in list_unrelayed(self.table, real_now()):
            assert Dispatcher(self.table).dispatch(event)
        self.machine.settle()

    def ask(self) -> str:
        return ask("bread", "ern_1", by=INSTALLER, table=self.table, now=NOW)

    def reach(self, milestone: str) -> None:
        reach("ern_1", milestone, by=INSTALLER, table=self.table, now=NOW)

    def supervise(self) -> dict[Finding, int]:
        found = supervise(table=self.table, real=LATER, open_machine=self.open_machine)
        self.machine.settle()
        return {name: number for name, number in found.items() if number}

    def told(self) -> list[str]:
        return [one.kind for one in list_whole_journal(self.table, "ern_1")]


@pytest.fixture
def errands(table: Table, monkeypatch: pytest.MonkeyPatch) -> Iterator[Errands]:
    world = Errands(table)
    monkeypatch.setattr(timeline, "open_machine", world.open_machine)
    toys = {"ern": Registered(Later("tests.toys.errands:ERRAND"), name="errand")}
    with registry.registered(toys):
        yield world


def test_its_state_machine_is_one_of_the_stacks(errands: Errands) -> None:
    del errands
    assert PROCESS in list_processes()


def test_it_gets_an_execution_that_waits_for_what_its_process_says(errands: Errands) -> None:
    errands.ask()
    errands.relay()
    assert errands.machine.waiting_for(RUN) == {"taken", "paid"}
    errands.reach("paid")
    errands.reach("taken")
    errands.relay()
    assert errands.machine.waiting_for(RUN) == {"brought"}
    errands.reach("brought")
    errands.relay()
    assert errands.machine.runs[RUN].state is RunState.SUCCEEDED
    assert errands.supervise() == {}


@pytest.mark.parametrize("state", [RunState.FAILED, RunState.TIMED_OUT, RunState.ABORTED])
def test_a_lost_execution_is_restarted_from_where_the_errand_is(
    errands: Errands, state: RunState
) -> None:
    errands.ask()
    errands.relay()
    errands.reach("paid")
    errands.machine.runs[RUN].state = state
    assert errands.supervise() == {Finding.LOST: 1}
    assert errands.told()[-1] == RESTARTED
    assert errands.machine.waiting_for(NEXT) == {"taken"}
    assert {one.generation for one in store.list_tokens(errands.table, "ern_1")} == {2}
    assert errands.supervise() == {Finding.SOUND: 1}


def test_one_that_the_stream_never_told_of_is_started(errands: Errands) -> None:
    errands.ask()
    assert errands.supervise() == {Finding.LOST: 1}
    assert errands.machine.waiting_for(RUN) == {"taken", "paid"}


def test_a_token_left_without_its_answer_is_answered(errands: Errands) -> None:
    errands.ask()
    errands.relay()
    errands.reach("paid")
    assert errands.supervise() == {Finding.UNANSWERED: 1}
    assert errands.machine.waiting_for(RUN) == {"taken"}


def test_its_plan_is_derived_and_acted_on_by_its_own_events(errands: Errands) -> None:
    errands.ask()
    errands.relay()
    rows = load_case(ERRAND, "ern_1", seen_by=INSTALLER, table=errands.table).rows
    (due,) = store.due_in(rows).values()
    assert (due.starts, due.awaits, due.acts) == ("asked", "taken", "chased")
    assert due.dates == (NOW + timedelta(days=3), NOW + timedelta(days=7))
    for days, acted in ((2, 0), (3, 1), (3, 0), (7, 1), (20, 0)):
        assert act_on_due(table=errands.table, now=NOW + timedelta(days=days)) == acted
    assert errands.told().count("chased") == 2


def test_what_is_reached_is_no_more_due(errands: Errands) -> None:
    errands.ask()
    errands.relay()
    errands.reach("taken")
    errands.relay()
    assert list(list_due(errands.table, NOW + timedelta(days=90))) == [()]


def test_dossiers_and_errands_are_supervised_in_one_run(errands: Errands) -> None:
    errands.ask()
    dossier_id = errands.dossiers.send()
    assert errands.supervise() == {Finding.LOST: 2}
    assert list(errands.machine.runs) == [RUN]
    assert list(errands.dossiers.machine.runs) == [f"{dossier_id}-g1"]


def test_a_machine_that_does_not_answer_keeps_no_other_kind_from_its_turn(
    errands: Errands, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_start: str = "") -> None:
        raise RuntimeError("no such state machine")

    errands.ask()
    errands.dossiers.send()
    monkeypatch.setattr(errands.dossiers.machine, "list_running", refuse)
    with pytest.raises(CasesNotPutRight):
        errands.supervise()
    assert list(errands.machine.runs) == [RUN]
    assert not errands.dossiers.machine.runs
