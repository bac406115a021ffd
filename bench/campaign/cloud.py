"""What answers the SDK in a world: moto's double, and ours for what moto does not run.

Executions run our own definition in memory; mails are kept with their tags. Both answer on the wire,
so that their calls pass the product's adapters and meet the same faults.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bench.campaign.faults import double_answers, refuse, respond
from chalicelib.aws.clock import real_now
from chalicelib.aws.machine import Execution
from chalicelib.notices.tags import CASE_TAG, NOTICE_TAG
from tests.timeline.machines import FakeMachine, Run

ARN = "arn:aws:states:eu-west-3:123456789012:execution:one"


class Executions(FakeMachine):
    """A machine whose executions begin when they are started."""

    def start(self, name: str, payload: Mapping[str, str | int]) -> bool:
        """Start an execution under a name that was never used."""
        if name in self.runs:
            return False
        self.runs[name] = Run(name, payload, self._track(self.definition), started_at=real_now())
        return True


@dataclass(frozen=True, slots=True)
class Sent:
    """A mail that SES took: of which case and notice, its text, its message id."""

    case_id: str
    notice_id: str
    text: str
    message_id: str
    subject: str


@dataclass
class Cloud:
    """Answers every call well: `send` of an injector."""

    machine: Executions
    mails: list[Sent] = field(default_factory=list)
    _told: int = 0
    _double: Callable[[Any], Any] = field(default_factory=double_answers)

    def __call__(self, operation: str, request: Any) -> Any:
        """Answer one call."""
        service, _, name = operation.partition(".")
        if service == "sfn":
            return self._run(name, request, json.loads(request.body))
        if operation == "sesv2.SendEmail":
            return self._take_mail(request, json.loads(request.body))
        return self._double(request)

    def take_untold(self) -> list[Sent]:
        """Give the mails of which SES has told nothing yet."""
        untold = self.mails[self._told :]
        self._told = len(self.mails)
        return untold

    def _take_mail(self, request: Any, asked: Mapping[str, Any]) -> Any:
        tags = {one["Name"]: one["Value"] for one in asked["EmailTags"]}
        simple = asked["Content"]["Simple"]
        sent = Sent(
            tags.get(CASE_TAG, ""),
            tags.get(NOTICE_TAG, ""),
            simple["Body"]["Text"]["Data"],
            f"mail-{len(self.mails)}",
            simple["Subject"]["Data"],
        )
        self.mails.append(sent)
        return respond(request, 200, {"MessageId": sent.message_id})

    def _run(self, name: str, request: Any, asked: Mapping[str, Any]) -> Any:
        verbs: Mapping[str, Callable[[Mapping[str, Any], str], object]] = {
            "StartExecution": self._start,
            "StopExecution": self._stop,
            "DescribeExecution": self._describe,
            "ListExecutions": self._list,
            "SendTaskSuccess": self._complete,
        }
        try:
            body = verbs[name](asked, asked.get("executionArn", "").rpartition(":")[2])
        except _Refused as refused:
            return refuse("sfn", request, 400, str(refused))
        return respond(request, 200, body)

    def _start(self, asked: Mapping[str, Any], _name: str) -> object:
        if not self.machine.start(asked["name"], json.loads(asked["input"])):
            raise _Refused("ExecutionAlreadyExists")
        return {"executionArn": ARN, "startDate": _now()}

    def _stop(self, asked: Mapping[str, Any], name: str) -> object:
        if not self.machine.stop(name, asked.get("cause", "")):
            raise _Refused("ExecutionDoesNotExist")
        return {"stopDate": _now()}

    def _describe(self, _asked: Mapping[str, Any], name: str) -> object:
        found = self.machine.find(name)
        if found is None:
            raise _Refused("ExecutionDoesNotExist")
        return _told(found)

    def _list(self, _asked: Mapping[str, Any], _name: str) -> object:
        return {"executions": [_told(one) for one in self.machine.list_running().executions]}

    def _complete(self, asked: Mapping[str, Any], _name: str) -> object:
        if not self.machine.complete_token(asked["taskToken"]):
            raise _Refused("TaskTimedOut")
        return {}


class _Refused(Exception):
    """What Step Functions answer is an error of this code."""


def tell_of(mail: Sent, kind: str) -> str:
    """Write what SES says of a mail, as SNS brings it to a queue."""
    at = real_now().isoformat()
    tags = {NOTICE_TAG: [mail.notice_id], CASE_TAG: [mail.case_id]}
    told = {"timestamp": at, "messageId": mail.message_id, "tags": tags, "destination": []}
    part = {kind.lower(): {"timestamp": at, "recipients": []}}
    event = {"eventType": kind, "mail": told, **part}
    return json.dumps({"Type": "Notification", "Message": json.dumps(event)})


def _now() -> float:
    return real_now().timestamp()


def _told(one: Execution) -> dict[str, Any]:
    arn = ARN.rpartition(":")[0] + ":" + one.name
    machine = arn.replace(":execution:", ":stateMachine:")
    started = one.started_at.timestamp()
    return {
        "executionArn": arn,
        "stateMachineArn": machine,
        "name": one.name,
        "status": str(one.state),
        "startDate": started,
    }
