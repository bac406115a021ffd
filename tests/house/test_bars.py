"""The bars that are counted, held at every test run; `make bench` holds the others.

Nothing here is wall time: calls, units, transitions and modules are the same on every machine.
"""

import subprocess
import sys
from pathlib import Path
from typing import Any, cast

import pytest

from bench.calls import count_operations, hold
from bench.cold import FOREIGN_TO_API, FOREIGN_TO_EVENTS, FOREIGN_TO_PAGES, FOREIGN_TO_VALIDATOR
from bench.counted import Counts
from bench.measure import Measure
from chalicelib.dossiers.list_dossiers import Line
from infra.lambdas import lambda_names
from infra.template import compose_resources

ROOT = Path(__file__).parents[2]
MANY = 60
EVENT_ROOMS = ("documents", "exports", "notices", "operators", "relay", "retention", "timeline")


@pytest.fixture(scope="module")
def counts() -> Counts:
    return count_operations(many=MANY)


@pytest.fixture(scope="module")
def measures(counts: Counts) -> tuple[Measure, ...]:
    return hold(counts, MANY)


def test_every_counted_bar_is_kept(measures: tuple[Measure, ...]) -> None:
    assert {one.goal for one in measures if one.bar is not None} == {"11", "13", "14", "15"}
    assert [one for one in measures if not one.is_met] == []


def test_a_page_costs_the_same_calls_beside_few_dossiers_and_beside_many(counts: Counts) -> None:
    few = {
        name.split(", N")[0]: tally for name, tally in counts.operations.items() if "N = 10" in name
    }
    for name, tally in few.items():
        crowd = counts.operations[f"{name}, N = {MANY}"]
        assert len(crowd.calls) == len(tally.calls), name


def test_a_whole_dossier_reaches_its_end(counts: Counts) -> None:
    assert set(counts.steps) >= {"create", "ticket", "verdict", "submit", "sign", "poll", "notice"}


def modules_after(statement: str) -> frozenset[str]:
    told = "import sys; print(' '.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", f"{statement}; {told}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return frozenset(done.stdout.split())


def test_the_api_with_every_room_open_imports_nothing_foreign() -> None:
    found = modules_after("import app")
    assert not found & {*FOREIGN_TO_API, *FOREIGN_TO_PAGES}


@pytest.mark.parametrize("room", EVENT_ROOMS)
def test_an_event_lambda_imports_neither_the_app_nor_pydantic(room: str) -> None:
    found = modules_after(f"import chalicelib.{room}.events")
    assert not found & {*FOREIGN_TO_EVENTS, *FOREIGN_TO_VALIDATOR}


def test_every_lambda_stands_in_a_room_of_events() -> None:
    rooms = [__import__(f"chalicelib.{room}.events", fromlist=["events"]) for room in EVENT_ROOMS]
    for name in lambda_names():
        assert name == "api_handler" or any(hasattr(room, name) for room in rooms), name


def test_the_lists_indexes_hold_what_a_line_shows_and_no_more() -> None:
    table = cast(dict[str, Any], compose_resources()["Resources"])["Table"]["Properties"]
    shown = {
        one["IndexName"]: one["Projection"].get("NonKeyAttributes")
        for one in table["GlobalSecondaryIndexes"]
    }
    assert set(shown["by_firm"]) == set(shown["by_status"]) == set(Line.__slots__)
