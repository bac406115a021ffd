"""One contract for the state machine: the adapter on moto and the fake of the tests keep it."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from moto import mock_aws

from chalicelib.aws.machine import Machine, RunState
from chalicelib.aws.session import client
from chalicelib.aws.trouble import PermanentError, TransientError
from tests import tables
from tests.timeline.machines import ARN, FakeMachine, read_definition

PAYLOAD: dict[str, str | int] = {"dossier_id": "dos_1", "generation": 1}


@pytest.fixture(params=["moto", "fake"])
def machine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Machine]:
    if request.param == "fake":
        yield FakeMachine({"RegisterToken": lambda _event: None})
        return
    for name, value in tables.ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    tables.forget_everything()
    with mock_aws():
        made = client("stepfunctions").create_state_machine(
            name="raccordo-test-timeline-dossier",
            definition=json.dumps(read_definition()),
            roleArn="arn:aws:iam::123456789012:role/x",
        )
        assert made["stateMachineArn"] == ARN
        yield Machine(ARN, client("stepfunctions"))
    tables.forget_everything()


def test_a_name_starts_once(machine: Machine) -> None:
    assert machine.start("dos_1-g1", PAYLOAD) is True
    machine.start("dos_1-g1", PAYLOAD)
    assert [one.name for one in machine.list_running().executions] == ["dos_1-g1"]


def test_another_generation_is_another_execution(machine: Machine) -> None:
    machine.start("dos_1-g1", PAYLOAD)
    machine.start("dos_1-g2", PAYLOAD)
    assert {one.name for one in machine.list_running().executions} == {"dos_1-g1", "dos_1-g2"}


def test_an_execution_is_found_by_name(machine: Machine) -> None:
    machine.start("dos_1-g1", PAYLOAD)
    found = machine.find("dos_1-g1")
    assert found is not None
    assert (found.state, found.started_at.tzinfo is not None) == (RunState.RUNNING, True)


def test_an_unknown_execution_is_not_found(machine: Machine) -> None:
    assert machine.find("dos_9-g1") is None


def test_a_stopped_execution_runs_no_more(machine: Machine) -> None:
    machine.start("dos_1-g1", PAYLOAD)
    assert machine.stop("dos_1-g1", "test") is True
    found = machine.find("dos_1-g1")
    assert found is not None
    assert found.state is RunState.ABORTED
    assert machine.list_running().executions == ()


def test_stopping_what_never_was_is_harmless(machine: Machine) -> None:
    assert machine.stop("dos_9-g1", "test") is False


def test_a_token_nobody_waits_for_is_harmless() -> None:
    assert FakeMachine({}).complete_token("unknown") is False


class Refusing:
    """A client whose every call is refused with one error."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def __getattr__(self, name: str) -> Any:
        def call(**_request: object) -> None:
            raise self.error

        return call


def refusing(code: str) -> Machine:
    error = ClientError({"Error": {"Code": code, "Message": ""}}, "Any")
    return Machine(ARN, Refusing(error))  # type: ignore[arg-type] # a client that only refuses


@pytest.mark.parametrize("code", ["TaskTimedOut", "TaskDoesNotExist", "InvalidToken"])
def test_a_token_answered_already_or_too_late_is_harmless(code: str) -> None:
    assert refusing(code).complete_token("t") is False


def test_a_name_already_used_is_harmless() -> None:
    assert refusing("ExecutionAlreadyExists").start("n", PAYLOAD) is False


def test_throttling_is_told_from_refusal() -> None:
    with pytest.raises(TransientError):
        refusing("ThrottlingException").complete_token("t")
    with pytest.raises(PermanentError):
        refusing("AccessDeniedException").start("n", PAYLOAD)
    with pytest.raises(PermanentError):
        refusing("AccessDeniedException").list_running()
    broken = Refusing(EndpointConnectionError(endpoint_url="http://x"))
    with pytest.raises(TransientError):
        Machine(ARN, broken).find("n")  # type: ignore[arg-type] # as above


class Paged:
    """A client that lists three pages of one execution each, and knows no other place."""

    def list_executions(self, **request: Any) -> dict[str, Any]:
        number = int(request.get("nextToken", "0"))
        if number > 2:
            raise ClientError({"Error": {"Code": "InvalidToken", "Message": ""}}, "ListExecutions")
        found = {"executions": [{"name": f"d-g{number}", "status": "RUNNING", "startDate": 0}]}
        return found | ({"nextToken": str(number + 1)} if number < 2 else {})


def test_running_executions_come_page_by_page() -> None:
    machine = Machine(ARN, Paged())  # type: ignore[arg-type] # one verb only
    first = machine.list_running()
    second = machine.list_running(first.next)
    last = machine.list_running(second.next)
    listed = [one.name for page in (first, second, last) for one in page.executions]
    assert (listed, last.next) == (["d-g0", "d-g1", "d-g2"], "")


def test_a_place_that_is_forgotten_leads_to_the_first_page() -> None:
    machine = Machine(ARN, Paged())  # type: ignore[arg-type] # one verb only
    assert machine.list_running("9") == machine.list_running()
