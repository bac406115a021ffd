"""Nothing stands still or is refused unseen: what is alarmed, and that each alarm has its way back."""

import re
from functools import cache
from typing import Any

import pytest

from infra.lambdas import lambda_names, logical_id
from infra.paths import ROOT
from infra.template import compose_resources
from infra.watching import AGES_S, FAILURE_QUEUES

FUNCTIONS = tuple(logical_id(name) for name in lambda_names())
MOST_TRIES = 5


@cache
def resources() -> dict[str, Any]:
    found: dict[str, Any] = compose_resources()["Resources"]
    return found


def of_type(kind: str) -> dict[str, dict[str, Any]]:
    return {name: one["Properties"] for name, one in resources().items() if one.get("Type") == kind}


def alarmed(namespace: str, metric: str) -> set[str]:
    """What the alarms on a metric watch, by logical id."""
    found = set()
    for alarm in of_type("AWS::CloudWatch::Alarm").values():
        if (alarm["Namespace"], alarm["MetricName"]) == (namespace, metric):
            assert alarm["AlarmActions"] == [{"Ref": "AlarmsTopic"}]
            (dimension,) = alarm["Dimensions"]
            value = dimension["Value"]
            found.add(value["Ref"] if "Ref" in value else value["Fn::GetAtt"][0])
    return found


@pytest.mark.parametrize("metric", ["Errors", "Throttles"])
def test_every_function_is_watched_for_failing_and_for_not_being_let_run(metric: str) -> None:
    assert alarmed("AWS/Lambda", metric) == set(FUNCTIONS)


def test_whoever_reads_the_stream_is_watched_for_being_behind_it() -> None:
    readers = {
        name
        for name in FUNCTIONS
        for event in resources()[name]["Properties"].get("Events", {}).values()
        if "Stream" in event["Properties"]
    }
    assert readers
    assert alarmed("AWS/Lambda", "IteratorAge") == readers


def test_every_working_queue_is_watched_for_its_age_and_every_queue_of_failures_for_anything() -> (
    None
):
    queues = of_type("AWS::SQS::Queue")
    working = {name for name, one in queues.items() if "RedrivePolicy" in one}
    assert alarmed("AWS/SQS", "ApproximateAgeOfOldestMessage") == working
    assert alarmed("AWS/SQS", "ApproximateNumberOfMessagesVisible") == set(queues) - working
    assert set(queues) - working == set(FAILURE_QUEUES)


@pytest.mark.parametrize("queue", AGES_S)
def test_one_failed_try_is_no_alarm_and_a_dead_letter_comes_after_it(queue: str) -> None:
    properties = of_type("AWS::SQS::Queue")[queue]
    assert properties["RedrivePolicy"]["maxReceiveCount"] == MOST_TRIES
    hidden_s = properties["VisibilityTimeout"]
    assert 2 * hidden_s < AGES_S[queue] < MOST_TRIES * hidden_s


@pytest.mark.parametrize("metric", ["ExecutionsFailed", "ExecutionsTimedOut"])
def test_the_machine_of_every_kind_is_watched_for_executions_that_end_badly(metric: str) -> None:
    machines = set(of_type("AWS::StepFunctions::StateMachine"))
    assert machines
    assert alarmed("AWS/States", metric) == machines


@pytest.mark.parametrize("metric", ["ReadThrottleEvents", "WriteThrottleEvents"])
def test_the_table_is_watched_for_what_it_refuses(metric: str) -> None:
    assert alarmed("AWS/DynamoDB", metric) == {"Table"}


def ways_back() -> dict[str, str]:
    """The rows of the table of alarms in the handbook: each alarm's name, and what to look at."""
    text = (ROOT / "docs" / "operations.md").read_text()
    table = text.split("| Alarm | Means | First look |")[1].split("\n\n")[0]
    found: dict[str, str] = {}
    for row in table.strip().splitlines()[1:]:
        names, _means, look = (cell.strip() for cell in row.strip("|").split("|"))
        found |= dict.fromkeys(re.findall(r"`([^`]+)`", names), look)
    return found


def expand(name: str) -> set[str]:
    """The alarms that a row is about: a place in angles stands for each of its sort."""
    sorts = {
        "<Function>": FUNCTIONS,
        "<Queue>": tuple(AGES_S),
        "<Machine>": tuple(of_type("AWS::StepFunctions::StateMachine")),
    }
    for place, names in sorts.items():
        if place in name:
            return {f"{name.replace(place, one)}Alarm" for one in names}
    return {f"{name}Alarm"}


def test_every_alarm_has_its_way_back_and_none_is_told_that_is_not_there() -> None:
    told = set[str]().union(*(expand(name) for name in ways_back()))
    assert told == set(of_type("AWS::CloudWatch::Alarm"))


def test_a_way_back_that_stands_elsewhere_is_there() -> None:
    headings = re.findall(r"^## (.+)$", (ROOT / "docs" / "operations.md").read_text(), re.MULTILINE)
    for look in ways_back().values():
        assert look
        for named in re.findall(r'"([^"]+)" below', look):
            assert named in headings
