"""All that is derived from the graph of a process says the same, and leaves nothing out."""

import importlib
import json
from itertools import chain, combinations

import pytest

from chalicelib.cases import registry
from chalicelib.cases.machine_definition import NotInLines, make_definition, write_definition
from chalicelib.cases.process import (
    Act,
    BrokenProcess,
    Node,
    Process,
    after_acts,
    awaited,
    labels,
    measured,
    plan,
    shown,
    step_of,
    turns,
)
from chalicelib.dossiers.kinds import EventKind, Milestone
from chalicelib.dossiers.party import Party
from chalicelib.dossiers.process import PROCESS
from chalicelib.dossiers.progress import DECIDED
from chalicelib.following.events import DUE_TITLES
from chalicelib.following.plain import STEPS, TURNS
from chalicelib.reference.delays import DELAYS
from infra.lambdas import lambda_names
from infra.template import PROCESSES

RULES = {one.rule_id for one in DELAYS}
ROOMS_OF_ERRORS = ("chalicelib.operators.refusals", "chalicelib.timeline.model")


def closed_sets() -> list[frozenset[str]]:
    """Every set of milestones that can be reached: with each, all that comes before it."""
    names = [node.milestone for node in PROCESS.nodes]
    every = chain.from_iterable(combinations(names, size) for size in range(1, len(names) + 1))
    return [
        frozenset(one)
        for one in every
        if all(PROCESS.before(name) <= frozenset(one) for name in one)
    ]


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
    assert labels(PROCESS).keys() == visible
    assert turns(PROCESS).keys() | set(DECIDED) == visible
    assert not turns(PROCESS).keys() & set(DECIDED)
    assert set(STEPS) == visible
    assert {Party(party) for party, _task in turns(PROCESS).values()} <= set(TURNS)


def test_every_act_is_a_lambda_of_ours_whose_too_early_is_an_error_of_ours() -> None:
    acts = [node.act for node in PROCESS.nodes if node.act]
    assert {act.function for act in acts} <= set(lambda_names())
    for act in acts:
        assert any(hasattr(importlib.import_module(one), act.too_early) for one in ROOMS_OF_ERRORS)
    assert after_acts(PROCESS) == {"request_filed", "commissioning_ordered"}


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


def test_every_process_of_a_kind_is_packaged() -> None:
    declared = [one.process.get() for one in registry.list_kinds() if one.process]
    assert declared == list(PROCESSES.values())


def node(name: str, *after: str, act: Act | None = None) -> Node:
    return Node(name, after, act=act)


def test_tracks_that_meet_run_side_by_side_and_then_on() -> None:
    process = Process("toy", (node("a"), node("b", "a"), node("c", "a"), node("d", "b", "c")))
    definition = make_definition(process)
    assert list(definition["States"]) == ["BAndC", "AwaitD", "Done", "MilestoneOverdue"]
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
    assert make_definition(process)["States"]["BAndC"]["Next"] == "Done"


def test_an_act_comes_right_before_what_it_brings_about() -> None:
    process = Process("toy", (node("a"), node("b", "a", act=Act("do_it", "TooEarly"))))
    states = make_definition(process)["States"]
    assert (states["DoIt"]["Next"], states["AwaitB"]["Next"]) == ("AwaitB", "Done")
    assert states["DoIt"]["Retry"][2]["ErrorEquals"] == ["TooEarly"]


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
    with pytest.raises(NotInLines):
        make_definition(Process("toy", nodes))
