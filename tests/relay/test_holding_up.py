"""What is silent or unreadable holds up itself alone: the relay has its turn with all the rest."""

import json
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
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
from chalicelib.cases.kind import Consumer
from chalicelib.notices.notices_of import list_notices
from chalicelib.relay import events as relay_events
from chalicelib.relay.dispatch import Dispatcher, list_consumers
from chalicelib.relay.replay_unrelayed import replay_unrelayed
from chalicelib.rows.listings import UNRELAYED
from infra.paths import ROOT
from tests.relay.consumers import Way, dispatcher
from tests.timeline.machines import ARN
from tests.timeline.worlds import World

HOUR = timedelta(hours=1)


class Context:
    """A Lambda's context with minutes left."""

    def get_remaining_time_in_millis(self) -> int:
        return 200_000


@pytest.fixture
def world(table: Table, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    queue = client("sqs").create_queue(QueueName="notices")["QueueUrl"]
    monkeypatch.setenv("NOTICES_QUEUE", queue)
    monkeypatch.setenv("TIMELINE_MACHINE", ARN.removesuffix("-dossier"))
    settings.load_settings.cache_clear()
    forget_machine()
    yield World(table)
    forget_machine()


@pytest.fixture
def silence(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:  # its stage first
    """Step Functions accept every call and answer none; the timeline's budget is a blink."""
    over = threading.Event()

    def swallow(**_event: object) -> NoReturn:
        over.wait(60)
        raise ReadTimeoutError(endpoint_url="https://states.eu-west-3.amazonaws.com")

    client("stepfunctions").meta.events.register_first("before-send", swallow)

    def hurried(event: Event) -> Sequence[Consumer]:
        return [
            replace(one, budget_s=0.1) if one.name == "timeline" else one
            for one in list_consumers(event)
        ]

    monkeypatch.setattr(relay_events, "Dispatcher", lambda table: Dispatcher(table, hurried))
    yield
    over.set()


def unrelayed(table: Table) -> tuple[Item, ...]:
    """The journal's rows that nobody relayed, the oldest first."""
    pages = [table.query(pk, index="work").items for pk in UNRELAYED.shard_pks()]
    return tuple(item for page in pages for item in page)


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


@pytest.mark.usefixtures("silence")
def test_silent_step_functions_keep_no_mail_of_a_batch_from_being_planned(world: World) -> None:
    sent = [world.send(f"k{number}") for number in range(10)]
    relay_events.relay(batch_of(world.table), Context())
    assert [one for one in sent if not list_notices(world.load(one))] == []


def test_an_ask_that_cannot_be_read_keeps_no_event_from_being_replayed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def see(table: Table) -> Dispatcher:
        return dispatcher(table, lambda event: seen.append(event.case_id))

    monkeypatch.setattr(relay_events, "Dispatcher", see)
    dossier_id = world.send()
    grow_old(world.table)
    ask = ask_row("A#1", AskKind.PASSWORD, real_now() - HOUR).item
    world.table.put({**ask, "kind": "a_kind_of_the_next_release"})
    schedule = json.loads((ROOT / "tests" / "events" / "schedule.json").read_text())
    with suppress(ValueError, ExceptionGroup):
        relay_events.replay_unrelayed(schedule, Context())
    assert set(seen) == {dossier_id}


def test_failures_at_the_head_of_the_list_starve_nothing_behind_them(world: World) -> None:
    dossier_id = world.send()
    while len(world.journal(dossier_id)) <= PAGE:
        world.move(dossier_id)
    tried: set[int] = set()

    def fail(event: Event, _done: Iterable[str]) -> bool:
        tried.add(event.seq)
        return False

    for _run in range(10):  # each has time for one page
        real = real_now() + HOUR
        replay_unrelayed(Way(fail), table=world.table, real=real, is_time_up=lambda: True)
    assert tried == set(range(1, PAGE + 2))
