"""Each consumer has its own mark and its own budget."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import NoReturn

import pytest

from chalicelib.audit.model import Event
from chalicelib.audit.store import list_unrelayed
from chalicelib.aws.clock import real_now
from chalicelib.aws.table import Table
from chalicelib.aws.trouble import TransientError
from chalicelib.cases import registry
from chalicelib.cases.change import change_case
from chalicelib.cases.kind import Consumer
from chalicelib.cases.registry import Registered
from chalicelib.relay.dispatch import Dispatcher, list_consumers
from chalicelib.relay.replay_unrelayed import replay_unrelayed
from tests.cases.boxes import BOX, INSTALLER, NOW, make_box, put_in
from tests.relay.consumers import Given, consumer

LATER = timedelta(hours=1)
HEARD: list[Event] = []
HEARER = replace(
    BOX,
    name="lid",
    prefix="lid",
    hears={"box.filled": Consumer("shut", Given(HEARD.append))},
)
TELLER = replace(BOX, tells={"thing_put": "box.filled"})


class Untouched:
    """A consumer's module, which nobody may import."""

    def get(self) -> NoReturn:
        """Fail."""
        raise AssertionError("imported")


@pytest.fixture(autouse=True)
def boxes_are_known() -> Iterator[None]:
    HEARD.clear()
    kinds = {
        "box": Registered(Given(TELLER)),
        "lid": Registered(Given(HEARER), ("box.filled",)),
    }
    with registry.registered(kinds):
        yield


def fill(table: Table, case_id: str = "box_1") -> None:
    change_case(BOX, case_id, lambda box, _now: put_in(box), by=INSTALLER, table=table, now=NOW)


def events(table: Table) -> tuple[Event, ...]:
    return list_unrelayed(table, real_now())


def replay(table: Table, *consumers: Consumer) -> None:
    one = Dispatcher(table, lambda _event: consumers)
    replay_unrelayed(one, table=table, real=real_now() + LATER)


def test_who_is_done_is_not_called_again_by_the_replay(table: Table) -> None:
    make_box(table)
    calls: list[str] = []
    tries = count()

    def fail_once(_event: Event) -> None:
        calls.append("fails once")
        if next(tries) == 0:
            raise RuntimeError("a bug for this one")

    both = consumer(lambda _event: calls.append("well"), "well"), consumer(fail_once, "fails once")
    replay(table, *both)
    assert [one.seq for one in events(table)] == [1]
    replay(table, *both)
    assert calls == ["well", "fails once", "fails once"]
    assert events(table) == ()


def test_a_consumer_that_hangs_delays_nobody_and_is_not_asked_again(table: Table) -> None:
    make_box(table)
    fill(table)
    silence = threading.Event()
    heard: list[int] = []
    asked: list[int] = []

    def hang(event: Event) -> None:
        asked.append(event.seq)
        silence.wait(60)

    one = Dispatcher(
        table,
        lambda _event: (
            consumer(hang, "hangs", 0.05),
            consumer(lambda event: heard.append(event.seq), "well"),
        ),
    )
    try:
        assert [one.dispatch(event) for event in sorted(events(table), key=lambda e: e.seq)] == [
            False,
            False,
        ]
    finally:
        silence.set()
    assert (asked, heard) == ([1], [1, 2])
    assert len(events(table)) == 2


def test_a_consumer_whose_service_is_busy_is_passed_over_for_the_rest(table: Table) -> None:
    make_box(table)
    fill(table)
    asked: list[int] = []

    def busy(event: Event) -> None:
        asked.append(event.seq)
        raise TransientError("stepfunctions", "ThrottlingException")

    one = Dispatcher(table, lambda _event: (consumer(busy),))
    for event in events(table):
        assert not one.dispatch(event)
    assert len(asked) == 1


def test_a_poison_event_costs_its_consumer_no_other_event(table: Table) -> None:
    make_box(table)
    fill(table)
    asked: list[int] = []

    def poisoned(event: Event) -> None:
        asked.append(event.seq)
        if event.seq == 1:
            raise ValueError("poison")

    one = Dispatcher(table, lambda _event: (consumer(poisoned),))
    assert sorted(one.dispatch(event) for event in events(table)) == [False, True]
    assert sorted(asked) == [1, 2]


def test_what_is_not_wanted_is_not_even_imported(table: Table) -> None:
    make_box(table)
    deaf = Consumer("deaf", Untouched(), wants=lambda _event: False)
    replay(table, deaf)
    assert events(table) == ()


def test_a_fact_that_a_kind_tells_comes_to_who_hears_it(table: Table) -> None:
    make_box(table)
    fill(table)
    for event in events(table):
        assert Dispatcher(table).dispatch(event)
    assert [(one.case_id, one.kind) for one in HEARD] == [("box_1", "thing_put")]


def test_a_hearer_has_a_mark_under_its_kinds_name(table: Table) -> None:
    make_box(table)
    fill(table)
    (told,) = [one for one in events(table) if one.kind == "thing_put"]
    assert [one.name for one in list_consumers(told)] == ["lid/shut"]
