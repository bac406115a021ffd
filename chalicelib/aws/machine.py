"""The state machine: start, find and stop executions, and answer their task tokens.

Executions are called by name. Every verb is harmless when repeated: it says whether it
changed anything.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.aws.session import client
from chalicelib.aws.trouble import error_code, sort_trouble
from chalicelib.settings import load_settings

if TYPE_CHECKING:
    from mypy_boto3_stepfunctions import SFNClient
    from mypy_boto3_stepfunctions.type_defs import ListExecutionsInputTypeDef

SERVICE = "stepfunctions"
ANSWERED = frozenset({"TaskTimedOut", "TaskDoesNotExist", "InvalidToken"})
"""A token already answered, timed out, or whose execution is over: nobody waits for it."""

FORGOTTEN = frozenset({"InvalidToken"})
CLOSED = frozenset({"ExecutionDoesNotExist", "ValidationException"})
PAGE = 1000


class RunState(StrEnum):
    """Where an execution is, in the words of Step Functions."""

    RUNNING = "RUNNING"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    TIMED_OUT = "TIMED_OUT"
    ABORTED = "ABORTED"
    PENDING_REDRIVE = "PENDING_REDRIVE"


@dataclass(frozen=True, slots=True)
class Execution:
    """One execution: its name, where it is, and the real instant it started at."""

    name: str
    state: RunState
    started_at: datetime


@dataclass(frozen=True, slots=True)
class RunningPage:
    """Executions that run, and where the next page begins ("" after the last)."""

    executions: tuple[Execution, ...]
    next: str = ""


class Machine:
    """One state machine."""

    def __init__(self, arn: str, stepfunctions: "SFNClient") -> None:
        """Keep the machine's ARN and client."""
        self.arn = arn
        self._client = stepfunctions

    def start(self, name: str, payload: Mapping[str, str | int]) -> bool:
        """Start the execution of a name, once; False when that name was ever used."""
        try:
            self._client.start_execution(
                stateMachineArn=self.arn, name=name, input=json.dumps(dict(payload))
            )
        except (ClientError, BotoCoreError) as error:
            return _unless(error, frozenset({"ExecutionAlreadyExists"}))
        return True

    def stop(self, name: str, cause: str) -> bool:
        """Stop an execution; False when it is over or never was."""
        try:
            self._client.stop_execution(executionArn=self._execution_arn(name), cause=cause)
        except (ClientError, BotoCoreError) as error:
            return _unless(error, CLOSED)
        return True

    def find(self, name: str) -> Execution | None:
        """Find an execution by name."""
        try:
            found = self._client.describe_execution(executionArn=self._execution_arn(name))
        except (ClientError, BotoCoreError) as error:
            _unless(error, frozenset({"ExecutionDoesNotExist"}))
            return None
        return Execution(name, RunState(found["status"]), found["startDate"])

    def list_running(self, start: str = "") -> RunningPage:
        """List a page of the executions that run, the latest start first: a thousand a call.

        `start` is the place that a former page gave, "" for the first one. Step Functions forget a
        place after a day: the first page is given then.
        """
        request: ListExecutionsInputTypeDef = {
            "stateMachineArn": self.arn,
            "statusFilter": "RUNNING",
            "maxResults": PAGE,
        }
        if start:
            request["nextToken"] = start
        try:
            found = self._client.list_executions(**request)
        except (ClientError, BotoCoreError) as error:
            _unless(error, FORGOTTEN if start else frozenset())
            return self.list_running()
        running = tuple(
            Execution(one["name"], RunState(one["status"]), one["startDate"])
            for one in found["executions"]
        )
        return RunningPage(running, found.get("nextToken", ""))

    def complete_token(self, token: str) -> bool:
        """Let the step that waits behind a token go on; False when nobody waits any more."""
        try:
            self._client.send_task_success(taskToken=token, output="{}")
        except (ClientError, BotoCoreError) as error:
            return _unless(error, ANSWERED)
        return True

    def _execution_arn(self, name: str) -> str:
        return f"{self.arn.replace(':stateMachine:', ':execution:')}:{name}"


def _unless(error: ClientError | BotoCoreError, harmless: frozenset[str]) -> bool:
    """Give False for a harmless error; raise the others sorted."""
    if isinstance(error, ClientError) and error_code(error) in harmless:
        return False
    raise sort_trouble(SERVICE, error) from error


@cache
def _machine_at(arn: str) -> Machine:
    return Machine(arn, client("stepfunctions"))


def open_machine(process: str) -> Machine:
    """Open the stage's machine of a process, by its name."""
    return _machine_at(f"{load_settings().timeline_machine}-{process}")


def forget_machine() -> None:
    """Forget the open machine, for a process that changes its endpoint or credentials."""
    _machine_at.cache_clear()
