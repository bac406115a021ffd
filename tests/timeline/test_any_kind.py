"""A kind that only names its process has its executions, its acts and its waits."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

import pytest

from chalicelib.audit.model import Actor
from chalicelib.audit.store import list_whole_journal
from chalicelib.aws.machine import RunState
from chalicelib.aws.table import Table
from chalicelib.cases.change import change_case, create_case
from chalicelib.cases.kind import Later
from chalicelib.cases.load import load_case
from chalicelib.cases.model import CaseChange
from chalicelib.cases.process import Node, Process
from chalicelib.cases.registry import Registered, list_kinds, registered
from chalicelib.policy.model import Action, Ground
from chalicelib.policy.roles import Role, Stand
from chalicelib.refusals import Refusal
from chalicelib.timeline import store
from chalicelib.timeline.follow import follow
from chalicelib.timeline.model import Token
from chalicelib.timeline.register_token import register_token
from chalicelib.timeline.take_turn import take_turn
from tests.cases.boxes import BOX, INSTALLER, NOW, Box, BoxHead
from tests.timeline.machines import FakeMachine

CASE: Final = "box_1"
RUN: Final = "box_1-g1"
filled: list[tuple[str, str]] = []


def fill(case_id: str, *, by: Actor) -> None:
    """Fill a box, once somebody has left something to put in."""
    if not filled:
        filled.append((case_id, "came too early"))
        raise Refusal
    filled.append((case_id, by.role))


PACKING = Process(
    "box",
    (
        Node("made"),
        Node("labelled", ("made",)),
        Node("filled", ("made",), act="tests.timeline.test_any_kind:fill"),
        Node("taped", ("labelled", "filled")),
    ),
    carried_through=frozenset({"shut"}),
)


class OnPackedBoxes(Action):
    """What may be done with a box whose process the platform carries on."""

    SEE = ("packed_box.see", {Role.INSTALLER: Ground.FIRM, Stand.PLATFORM: Ground.MACHINE})


PACKED = replace(BOX, see=OnPackedBoxes.SEE, process=Later("tests.timeline.test_any_kind:PACKING"))


class Packing:
    """The boxes of a stage, and the machine of their process."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.machine = FakeMachine(
            {"RegisterToken": self._register, "TakeTurn": self._act}, PACKING
        )
        made = CaseChange("box_made", BoxHead(CASE), reached=("made",))
        create_case(PACKED, made, by=INSTALLER, table=table, now=NOW)
        self.follow_all()

    def _register(self, event: Mapping[str, Any]) -> None:
        case_id, milestone, token = event["case_id"], event["milestone"], event["token"]
        token = Token(case_id, event["generation"], milestone, token, NOW)
        register_token(token, table=self.table, machine=self.machine)

    def _act(self, event: Mapping[str, Any]) -> None:
        take_turn(event["case_id"], event["generation"], event["milestone"], table=self.table)

    def reach(self, *milestones: str, status: str = "open") -> None:
        def decide(box: Box, _now: object) -> CaseChange:
            return CaseChange("moved", replace(box.head, status=status), reached=milestones)

        change_case(PACKED, CASE, decide, by=INSTALLER, table=self.table, now=NOW)
        self.follow_all()

    def follow_all(self) -> None:
        for event in list_whole_journal(self.table, CASE):
            follow(event, table=self.table, machine=self.machine)
        self.machine.settle()

    def waiting(self) -> set[str]:
        rows = load_case(PACKED, CASE, seen_by=INSTALLER, table=self.table).rows
        return {one.milestone for one in store.tokens_in(rows)}


@pytest.fixture
def packing(table: Table) -> Iterator[Packing]:
    filled.clear()
    with registered({"box": Registered(Later("tests.timeline.test_any_kind:PACKED"))}):
        yield Packing(table)


def test_its_execution_starts_acts_again_when_it_was_too_early_and_waits(packing: Packing) -> None:
    assert packing.waiting() == {"labelled", "filled"}
    assert [told for _case_id, told in filled] == ["came too early", "platform"]
    assert {case_id for case_id, _told in filled} == {CASE}


def test_its_steps_go_on_as_milestones_are_reached_in_any_order(packing: Packing) -> None:
    packing.reach("filled")
    assert packing.waiting() == {"labelled"}
    packing.reach("labelled")
    assert packing.waiting() == {"taped"}
    packing.reach("taped", status="shut")
    assert packing.waiting() == set()
    assert packing.machine.runs[RUN].state is RunState.SUCCEEDED


def test_a_case_that_is_carried_through_goes_to_the_end_of_its_way(packing: Packing) -> None:
    packing.reach("labelled", status="shut")
    assert packing.machine.runs[RUN].state is RunState.SUCCEEDED


def test_an_event_of_a_kind_without_process_starts_nothing(packing: Packing) -> None:
    (made,) = list_whole_journal(packing.table, CASE)
    packing.machine.runs.clear()
    with registered({"box": Registered(Later("tests.cases.boxes:BOX"))}):
        follow(made, table=packing.table, machine=packing.machine)
    assert not packing.machine.runs


def test_every_kind_with_a_process_has_what_a_process_needs() -> None:
    """Its row for the supervisor is written, its events are followed, its due rows are acted on."""
    for kind in list_kinds():
        if kind.process is None:
            continue
        projected = {one.__qualname__.partition(".")[0] for one in kind.projections}
        assert "project_execution" in projected, kind.name
        followers = [one.hear for one in kind.consumers if one.name == "timeline"]
        assert followers == [Later("chalicelib.timeline.follow:follow")], kind.name
        assert kind.due == Later("chalicelib.timeline.act_on_due:act_on_row"), kind.name
