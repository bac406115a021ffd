"""All that is derived from the graph of a process says the same, and leaves nothing out."""

import inspect
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import chain, combinations
from typing import Any

import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as some
from hypothesis.strategies import DrawFn, composite

from chalicelib.aws.machine import RunState
from chalicelib.cases import registry
from chalicelib.cases.machine_definition import (
    REGISTER_TOKEN,
    TAKE_TURN,
    make_definition,
    write_definition,
)
from chalicelib.cases.model import Reached
from chalicelib.cases.process import (
    BrokenProcess,
    Node,
    Process,
    after_acts,
    awaited,
    expected_tokens,
    measured,
    plan,
    shown,
    step_of,
    turns,
    words_of,
)
from chalicelib.cases.tracks import NotInTracks
from chalicelib.dossiers.kinds import EventKind, Milestone
from chalicelib.dossiers.model import Dossier, Head
from chalicelib.dossiers.party import Party
from chalicelib.dossiers.process import PROCESS
from chalicelib.dossiers.progress import DECIDED, follow_progress
from chalicelib.dossiers.statuses import FINAL, Status
from chalicelib.following.events import DUE_TITLES
from chalicelib.following.plain import STEPS, TURNS
from chalicelib.reference.delays import DELAYS
from chalicelib.timeline.take_turn import find_act
from chalicelib.words.catalogues import catalogue_path
from chalicelib.words.languages import OFFERED, SOURCE
from infra.lambdas import lambda_names
from infra.template import compose_resources, list_processes
from tests.timeline.machines import FakeMachine

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
RULES = {one.rule_id for one in DELAYS}


def closed_sets() -> list[frozenset[str]]:
    """Every set of milestones that can be reached: with each, all that comes before it."""
    names = [node.milestone for node in PROCESS.nodes]
    every = chain.from_iterable(combinations(names, size) for size in range(1, len(names) + 1))
    return [
        frozenset(one)
        for one in every
        if all(PROCESS.before(name) <= frozenset(one) for name in one)
    ]


def dossier_with(reached: frozenset[str]) -> Dossier:
    """A dossier that has reached those milestones, and nothing else."""
    found = {Milestone(one): Reached(AT, 1) for one in sorted(reached)}
    return Dossier(Head("dos_1", "REF", "usr_1", AT, AT, status=Status.NEW, milestones=found))


def names_in(definition: object) -> set[str]:
    """The milestones that a definition awaits, wherever."""
    text = json.dumps(definition)
    return {node.milestone for node in PROCESS.nodes if f'"milestone": "{node.milestone}"' in text}


def test_every_milestone_of_a_dossier_stands_in_its_process_once() -> None:
    assert sorted(node.milestone for node in PROCESS.nodes) == sorted(Milestone)


def test_what_comes_first_is_before_all_else() -> None:
    for node in PROCESS.nodes[1:]:
        assert PROCESS.first.milestone in PROCESS.before(node.milestone)


def test_something_is_awaited_until_all_is_reached() -> None:
    every = frozenset(node.milestone for node in PROCESS.nodes)
    for reached in closed_sets():
        assert bool(awaited(PROCESS, reached)) == (reached != every)


def test_the_machine_awaits_every_milestone_but_the_first() -> None:
    every = {node.milestone for node in PROCESS.nodes}
    assert names_in(make_definition(PROCESS)) == every - {PROCESS.first.milestone}


def test_what_is_shown_is_known_in_every_other_list() -> None:
    visible = shown(PROCESS).keys()
    assert words_of(PROCESS).keys() == visible
    assert turns(PROCESS).keys() | set(DECIDED) == visible
    assert not turns(PROCESS).keys() & set(DECIDED)
    assert set(STEPS) == visible
    assert {Party(party) for party, _task in turns(PROCESS).values()} <= set(TURNS)


def test_every_shown_milestone_says_plainly_who_may_act_and_what_they_do() -> None:
    for milestone, words in words_of(PROCESS).items():
        always = turns(PROCESS).get(milestone)
        assert words.label
        assert words.name
        assert words.meaning
        assert set(words.tasks) <= set(Party)
        assert words.tasks or milestone == PROCESS.first.milestone
        assert always is None or (always[1] and set(words.tasks) <= {always[0]})
        assert (milestone in measured(PROCESS)) == bool(words.measured)


