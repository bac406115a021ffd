"""A world in process: the stage, its people, its functions, and what brings them their events.

Requests go through the application as API Gateway hands them over, events through the Lambdas' own
functions. Every write to the journal comes back by the stream, every stored file and every message by
its queue, as often and in whatever order the world's habits say.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

from bench.campaign.cloud import Cloud, Executions, tell_of
from bench.campaign.delivery import Channel, Habits, Message
from bench.campaign.faults import Injector, Plan, ProcessDied, between
from bench.campaign.figures import Figures
from bench.campaign.log_lines import search_lines
from bench.campaign.made_people import EMAIL, FIRM, PASSWORD, PERSON
from bench.campaign.moved_time import MovedTime, move_time
from bench.stage import ENVIRONMENT, REGION, Stage, open_stage
from chalicelib.accounts import password
from chalicelib.accounts.enrol import enrol_firm, enrol_user
from chalicelib.accounts.model import Person, Role
from chalicelib.accounts.tokens import create_token
from chalicelib.aws.session import client
from chalicelib.documents import events as documents_events
from chalicelib.notices import events as notices_events
from chalicelib.relay import events as relay_events
from chalicelib.timeline import events as timeline_events
from tests.portal import Answer, Portal, open_app

MOST_BROUGHT = 5
"""As often as queues and the stream bring a message (infra/resources/queues.yaml, functions.yaml)."""

ROUNDS = 400
CONTEXT: Any = SimpleNamespace(
    get_remaining_time_in_millis=lambda: 300_000, function_name="campaign", aws_request_id="request"
)
JOBS: Mapping[str, Callable[..., Any]] = {
    "replay_unrelayed": relay_events.replay_unrelayed,
    "sweep_documents": documents_events.sweep_documents,
    "supervise": timeline_events.supervise,
    "act_on_due": timeline_events.act_on_due,
    "replay_notices": notices_events.replay_notices,
}

SCHEDULE = json.loads(
    (Path(__file__).parents[2] / "tests" / "events" / "schedule.json").read_text()
)


class Restless(Exception):
    """A world does not come to rest."""


class Crashed(Exception):
    """A function's process died, or its answer was an error."""


