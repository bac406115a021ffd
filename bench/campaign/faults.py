"""Faults put into the SDK: below botocore's retries and parsers, above the double of AWS.

Each call of a process at work may meet one: before it has an effect, after it had one, or instead of a
part of it. A death is an exception that nothing catches; after it every further call of the process
dies too, so that no `finally` writes what a dead process could not.
"""

import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random
from typing import Any

from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from botocore.exceptions import ConnectionClosedError, ConnectTimeoutError, ReadTimeoutError
from moto.core.botocore_stubber import BotocoreStubber, MockRawResponse

type Send = Callable[[str, Any], Any]


class Fault(StrEnum):
    """What may happen to a call."""

    THROTTLED = "throttled"
    SERVER_ERROR = "5xx before the effect"
    SERVER_ERROR_AFTER = "5xx after the effect"
    NO_CONNECTION = "time-out before the effect"
    REPLY_LOST = "time-out after the effect"
    RESET = "reset before the effect"
    RESET_AFTER = "reset after the effect"
    SLOW = "slow answer"
    CANCELLED = "transaction cancelled by a conflict"
    PARTIAL = "batch answered in part"
    DIED = "process death before the effect"
    DIED_AFTER = "process death after the effect"


WEIGHTS = {
    Fault.THROTTLED: 3,
    Fault.SERVER_ERROR: 2,
    Fault.SERVER_ERROR_AFTER: 2,
    Fault.NO_CONNECTION: 2,
    Fault.REPLY_LOST: 3,
    Fault.RESET: 1,
    Fault.RESET_AFTER: 2,
    Fault.SLOW: 1,
    Fault.CANCELLED: 2,
    Fault.PARTIAL: 2,
    Fault.DIED: 2,
    Fault.DIED_AFTER: 2,
}
OF_SOME = {
    Fault.CANCELLED: frozenset({"dynamodb.TransactWriteItems"}),
    Fault.PARTIAL: frozenset({"dynamodb.BatchGetItem", "sqs.SendMessageBatch"}),
}
AFTER = frozenset(
    {Fault.SERVER_ERROR_AFTER, Fault.REPLY_LOST, Fault.RESET_AFTER, Fault.DIED_AFTER, Fault.SLOW}
)
"""The faults of a call that had its effect."""

DOWN = (Fault.THROTTLED, Fault.SERVER_ERROR, Fault.NO_CONNECTION, Fault.RESET)
STAYS_DOWN = 1 / 3
SLOW_S = 4.0

THROTTLE = {
    "dynamodb": (400, "ProvisionedThroughputExceededException"),
    "s3": (503, "SlowDown"),
    "sqs": (400, "ThrottlingException"),
    "sesv2": (429, "TooManyRequestsException"),
    "sfn": (400, "ThrottlingException"),
    "ssm": (400, "ThrottlingException"),
}
BROKEN = {
    "dynamodb": "InternalServerError",
    "s3": "InternalError",
    "sqs": "InternalFailure",
    "sesv2": "InternalServiceErrorException",
    "sfn": "InternalFailure",
    "ssm": "InternalServerError",
}

BREAKS = {
    Fault.NO_CONNECTION: ConnectTimeoutError,
    Fault.REPLY_LOST: ReadTimeoutError,
    Fault.RESET: ConnectionClosedError,
    Fault.RESET_AFTER: ConnectionClosedError,
}


class ProcessDied(BaseException):
    """The process ends here, between two calls: nothing catches this."""


@dataclass(slots=True)
class Plan:
    """Which call meets which fault: `rate` of all calls begins one, by a seed."""

    random: Random
    rate: float
    weights: dict[Fault, int] = field(default_factory=lambda: dict(WEIGHTS))
    _down: dict[str, int] = field(default_factory=dict)

    def choose(self, operation: str) -> Fault | None:
        """Choose what happens to a call of `service.Operation`.

        Of three faults one is the first of some: the service stays down for longer than the SDK tries.
        """
        service = operation.partition(".")[0]
        if self.rate and self._down.get(service, 0):
            self._down[service] -= 1
            return self.random.choice(DOWN)
        if self.random.random() >= self.rate:
            return None
        if self.random.random() < STAYS_DOWN:
            self._down[service] = self.random.randint(2, 8)
        fits = {
            one: weight
            for one, weight in self.weights.items()
            if one not in OF_SOME or operation in OF_SOME[one]
        }
        return self.random.choices(list(fits), list(fits.values()))[0]


