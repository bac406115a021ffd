"""What is silent or unreadable holds up itself alone: the relay has its turn with all the rest."""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, NoReturn

import pytest
from botocore.exceptions import ReadTimeoutError

from chalicelib import settings
from chalicelib.accounts.asks import AskKind, ask_row
from chalicelib.audit.model import Event
from chalicelib.audit.store import PAGE
from chalicelib.aws.clock import real_now
from chalicelib.aws.items import Item, Update, item_to_wire
from chalicelib.aws.machine import forget_machine
from chalicelib.aws.session import client
from chalicelib.aws.table import Table
from chalicelib.notices.store import list_notices
from chalicelib.relay import events as relay_events
from chalicelib.relay.replay_unrelayed import replay_unrelayed
from chalicelib.rows.listings import UNRELAYED
from infra.paths import ROOT
from tests.timeline.machines import ARN
from tests.timeline.worlds import World

HOUR = timedelta(hours=1)


class TimeUp(BaseException):
    """Lambda ends the process here."""


class Context:
    """A Lambda's context with minutes left."""

    def get_remaining_time_in_millis(self) -> int:
        return 200_000


@dataclass
class Silence:
    """A service that accepts every call and never answers; what is awaited is counted.

    The process ends once it has waited for its Lambda's whole time.
    """

    limit_s: float
    read_s: float
    waited_s: float = field(default=0.0, init=False)

    def wait(self, seconds: float) -> None:
        self.waited_s += seconds
        if self.waited_s > self.limit_s:
            raise TimeUp

    def swallow(self, **_event: object) -> NoReturn:
        """Keep a request until its read time-out."""
        self.wait(self.read_s)
        raise ReadTimeoutError(endpoint_url="https://states.eu-west-3.amazonaws.com")


@pytest.fixture
def world(table: Table, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    queue = client("sqs").create_queue(QueueName="notices")["QueueUrl"]
    monkeypatch.setenv("NOTICES_QUEUE", queue)
    monkeypatch.setenv("TIMELINE_MACHINE", ARN)
    settings.load_settings.cache_clear()
    forget_machine()
    yield World(table)
    forget_machine()


@pytest.fixture
def silence(world: World, monkeypatch: pytest.MonkeyPatch) -> Silence:  # its stage first
    """Step Functions are silent, for as long as the relay's Lambda may run."""
    config = json.loads((ROOT / ".chalice" / "config.json").read_text())
    limit_s = config["stages"]["stack"]["lambda_functions"]["relay"]["lambda_timeout"]
    stepfunctions = client("stepfunctions")
    read_s: float = stepfunctions.meta.config.read_timeout  # type: ignore[attr-defined] # the stubs lack it
    silence = Silence(limit_s, read_s)
    stepfunctions.meta.events.register_first("before-send", silence.swallow)
    monkeypatch.setattr("botocore.endpoint.time", SimpleNamespace(sleep=silence.wait))
    return silence


def unrelayed(table: Table) -> tuple[Item, ...]:
    """The journal's rows that nobody relayed, the oldest first."""
    return table.query(UNRELAYED.pk(), index="work").items


def batch_of(table: Table) -> dict[str, Any]:
    """What the stream brings of these rows, in one batch."""
    changes = [
        {"NewImage": item_to_wire(row), "SequenceNumber": str(place)}
        for place, row in enumerate(unrelayed(table))
    ]
    return {"Records": [{"eventName": "INSERT", "dynamodb": change} for change in changes]}


def grow_old(table: Table) -> None:
    """Make the events an hour older in real time: the stream missed them."""
    old = (real_now() - HOUR).isoformat()
    for row in unrelayed(table):
        table.update(Update(row["pk"], row["sk"], set={"wa": old}))


@pytest.mark.xfail(
    strict=True,
    raises=AssertionError,
    reason="one start that Step Functions never answers outlasts the relay, and no mail is planned",
)
@pytest.mark.usefixtures("silence")
def test_silent_step_functions_keep_no_mail_of_a_batch_from_being_planned(world: World) -> None:
    sent = [world.send(f"k{number}") for number in range(10)]
    with suppress(TimeUp):
        relay_events.relay(batch_of(world.table), Context())
    assert [one for one in sent if not list_notices(world.load(one))] == []


@pytest.mark.xfail(
    strict=True,
    raises=AssertionError,
    reason="a mail asked for whose row cannot be read ends the replay before any event is relayed",
)
def test_an_ask_that_cannot_be_read_keeps_no_event_from_being_replayed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def see(event: Event, *, table: Table) -> None:
        del table
        seen.append(event.case_id)

    monkeypatch.setattr(relay_events, "dispatch", see)
    dossier_id = world.send()
    grow_old(world.table)
    ask = ask_row("A#1", AskKind.PASSWORD, real_now() - HOUR).item
    world.table.put({**ask, "kind": "a_kind_of_the_next_release"})
    schedule = json.loads((ROOT / "tests" / "events" / "schedule.json").read_text())
    with suppress(ValueError, ExceptionGroup):
        relay_events.replay_unrelayed(schedule, Context())
    assert set(seen) == {dossier_id}


@pytest.mark.xfail(
    strict=True,
    raises=AssertionError,
    reason="every replay begins at the oldest event: a page of failures starves what is behind it",
)
def test_failures_at_the_head_of_the_list_starve_nothing_behind_them(world: World) -> None:
    dossier_id = world.send()
    while len(world.journal(dossier_id)) <= PAGE:
        world.move(dossier_id)
    tried: set[int] = set()

    def fail(event: Event) -> None:
        tried.add(event.seq)
        raise RuntimeError("its consumer is down")

    for _run in range(10):  # each has time for one page
        real = real_now() + HOUR
        replay_unrelayed(fail, table=world.table, real=real, is_time_up=lambda: True)
    assert tried == set(range(1, PAGE + 2))
