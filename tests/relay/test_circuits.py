"""A consumer in trouble is tried again within moments, by one worker at a time, and delays nobody."""

import math
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from chalicelib.audit.model import Event
from chalicelib.audit.store import list_unrelayed
from chalicelib.aws.clock import real_now
from chalicelib.aws.items import Item, item_to_wire
from chalicelib.aws.table import Table
from chalicelib.aws.trouble import TransientError
from chalicelib.cases import registry
from chalicelib.cases.change import change_case
from chalicelib.cases.registry import Registered
from chalicelib.relay import events as relay_events
from chalicelib.relay.circuits import GIVEN_UP_S, LONGEST_S, CameBack, Circuits
from chalicelib.relay.dispatch import MOST_TRIED_AGAIN, Dispatcher
from chalicelib.relay.replay_unrelayed import LAST_TRIES_S, WORKERS, Replayed, replay_unrelayed
from chalicelib.rows.journal import EVENT
from tests.cases.boxes import BOX, INSTALLER, NOW, make_box, put_in
from tests.relay.consumers import Given, Hear, Seconds, consumer, dispatcher

BUSY = TransientError("stepfunctions", "ThrottlingException")
LATER = timedelta(hours=1)


@pytest.fixture(autouse=True)
def boxes_are_known() -> Iterator[None]:
    with registry.registered({"box": Registered(Given(BOX))}):
        yield


def make_events(table: Table, count: int) -> list[Event]:
    make_box(table)
    for _ in range(count - 1):
        change_case(BOX, "box_1", lambda box, _now: put_in(box), by=INSTALLER, table=table, now=NOW)
    return sorted(list_unrelayed(table, real_now()), key=lambda one: one.seq)


class Busy:
    """A consumer whose service is busy for its first calls, and notes what it was asked."""

    def __init__(self, calls: int, clock: Seconds) -> None:
        self.calls = calls
        self.clock = clock
        self.asked: list[tuple[float, int]] = []

    def __call__(self, event: Event) -> None:
        self.asked.append((self.clock.now, event.seq))
        if len(self.asked) <= self.calls:
            raise BUSY


def batch_of(table: Table, events: list[Event]) -> dict[str, list[dict[str, object]]]:
    rows = [table.get(*EVENT.key(one.case_id, one.seq)) or {} for one in events]
    return {
        "Records": [
            {
                "eventName": "INSERT",
                "dynamodb": {"NewImage": item_to_wire(row), "SequenceNumber": row["sk"]},
            }
            for row in rows
        ]
    }


def of_one_process(monkeypatch: pytest.MonkeyPatch, clock: Seconds, *hears: Hear) -> None:
    monkeypatch.setattr(
        relay_events, "Dispatcher", lambda table: dispatcher(table, *hears, clock=clock)
    )


# ------------------------------------------------------------ a short failure