def test_every_word_of_it_is_in_every_language() -> None:
    said = set[str]()
    for words in words_of(PROCESS).values():
        said |= {words.label, words.name, words.meaning, words.task, words.late, words.measured}
        said |= set(words.tasks.values())
    said.discard("")
    assert len(said) > len(PROCESS.nodes) * 3
    for language in OFFERED:
        with catalogue_path(language).open("rb") as source:
            known = {str(one.id) for one in read_po(source) if one.string or language == SOURCE}
        assert said <= known, language


def test_progress_shows_what_an_execution_awaits() -> None:
    hidden = {node.milestone for node in PROCESS.nodes if node.words is None}
    compared = 0
    for reached in closed_sets():
        if hidden <= reached:
            now = {stage.milestone for stage in follow_progress(dossier_with(reached)).now}
            assert now == awaited(PROCESS, reached)
            compared += 1
    assert compared > len(PROCESS.nodes)


def test_no_token_is_expected_behind_an_act_while_the_dossier_pauses() -> None:
    gates = {Milestone.SUBMITTED, Milestone.SUBSCRIPTION_SIGNED, Milestone.PIECES_COMPLETE}
    running = expected_tokens(PROCESS, gates, Status.NEW)
    paused = expected_tokens(PROCESS, gates, Status.AWAITING_PIECE)
    assert running - paused == {Milestone.REQUEST_FILED}


def test_a_pause_reminds_by_rules_that_are_known() -> None:
    assert PROCESS.pause
    assert PROCESS.pause.status in set(Status)
    assert PROCESS.pause.acts in set(EventKind)
    assert set(PROCESS.pause.rules) <= RULES
    assert PROCESS.carried_through < FINAL


def test_every_act_is_a_use_case_that_takes_the_case_and_who_acts() -> None:
    for kind in registry.list_kinds():
        for one in kind.process.get().nodes if kind.process else ():
            if one.act:
                parameters = list(
                    inspect.signature(find_act(kind, one.milestone)).parameters.values()
                )
                assert parameters[1].name == "by"
                assert all(each.default is not each.empty for each in parameters[2:])
    assert after_acts(PROCESS) == {"request_filed", "commissioning_ordered"}


def test_a_milestone_that_nothing_brings_about_has_no_act() -> None:
    (kind,) = (one for one in registry.list_kinds() if one.name == PROCESS.name)
    with pytest.raises(LookupError, match="nothing brings consuel_accepted about"):
        find_act(kind, Milestone.CONSUEL_ACCEPTED)


def test_every_delay_is_a_rule_with_its_text_and_makes_an_event_that_is_known() -> None:
    for awaits, span in plan(PROCESS):
        assert set(span.rules) <= RULES
        assert span.acts in set(EventKind)
        assert span.since in PROCESS.before(awaits)
        assert not span.is_told or Milestone(awaits) in DUE_TITLES


def test_every_measured_step_runs_from_what_comes_before_it() -> None:
    for ends, begins in measured(PROCESS).items():
        assert begins in PROCESS.before(ends)
    assert step_of(PROCESS) == {
        "request_qualified": "request_validated",
        "request_validated": "request_validated",
        "commissioned": "commissioned",
    }


def test_every_process_is_packaged_as_a_machine_of_its_kind_s_name() -> None:
    resources = compose_resources()["Resources"]
    kinds = [one for one in registry.list_kinds() if one.process]
    assert [one.name for one in kinds] == [one.name for one in list_processes()]
    for kind in kinds:
        machine = resources[f"{kind.name.capitalize()}Timeline"]["Properties"]
        assert machine["StateMachineName"]["Fn::Sub"].endswith(f"-timeline-{kind.name}")
        text, values = machine["DefinitionString"]["Fn::Sub"]
        assert all(f"${{{name}}}" in text for name in values)
    called = {REGISTER_TOKEN, TAKE_TURN}
    assert called <= set(lambda_names())


def node(name: str, *after: str, act: str = "") -> Node:
    return Node(name, after, act=act)


