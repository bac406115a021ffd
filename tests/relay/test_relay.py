"""At least once, to everybody: with the stream, without it, and with consumers in trouble."""

from collections.abc import Callable, Iterable
from datetime import timedelta

import pytest

from chalicelib import settings
from chalicelib.audit.model import Event
from chalicelib.audit.store import list_unrelayed
from chalicelib.aws.clock import real_now
from chalicelib.aws.session import client
from chalicelib.aws.table import Table
from chalicelib.aws.trouble import TransientError
from chalicelib.dossiers.kinds import Milestone
from chalicelib.notices.notices_of import list_notices
from chalicelib.notices.plan import plan_notices
from chalicelib.relay.replay_unrelayed import Replayed, replay_unrelayed
from tests.relay.consumers import Hear, Way, dispatcher
from tests.timeline.worlds import World

type Dispatch = Callable[..., bool]


@pytest.fixture
def world(table: Table, monkeypatch: pytest.MonkeyPatch) -> World:
    queue = client("sqs").create_queue(QueueName="notices")["QueueUrl"]
    monkeypatch.setenv("NOTICES_QUEUE", queue)
    settings.load_settings.cache_clear()
    return World(table)


def to(world: World, *hears: Hear) -> Dispatch:
    """One invocation after another: who is let down in one is asked again in the next."""

    def dispatch(event: Event, done: Iterable[str] = ()) -> bool:
        return dispatcher(world.table, *hears).dispatch(event, done)

    return dispatch


def to_all(world: World) -> Dispatch:
    return to(world, world.follow, lambda event: plan_notices(event, table=world.table))


def unrelayed(world: World) -> list[int]:
    return sorted(one.seq for one in list_unrelayed(world.table, real_now() + timedelta(days=1)))


def replay(world: World, way: Dispatch, minutes: float = 6) -> Replayed:
    return replay_unrelayed(
        Way(way), table=world.table, real=real_now() + timedelta(minutes=minutes)
    )


def test_a_relayed_event_is_off_the_list(world: World) -> None:
    dossier_id = world.send()
    assert unrelayed(world) == [1, 2]
    to_all(world)(world.journal(dossier_id)[0])
    assert unrelayed(world) == [2]


def test_with_the_stream_off_the_replay_alone_starts_timeline_and_notices(world: World) -> None:
    dossier_id = world.send()
    assert replay(world, to_all(world)) == Replayed(relayed=2, failed=0)
    world.machine.settle()
    assert world.machine.waiting_for(f"{dossier_id}-g1")
    kinds = {str(one.kind) for one in list_notices(world.load(dossier_id))}
    assert kinds == {"dossier_received", "subscription_link"}
    assert unrelayed(world) == []


def test_a_whole_dossier_goes_its_way_without_the_stream(world: World) -> None:
    dossier_id = world.send()
    for milestone in list(Milestone)[1:]:
        world.move(dossier_id, reached=(milestone,))
        replay(world, to_all(world))
        world.machine.settle()
    assert world.filings == [dossier_id]
    assert world.machine.waiting_for(f"{dossier_id}-g1") == frozenset()


def test_the_stream_has_a_minute_before_the_replay(world: World) -> None:
    world.send()
    assert replay(world, to_all(world), minutes=0.9) == Replayed(0, 0)
    assert replay(world, to_all(world), minutes=1.1) == Replayed(2, 0)


def test_the_stream_and_the_replay_together_change_nothing(world: World) -> None:
    dossier_id = world.send()
    for event in world.journal(dossier_id) * 3:
        to_all(world)(event)
    replay(world, to_all(world))
    assert list(world.machine.runs) == [f"{dossier_id}-g1"]
    assert len(list_notices(world.load(dossier_id))) == 2


def test_a_consumer_in_trouble_keeps_the_event_and_not_the_other_consumer(world: World) -> None:
    dossier_id = world.send()
    seen: list[int] = []

    def busy(_event: Event) -> None:
        raise TransientError("stepfunctions", "ThrottlingException")

    both = to(world, busy, lambda event: seen.append(event.seq))
    assert not both(world.journal(dossier_id)[1])
    assert seen == [2]
    assert unrelayed(world) == [1, 2]


def test_a_poison_event_is_replayed_beside_the_others_and_stays_on_the_list(world: World) -> None:
    world.send("k1")
    world.send("k2")
    poisoned: list[str] = []

    def poison(event: Event) -> None:
        if event.seq == 2 and event.case_id in poisoned[:1]:
            raise RuntimeError("poison")

    poisoned.append(list_unrelayed(world.table, real_now())[0].case_id)
    assert replay(world, to(world, poison)) == Replayed(relayed=3, failed=1, late=1)
    assert unrelayed(world) == [2]
    poisoned.clear()
    assert replay(world, to(world, poison)) == Replayed(relayed=1, failed=0)


def test_what_fails_is_late_after_five_minutes_and_not_before(world: World) -> None:
    world.send()

    def fail(_event: Event, _done: Iterable[str]) -> bool:
        return False

    assert replay(world, fail, minutes=4) == Replayed(0, failed=2, late=0)
    assert replay(world, fail, minutes=6) == Replayed(0, failed=2, late=2)


def test_a_week_without_stream_is_replayed_page_by_page(world: World) -> None:
    dossier_id = world.send()
    for _ in range(60):
        world.move(dossier_id)
    done = replay_unrelayed(
        Way(to(world)),
        table=world.table,
        real=real_now() + timedelta(days=7),
        is_time_up=lambda: True,
    )
    assert done == Replayed(relayed=50, failed=0)
    assert replay(world, to(world)) == Replayed(relayed=12, failed=0)