def test_a_short_failure_is_over_before_the_batch_is(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Seconds()
    busy, heard = Busy(2, clock), list[tuple[float, int]]()
    of_one_process(monkeypatch, clock, busy, lambda one: heard.append((clock.now, one.seq)))
    relay_events.relay(batch_of(table, make_events(table, 3)), None)
    assert list_unrelayed(table, real_now()) == ()
    assert [at for at, _seq in busy.asked[:3]] == [0.0, 0.5, 1.5]
    assert {seq for _at, seq in busy.asked[2:]} == {1, 2, 3}
    assert heard == [(0.0, 1), (0.0, 2), (0.0, 3)]  # nobody else waited


def test_an_outage_keeps_no_batch_waiting_but_the_first(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Seconds()
    busy, heard = Busy(10**6, clock), list[int]()
    of_one_process(monkeypatch, clock, busy, lambda one: heard.append(one.seq))
    for event in make_events(table, 12):
        relay_events.relay(batch_of(table, [event]), None)
        clock.pass_by(1.0)
    assert heard == list(range(1, 13))
    assert sum(clock.waits) <= 2 * relay_events.TRIES_S
    assert len(busy.asked) <= 6


def test_what_an_outage_left_is_taken_up_by_a_later_batch_of_the_process(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Seconds()
    busy = Busy(5, clock)
    of_one_process(monkeypatch, clock, busy)
    first, *others, last = make_events(table, 4)
    for event in (first, *others):
        relay_events.relay(batch_of(table, [event]), None)
    clock.pass_by(LONGEST_S)
    relay_events.relay(batch_of(table, [last]), None)
    assert list_unrelayed(table, real_now()) == ()


def test_a_bug_is_not_tried_again_within_the_invocation(table: Table) -> None:
    clock, asked = Seconds(), list[int]()

    def fail(event: Event) -> None:
        asked.append(event.seq)
        raise ValueError("a bug")

    one = dispatcher(table, fail, clock=clock)
    for event in make_events(table, 2):
        assert not one.dispatch(event)
    assert one.try_again(60.0) == set()
    assert (asked, clock.waits) == ([1, 2], [])


def test_one_event_that_its_service_never_takes_costs_no_other_its_turn(table: Table) -> None:
    clock, heard = Seconds(), set[int]()

    def poisoned(event: Event) -> None:
        if event.seq == 1:
            raise BUSY
        heard.add(event.seq)

    one = dispatcher(table, poisoned, clock=clock)
    events = make_events(table, 5)
    for event in events:
        one.dispatch(event)
    assert heard == set()
    assert one.try_again(0.5) == {EVENT.key("box_1", seq) for seq in range(2, 6)}
    assert heard == {2, 3, 4, 5}


def test_a_replay_counts_as_relayed_what_a_later_try_of_it_relays(table: Table) -> None:
    clock = Seconds()
    make_events(table, 3)
    done = replay_unrelayed(
        dispatcher(table, Busy(2, clock), clock=clock), table=table, real=real_now() + LATER
    )
    assert done == Replayed(3, 0)
    assert sum(clock.waits) <= LAST_TRIES_S


def test_a_mark_is_kept_for_who_is_done_while_another_is_tried_again(table: Table) -> None:
    clock, heard = Seconds(), list[int]()
    (event,) = make_events(table, 1)
    one = dispatcher(table, Busy(1, clock), lambda each: heard.append(each.seq), clock=clock)
    assert not one.dispatch(event)
    assert one.try_again(1.0) == {EVENT.key("box_1", 1)}
    assert heard == [1]


def test_an_outage_keeps_no_more_in_memory_than_may_be_tried_again(table: Table) -> None:
    (event,) = make_events(table, 1)
    one = dispatcher(table, Busy(10**6, Seconds()))
    for seq in range(1, MOST_TRIED_AGAIN + 10):
        one.dispatch(Event(**{**as_told(event), "seq": seq}))
    assert len(one._undone) == MOST_TRIED_AGAIN


def as_told(event: Event) -> Item:
    return {name: getattr(event, name) for name in event.__slots__}


def test_one_that_is_slow_for_everybody_takes_its_share_of_a_batch_and_delays_nobody(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, slow, heard = Seconds(), list[int](), list[int]()

    def take_long(event: Event) -> None:
        clock.pass_by(3.0)
        slow.append(event.seq)

    of_one_process(monkeypatch, clock, take_long, lambda one: heard.append(one.seq))
    events = make_events(table, 6)
    relay_events.relay(batch_of(table, events), None)
    assert (slow, heard) == ([1, 2, 3], [1, 2, 3, 4, 5, 6])
    assert [one.seq for one in list_unrelayed(table, real_now())] == [4, 5, 6]
    relay_events.relay(batch_of(table, events[3:]), None)
    assert slow == [1, 2, 3, 4, 5, 6]


# ------------------------------------------------------------ one that hangs


def test_of_eight_workers_one_enters_a_consumer_that_hangs(table: Table) -> None:
    """No worker sleeps: whoever is passed over is back at once, and then the one is let go."""
    events = make_events(table, WORKERS)
    silence, entered, heard = threading.Event(), list[int](), list[int]()

    def hang(event: Event) -> None:
        entered.append(event.seq)
        silence.wait(60)

    hanging = consumer(hang, "hangs", 0.01)
    well = consumer(lambda event: heard.append(event.seq), "well")
    seconds = Seconds()
    one = Dispatcher(table, lambda _event: (hanging, well), Circuits(seconds), seconds.wait)
    assert one.circuits.enter("well")
    one.circuits.leave("well", CameBack.WELL)
    try:
        with ThreadPoolExecutor(WORKERS) as pool:
            assert not any(pool.map(one.dispatch, events))
        assert one.try_again(LAST_TRIES_S) == set()
    finally:
        silence.set()
    assert len(entered) == 1
    assert sorted(heard) == list(range(1, WORKERS + 1))


def test_one_that_hung_is_entered_by_one_worker_at_a_time_until_it_comes_back() -> None:
    clock = Seconds()
    circuits = Circuits(clock)
    assert circuits.enter("one")
    circuits.leave("one", CameBack.WELL)
    assert all(circuits.enter("one") for _worker in range(WORKERS))
    for _worker in range(WORKERS):
        circuits.leave("one", CameBack.SILENT)
    assert not circuits.enter("one")
    assert circuits.opens_in(["one"], LONGEST_S) == CameBack.SILENT.value
    clock.pass_by(CameBack.SILENT.value)
    assert [circuits.enter("one") for _worker in range(WORKERS)] == [True] + [False] * (WORKERS - 1)
    circuits.leave("one", CameBack.WELL)
    assert all(circuits.enter("one") for _worker in range(WORKERS))


def test_nobody_enters_while_who_hung_is_still_in_there_nor_waits_for_that() -> None:
    clock, back = Seconds(), list[bool]()
    circuits = Circuits(clock)
    assert circuits.enter("one")
    circuits.leave("one", CameBack.SILENT, lambda: bool(back))
    clock.pass_by(LONGEST_S)
    assert not circuits.enter("one")
    assert circuits.opens_in(["one"], LONGEST_S) == math.inf
    back.append(True)
    assert circuits.enter("one")


def test_who_never_comes_back_is_given_up_after_minutes() -> None:
    clock = Seconds()
    circuits = Circuits(clock)
    assert circuits.enter("one")
    circuits.leave("one", CameBack.SILENT, bool)
    clock.pass_by(GIVEN_UP_S - 1)
    assert not circuits.enter("one")
    clock.pass_by(1)
    assert circuits.enter("one")


def test_a_consumer_is_left_alone_as_long_as_the_act_that_hung_is_at_work(table: Table) -> None:
    clock, silence, entered = Seconds(), threading.Event(), list[int]()
    threads: list[threading.Thread] = []

    def hang(event: Event) -> None:
        entered.append(event.seq)
        threads.append(threading.current_thread())
        silence.wait(60)

    first, second = make_events(table, 2)
    one = Dispatcher(
        table, lambda _event: (consumer(hang, "hangs", 0.01),), Circuits(clock), clock.wait
    )
    try:
        assert not one.dispatch(first)
        clock.pass_by(LONGEST_S)
        assert not one.dispatch(second)
        assert entered == [1]
    finally:
        silence.set()
    threads[0].join(60)
    assert one.circuits.enter("hangs")


def test_tries_are_ever_further_apart_up_to_a_minute_and_begin_anew() -> None:
    clock = Seconds()
    circuits = Circuits(clock)
    waits = list[float]()
    for _try in range(10):
        assert circuits.enter("one")
        circuits.leave("one", CameBack.BUSY)
        waits.append(circuits.opens_in(["one"], LONGEST_S))
        clock.pass_by(waits[-1])
    assert waits == [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0, 60.0]
    assert circuits.enter("one")
    circuits.leave("one", CameBack.WELL)
    assert circuits.enter("one")
    circuits.leave("one", CameBack.BUSY)
    assert circuits.opens_in(["one"], LONGEST_S) == CameBack.BUSY.value


def test_trouble_of_one_consumer_closes_no_other() -> None:
    circuits = Circuits(Seconds())
    assert circuits.enter("one")
    circuits.leave("one", CameBack.SILENT)
    assert circuits.enter("other")
    assert circuits.opens_in(["one", "other"], 1.0) == 0.0
    assert circuits.opens_in(["one"], 1.0) == math.inf
