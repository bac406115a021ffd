"""Rules on what is deployed: policies, names, queues, limits, errors."""

import ast
import dataclasses
import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from chalicelib.cases.machine_definition import write_definition
from chalicelib.settings import Settings
from chalicelib.verdicts.scanner import SCANNERS
from infra.check import with_sample_values
from infra.failure import CommandFailed
from infra.lambdas import lambda_names, logical_id
from infra.paths import ROOT
from infra.stages import FOLDER, load_stage
from infra.template import Template, compose_resources, list_processes
from infra.watching import FAILURE_QUEUES
from tests.house.tree import ROOMS, parse, python_files

AWS_ERRORS = ("Lambda.", "States.")
VISIBILITY_TIMES = 6


@cache
def resources() -> Template:
    """What we declare beside Chalice."""
    whole: Template = compose_resources()
    return whole


def of_type(kind: str) -> dict[str, Any]:
    """Our resources of a type."""
    declared = resources()["Resources"]
    return {name: each for name, each in declared.items() if each.get("Type") == kind}


def policy(name: str) -> list[dict[str, Any]]:
    """A Lambda's statements."""
    statements: list[dict[str, Any]] = json.loads(
        (ROOT / ".chalice" / f"policy-{name}.json").read_text()
    )["Statement"]
    return statements


def test_every_lambda_has_its_policy_and_no_policy_is_without_lambda() -> None:
    files = {path.stem.removeprefix("policy-") for path in (ROOT / ".chalice").glob("policy-*")}
    assert files == set(lambda_names())


@pytest.mark.parametrize("name", lambda_names())
def test_no_policy_allows_every_action(name: str) -> None:
    actions = [action for statement in policy(name) for action in statement["Action"]]
    assert actions
    assert not [action for action in actions if "*" in action]


def test_only_what_aws_cannot_name_stands_on_every_resource() -> None:
    everywhere = {
        action
        for name in lambda_names()
        for statement in policy(name)
        if statement["Resource"] == "*"
        for action in statement["Action"]
    }
    # A task token is its own capability.
    assert everywhere <= {"states:SendTaskSuccess"}


def test_the_checker_alone_may_read_uploads() -> None:
    readers = {
        name
        for name in lambda_names()
        for statement in policy(name)
        if {"s3:GetObject", "s3:GetObjectVersion"} & set(statement["Action"])
        and "uploads" in json.dumps(statement["Resource"])
    }
    assert readers == {"check_document"}


def test_the_settings_and_the_template_have_the_same_names() -> None:
    given = resources()["Globals"]["Function"]["Environment"]["Variables"]
    asked = {field.name.upper() for field in dataclasses.fields(Settings)}
    assert set(given) == asked


def test_a_message_is_hidden_six_times_as_long_as_its_lambda_may_run() -> None:
    config = json.loads((ROOT / ".chalice" / "config.json").read_text())
    functions = config["stages"]["stack"]["lambda_functions"]
    for name in lambda_names():
        events = resources()["Resources"][logical_id(name)]["Properties"].get("Events", {})
        for event in events.values():
            if "Queue" in event["Properties"]:
                queue = event["Properties"]["Queue"]["Fn::GetAtt"][0]
                hidden_s = resources()["Resources"][queue]["Properties"]["VisibilityTimeout"]
                assert hidden_s >= VISIBILITY_TIMES * functions[name]["lambda_timeout"]
                assert event["Properties"]["FunctionResponseTypes"] == ["ReportBatchItemFailures"]


def test_what_fails_goes_somewhere_that_an_alarm_watches() -> None:
    queues = of_type("AWS::SQS::Queue")
    dead = {name for name in queues if "RedrivePolicy" not in queues[name]["Properties"]}
    targets = {
        each["Properties"]["RedrivePolicy"]["deadLetterTargetArn"]["Fn::GetAtt"][0]
        for each in queues.values()
        if "RedrivePolicy" in each["Properties"]
    }
    assert dead == set(FAILURE_QUEUES)
    assert targets <= dead
    for name in lambda_names():
        properties = resources()["Resources"][logical_id(name)]["Properties"]
        scheduled = any(event.endswith("Event") for event in properties.get("Events", {}))
        assert ("EventInvokeConfig" in properties) == scheduled


def test_the_stream_cannot_be_held_up_by_one_record() -> None:
    relay = resources()["Resources"]["Relay"]["Properties"]["Events"]["RelayDynamodbEventSource"]
    source = relay["Properties"]
    assert source["BisectBatchOnFunctionError"]
    assert source["MaximumRetryAttempts"] < 10
    assert source["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert source["DestinationConfig"]["OnFailure"]["Type"] == "SQS"


def test_what_holds_facts_outlives_the_stack() -> None:
    for kind in ("AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::SQS::Queue"):
        for name, each in of_type(kind).items():
            assert each.get("DeletionPolicy") == "Retain", name


def machine_errors() -> Iterator[str]:
    """Every error that a state machine names."""
    for process in list_processes():
        text = with_sample_values(write_definition(process))
        for listed in re.findall(r'"ErrorEquals":\s*\[([^\]]*)\]', text):
            yield from re.findall(r'"([^"]+)"', listed)


def test_every_error_of_a_state_machine_is_a_class_of_ours() -> None:
    classes = {
        node.name
        for path in python_files(ROOMS)
        for node in ast.walk(parse(path))
        if isinstance(node, ast.ClassDef)
    }
    ours = {error for error in machine_errors() if not error.startswith(AWS_ERRORS)}
    assert ours
    assert ours <= classes


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.json")), ids=lambda path: path.stem)
def test_stages_differ_by_declared_parameters_only(path: Any) -> None:
    declared = resources()["Parameters"]
    given = load_stage(path.stem)
    needed = {name for name, each in declared.items() if "Default" not in each}
    assert needed <= set(given) <= set(declared)
    assert all(isinstance(value, str) for value in given.values())


def test_a_production_stage_without_a_scanner_is_refused() -> None:
    with pytest.raises(CommandFailed, match="malware scanner"):
        load_stage("production", {"Scanner": "not_configured"})


def test_production_follows_its_own_policy_of_acceptance() -> None:
    with pytest.raises(CommandFailed, match="acceptance"):
        load_stage("production", {"Acceptance": "trial"})
    assert "Acceptance" not in load_stage("production")
    assert resources()["Parameters"]["Acceptance"]["Default"] == "production"


def test_a_scanner_that_is_sent_the_bytes_needs_its_address() -> None:
    with pytest.raises(CommandFailed, match="ScannerAddress"):
        load_stage("production", {"Scanner": "clamd"})
    load_stage("production", {"Scanner": "clamd", "ScannerAddress": "scanner.internal:3310"})


def test_the_template_and_the_code_know_the_same_scanners() -> None:
    assert tuple(resources()["Parameters"]["Scanner"]["AllowedValues"]) == SCANNERS


def test_an_unknown_stage_is_refused_with_the_known_ones() -> None:
    with pytest.raises(CommandFailed, match="local, production, staging"):
        load_stage("elsewhere")