@dataclass
class World:
    """A stage with an installer, and the ways of its events."""

    stage: Stage
    time: MovedTime
    injector: Injector
    cloud: Cloud
    habits: Habits
    installer: Person
    token: str
    figures: Figures
    secrets: set[str] = field(default_factory=set)
    portal: Portal = field(init=False)
    stream: Channel = field(init=False)
    arrivals: Channel = field(init=False)
    notices: Channel = field(init=False)
    feedback: Channel = field(init=False)
    channels: tuple[Channel, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Open the channels, and give the machine the timeline's own functions."""
        self.portal = Portal(open_app(), token=self.token)
        self.stream, self.arrivals, self.notices, self.feedback = self.channels = tuple(
            Channel(name, self.habits, MOST_BROUGHT)
            for name in ("stream", "uploads", "notices", "feedback")
        )
        self.cloud.machine.functions = {
            "RegisterToken": self._task(timeline_events.register_token),
            "TakeTurn": self._task(timeline_events.take_turn),
        }

    # ------------------------------------------------------------ what comes in from outside
    def ask(self, act: Callable[[Portal], Answer], portal: Portal | None = None) -> Answer | None:
        """Send one request; None when the process died before it answered."""
        with suppress(ProcessDied), self.injector.at_work():
            try:
                answer = act(portal or self.portal)
            except (
                AssertionError
            ) as told:  # the portal holds each answer against the API's document
                self.figures.wrong("undocumented", str(told))
                return None
            return None if self.injector.is_dead else answer
        return None

    def store(self, key: str, content: bytes, kind: str) -> None:
        """Store a file as a browser does, and have the bucket tell of it."""
        bucket = ENVIRONMENT["UPLOADS_BUCKET"]
        stored = client("s3").put_object(Bucket=bucket, Key=key, Body=content, ContentType=kind)
        told = {"name": bucket}, {"key": key, "versionId": stored["VersionId"]}
        record = {"eventSource": "aws:s3", "s3": {"bucket": told[0], "object": told[1]}}
        self.arrivals.put(json.dumps({"Records": [record]}))

    def see(self, operation: str, request: Any, answer: Any) -> None:
        """Bring what was written by its stream and its queue, as AWS would."""
        if operation not in SEEN or answer.status_code != 200:
            return
        asked = json.loads(request.body)
        if operation == "sqs.SendMessageBatch":
            channel = {"notices_queue": self.notices, "uploads_queue": self.arrivals}
            to = channel.get(asked["QueueUrl"].rpartition("/")[2])
            for entry in asked["Entries"]:
                if to:
                    to.put(entry["MessageBody"])
            return
        items = (
            [asked["Item"]]
            if operation == "dynamodb.PutItem"
            else [one["Put"]["Item"] for one in asked["TransactItems"] if "Put" in one]
        )
        for item in items:
            if item["sk"]["S"].startswith(("E#", "ASKED#")):
                self.stream.put(item)

    # ------------------------------------------------------------ what the stage's functions do
    def invoke(self, function: Callable[..., Any], event: Any) -> Any:
        """Invoke a function once in a process of its own; Crashed whatever else it does."""
        try:
            with self.injector.at_work():
                answer = function(event, CONTEXT)
        except ProcessDied:
            relay_events._dispatcher_of.cache_clear()  # noqa: SLF001 # a new process knows nothing
            raise Crashed("died") from None
        except Exception as error:
            raise Crashed(type(error).__name__) from error
        if self.injector.is_dead:
            raise Crashed("died")
        return answer

    def bring_late(self) -> None:
        """Bring the second copies that come long after the first, until nothing moves."""
        for channel in self.channels:
            channel.bring_late()
        self.settle()

    def settle(self) -> None:
        """Bring all that waits, until nothing moves."""
        for _ in range(ROUNDS):
            self.time.pause(1)
            if not (self._relay() + self._check() + self._send() + self._hear() + self._advance()):
                return
        raise Restless

    def run_jobs(self) -> None:
        """Run each scheduled job once, and bring what they send."""
        for name, job in JOBS.items():
            event = dict(SCHEDULE)
            try:
                self.invoke(job, event)
            except Crashed as crash:
                self.figures.add(f"job {name} ended with {crash}")
            self.settle()

    @contextmanager
    def quiet(self) -> Iterator[None]:
        """Let nothing go wrong inside."""
        rate, self.injector.plan.rate = self.injector.plan.rate, 0.0
        try:
            yield
        finally:
            self.injector.plan.rate = rate

    def _relay(self) -> int:
        batch = self.stream.take(10)
        if not batch:
            return 0
        records = [_record(one.body, place) for place, one in enumerate(batch)]
        failed = self._failed(relay_events.relay, {"Records": records}, batch)
        self.stream.give_back(failed)
        return len(batch)

    def _check(self) -> int:
        return self._bring(self.arrivals, documents_events.check_document, 1)

    def _send(self) -> int:
        return self._bring(self.notices, notices_events.send_notice, 10)

    def _hear(self) -> int:
        """Have SES tell of each mail that it sent and delivered it."""
        for mail in self.cloud.take_untold():
            for name in ("Send", "Delivery"):
                self.feedback.put(tell_of(mail, name))
        return self._bring(self.feedback, notices_events.record_feedback, 10)

    def _bring(self, channel: Channel, function: Callable[..., Any], most: int) -> int:
        batch = channel.take(most)
        if not batch:
            return 0
        records = [_message(one.body, place) for place, one in enumerate(batch)]
        failed = self._failed(function, {"Records": records}, batch)
        channel.give_back(failed)
        return len(batch)

    def _failed(
        self, function: Callable[..., Any], event: Any, batch: list[Message]
    ) -> list[Message]:
        """Invoke, and give the messages that come again: those named, or all after a crash."""
        try:
            answer = self.invoke(function, event)
        except Crashed:
            return batch
        named = {one["itemIdentifier"] for one in answer["batchItemFailures"]}
        return [one for place, one in enumerate(batch) if str(place) in named]

    def _advance(self) -> int:
        moved = 0
        while self.cloud.machine.advance() and moved < ROUNDS:
            moved += 1
        return moved

    def _task(self, function: Callable[..., Any]) -> Callable[[Mapping[str, Any]], object]:
        return lambda payload: self.invoke(function, dict(payload))


SEEN = frozenset({"dynamodb.PutItem", "dynamodb.TransactWriteItems", "sqs.SendMessageBatch"})


def _record(item: Any, place: int) -> dict[str, Any]:
    keys = {name: item[name] for name in ("pk", "sk")}
    change = {"Keys": keys, "NewImage": item, "SequenceNumber": str(place)}
    return {
        "eventID": f"{place:032x}",
        "eventName": "INSERT",
        "eventSource": "aws:dynamodb",
        "dynamodb": change,
    }


def _message(body: str, place: int) -> dict[str, Any]:
    arn = f"arn:aws:sqs:{REGION}:123456789012:campaign"
    told = {"messageId": str(place), "receiptHandle": "", "body": body}
    counted = {"ApproximateReceiveCount": "1"}
    return {**told, "attributes": counted, "eventSource": "aws:sqs", "eventSourceARN": arn}


@contextmanager
def open_world(
    seed: int,
    figures: Figures,
    *,
    rate: float = 0.0,
    duplicated: float = 0.0,
    reordered: float = 0.0,
) -> Iterator[World]:
    """Open a world: faults in a share `rate` of its calls, its events by these habits."""
    random = Random(seed)
    secrets: set[str] = set()
    with (
        move_time() as time,
        light_passwords(),
        search_lines(figures, secrets),
        open_stage() as stage,
    ):
        relay_events._dispatcher_of.cache_clear()  # noqa: SLF001 # of another world
        cloud = Cloud(Executions({}))
        injector = Injector(
            Plan(Random(random.random()), rate), cloud, time.pause, lambda *_told: None
        )
        with between(injector):
            firm = enrol_firm(stage.table, FIRM, code="campaign")
            installer = enrol_user(
                stage.table,
                email=EMAIL,
                name=PERSON,
                role=Role.INSTALLER,
                password=PASSWORD,
                firm=firm,
            )
            token = create_token(installer, "campaign", table=stage.table).secret
            habits = Habits(Random(random.random()), duplicated, reordered)
            world = World(stage, time, injector, cloud, habits, installer, token, figures, secrets)
            secrets.add(token)
            injector.watch = world.see
            try:
                yield world
            finally:
                retire_child()


def retire_child() -> None:
    """End the warm child that judged files: it is this process's, and kept for the next file."""
    documents_events._child().close()  # noqa: SLF001 # a Lambda's process never ends it
    documents_events._child.cache_clear()  # noqa: SLF001 # idem


@contextmanager
def light_passwords() -> Iterator[None]:
    """Hash passwords in a thousandth of the time that people wait for."""
    kept = dict(password.COST)
    password.COST.update(time_cost=1, memory_cost=8)
    try:
        yield
    finally:
        password.COST.update(kept)