def test_tracks_that_meet_run_side_by_side_and_then_on() -> None:
    process = Process("toy", (node("a"), node("b", "a"), node("c", "a"), node("d", "b", "c")))
    definition = make_definition(process)
    assert list(definition["States"]) == ["BAndC", "AwaitD", "MilestoneOverdue"]
    branches = definition["States"]["BAndC"]["Branches"]
    assert [one["StartAt"] for one in branches] == ["AwaitB", "AwaitC"]
    assert definition["States"]["BAndC"]["Next"] == "AwaitD"


def test_a_line_within_a_track_stays_a_line() -> None:
    process = Process(
        "toy", (node("a"), node("b", "a"), node("c", "b"), node("d", "a"), node("e", "c", "d"))
    )
    first, second = make_definition(process)["States"]["CAndD"]["Branches"]
    assert list(first["States"]) == ["AwaitB", "AwaitC"]
    assert list(second["States"]) == ["AwaitD"]


def test_tracks_that_meet_nowhere_end_together() -> None:
    process = Process("toy", (node("a"), node("b", "a"), node("c", "a")))
    assert make_definition(process)["States"]["BAndC"]["End"] is True


def test_tracks_that_all_meet_run_on_side_by_side() -> None:
    nodes = (node("a"), node("b", "a"), node("c", "a"), node("d", "b", "c"), node("e", "b", "c"))
    states = make_definition(Process("toy", nodes))["States"]
    assert (states["BAndC"]["Next"], states["DAndE"]["End"]) == ("DAndE", True)


def test_an_act_comes_right_before_what_it_brings_about() -> None:
    process = Process("toy", (node("a"), node("b", "a", act="room:do_it")))
    states = make_definition(process)["States"]
    assert (states["BringAboutB"]["Next"], states["AwaitB"]["End"]) == ("AwaitB", True)
    assert states["BringAboutB"]["Retry"][2]["ErrorEquals"] == ["TooEarly"]


def test_limits_are_numbers_once_a_template_has_filled_them_in() -> None:
    text = write_definition(PROCESS)
    for limit in ("ExecutionLimitS", "HumanAwaitS", "OperatorAwaitS"):
        assert f": ${{{limit}}}" in text


@pytest.mark.parametrize(
    "nodes",
    [
        (node("a"), node("a")),
        (node("a", "b"), node("b")),
        (node("a"), node("b", "c")),
    ],
)
def test_a_graph_with_a_circle_or_a_gap_is_refused(nodes: tuple[Node, ...]) -> None:
    with pytest.raises(BrokenProcess):
        Process("toy", nodes)


def test_tracks_that_cross_without_meeting_are_refused() -> None:
    nodes = (node("a"), node("b", "a"), node("c", "a"), node("d", "b", "c"), node("e", "c"))
    with pytest.raises(NotInTracks):
        make_definition(Process("toy", nodes))


@composite
def processes(draw: DrawFn) -> Process:
    """A process of tracks in turn and side by side, as deep as chance has it."""
    made: list[Node] = [Node("m0")]

    def lay(after: tuple[str, ...], depth: int) -> tuple[str, ...]:
        shape = draw(some.sampled_from(("one", "turn", "side") if depth else ("one",)))
        if shape == "one":
            made.append(Node(f"m{len(made)}", after, act=draw(some.sampled_from(("", "room:act")))))
            return (made[-1].milestone,)
        if shape == "turn":
            return lay(lay(after, depth - 1), depth - 1)
        return (*lay(after, depth - 1), *lay(after, depth - 1))

    lay(("m0",), 3)
    return Process("toy", tuple(made))


@given(process=processes(), data=some.data())
def test_the_machine_of_any_process_awaits_what_its_graph_says(
    process: Process, data: some.DataObject
) -> None:
    names = [one.milestone for one in process.nodes]
    reached = {names[0]} | data.draw(some.sets(some.sampled_from(names)))
    machine: FakeMachine

    def register(event: Mapping[str, Any]) -> None:
        if event["milestone"] in reached:
            machine.complete_token(event["token"])

    machine = FakeMachine({"RegisterToken": register, "TakeTurn": lambda _event: None}, process)
    machine.start("toy-g1", {"case_id": "toy", "generation": 1})
    machine.settle()
    waited = awaited(process, reached)
    assert machine.waiting_for("toy-g1") == waited
    assert (machine.runs["toy-g1"].state is RunState.SUCCEEDED) == (not waited)