@dataclass(slots=True)
class Injector:
    """Sends every call of a process at work by its plan; outside of work nothing goes wrong.

    `send` is who answers calls well. `pause` lets time pass without waiting. `watch` is told of each call
    that was answered well, whatever the caller learns of it.
    """

    plan: Plan
    send: Send
    pause: Callable[[float], None]
    watch: Callable[[str, Any, Any], None]
    injected: Counter[tuple[str, Fault]] = field(default_factory=Counter)
    calls: int = 0
    is_at_work: bool = False
    is_dead: bool = False
    _lock: Any = field(default_factory=threading.RLock)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Let faults happen inside: one invocation of a process."""
        self.is_at_work, self.is_dead = True, False
        try:
            yield
        finally:
            self.is_at_work = False

    def __call__(self, event_name: str, request: Any) -> Any:
        """Answer one try of a call; what is raised here is the connection's trouble."""
        _, service, name = event_name.split(".")
        operation = f"{service}.{name}"
        with self._lock:
            if self.is_at_work and self.is_dead:
                raise ProcessDied
            self.calls += 1
            fault = self.plan.choose(operation) if self.is_at_work else None
            if fault is None:
                return self._answer_well(operation, request)
            self.injected[(service, fault)] += 1
            return self._answer_badly(fault, operation, request)

    def _answer_well(self, operation: str, request: Any) -> Any:
        answer = self.send(operation, request)
        if answer is not None:
            self.watch(operation, request, answer)
        return answer

    def _answer_badly(self, fault: Fault, operation: str, request: Any) -> Any:
        service = operation.partition(".")[0]
        answer = self._answer_well(operation, request) if fault in AFTER else None
        match fault:
            case Fault.SLOW:
                self.pause(SLOW_S)
                return answer
            case Fault.PARTIAL:
                return self._answer_in_part(operation, request)
            case Fault.DIED | Fault.DIED_AFTER:
                self.is_dead = True
                raise ProcessDied
            case _ if fault in BREAKS:
                raise BREAKS[fault](endpoint_url=service)
            case _:
                return _refuse_as(fault, service, request)

    def _answer_in_part(self, operation: str, request: Any) -> Any:
        """Do the first half of a batch, and say of the rest that it was not done."""
        asked = json.loads(request.body)
        if operation == "sqs.SendMessageBatch":
            return self._send_half(asked, request)
        (table, wanted), *_ = asked["RequestItems"].items()
        half = len(wanted["Keys"]) // 2
        rest = {table: {**wanted, "Keys": wanted["Keys"][half:]}}
        found: dict[str, Any] = {"Responses": {}}
        if half:
            first = {"RequestItems": {table: {**wanted, "Keys": wanted["Keys"][:half]}}}
            found = json.loads(self._send_as(operation, request, first))
        return respond(request, 200, {**found, "UnprocessedKeys": rest})

    def _send_half(self, asked: dict[str, Any], request: Any) -> Any:
        entries = asked["Entries"]
        half = len(entries) // 2
        done: dict[str, Any] = {"Successful": []}
        if half:
            first = {**asked, "Entries": entries[:half]}
            done = json.loads(self._send_as("sqs.SendMessageBatch", request, first))
        failed = [
            {"Id": one["Id"], "Code": "InternalError", "SenderFault": False}
            for one in entries[half:]
        ]
        return respond(request, 200, {**done, "Failed": failed})

    def _send_as(self, operation: str, request: Any, body: object) -> bytes:
        request.body = json.dumps(body).encode()
        answer: bytes = self._answer_well(operation, request).content
        return answer


def _refuse_as(fault: Fault, service: str, request: Any) -> AWSResponse:
    if fault is Fault.THROTTLED:
        return refuse(service, request, *THROTTLE[service])
    if fault is Fault.CANCELLED:
        return refuse(service, request, 400, "TransactionCanceledException", _reasons(request))
    return refuse(service, request, 500, BROKEN[service])


def _reasons(request: Any) -> dict[str, Any]:
    items = json.loads(request.body)["TransactItems"]
    reasons = [{"Code": "None"} for _ in items]
    reasons[0] = {"Code": "TransactionConflict"}
    return {"CancellationReasons": reasons}


def refuse(
    service: str, request: Any, status: int, code: str, more: dict[str, Any] | None = None
) -> AWSResponse:
    """Write a service's error as it stands on the wire."""
    if service == "s3":
        text = f"<Error><Code>{code}</Code><Message>as planned</Message></Error>"
        return _answer(request, status, {"content-type": "application/xml"}, text)
    return respond(
        request,
        status,
        {"__type": f"com.amazonaws#{code}", "message": "as planned", **(more or {})},
        {"x-amzn-errortype": code},
    )


def respond(
    request: Any, status: int, body: object, headers: dict[str, str] | None = None
) -> AWSResponse:
    """Write an answer in JSON."""
    told = {"content-type": "application/x-amz-json-1.0", **(headers or {})}
    return _answer(request, status, told, json.dumps(body))


def _answer(request: Any, status: int, told: dict[str, str], text: str) -> AWSResponse:
    headers, raw = HTTPHeaders(), MockRawResponse(text)
    for name, value in told.items():
        headers[name] = value
    return AWSResponse(request.url, status, headers, raw)


@contextmanager
def between(answer: Callable[[str, Any], Any]) -> Iterator[None]:
    """Put something between the SDK and the double, for the calls of every client of the process."""
    whole = BotocoreStubber.__call__

    def called(stubber: BotocoreStubber, event_name: str, request: Any, **_more: Any) -> Any:
        del stubber
        return answer(event_name, request)

    BotocoreStubber.__call__ = called  # type: ignore[method-assign, assignment] # what it is for
    try:
        yield
    finally:
        BotocoreStubber.__call__ = whole  # type: ignore[method-assign] # idem


def double_answers() -> Callable[[Any], Any]:
    """Give how the double answers a request, before anything is put between."""
    from moto.core.models import botocore_stubber

    whole = BotocoreStubber.__call__
    return lambda request: whole(botocore_stubber, "", request)
