"""What runs of the supervisor hold in memory and ask of Step Functions, by the number of open dossiers."""

import gc
import sys
import tracemalloc
from collections.abc import Callable
from datetime import timedelta
from itertools import cycle

import pytest
from hypothesis import given
from hypothesis import strategies as some

from chalicelib.aws.machine import PAGE
from chalicelib.timeline import store
from chalicelib.timeline.finding import Finding
from chalicelib.timeline.pace import Pace
from chalicelib.timeline.supervise import supervise
from tests.timeline.crowds import DESCRIBES, LISTS, NOW, Clock, Crowd, CrowdMachine, is_within

FEW, MANY = 10_000, 100_000
MOST_BYTES = 8 * 2**20
"""What a run may hold of its Lambda's 256 MB."""


def run(
    table: Crowd, machine: CrowdMachine, is_time_up: Callable[[], bool] = lambda: False
) -> dict[Finding, int]:
    found = supervise(
        table=table,
        real=NOW + timedelta(hours=1),
        open_machine=lambda _process: machine,
        paces=table.clock.paces(),
        is_time_up=is_time_up,
    )
    return {name: number for name, number in found.items() if number}


def measure_peak_bytes(dossiers: int) -> int:
    """The most that a run holds at any moment, beyond what was there before it."""
    clock = Clock()
    table, machine = Crowd(dossiers, clock), CrowdMachine(dossiers, clock)
    gc.collect()
    tracemalloc.start()
    try:
        found = run(table, machine)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert found == {Finding.SOUND: dossiers}
    return peak


def count_peak_blocks(dossiers: int) -> int:
    """The most objects that a run holds after any hundred, beyond what was there before it."""
    clock, peak = Clock(), 0

    def look() -> bool:
        nonlocal peak
        peak = max(peak, sys.getallocatedblocks())
        return False

    gc.collect()
    before = sys.getallocatedblocks()
    assert run(Crowd(dossiers, clock), CrowdMachine(dossiers, clock), look)
    return peak - before


def test_a_hundred_thousand_open_dossiers_take_no_more_objects_than_ten_thousand() -> None:
    """Counted, for tracing a hundred thousand takes half a minute; both are flat or neither is."""
    count_peak_blocks(1)  # what is loaded and kept once
    assert count_peak_blocks(MANY) - count_peak_blocks(FEW) <= (MANY - FEW) / 10


def test_ten_times_the_open_dossiers_take_no_more_memory() -> None:
    measure_peak_bytes(1)
    few, many = measure_peak_bytes(FEW // 5), measure_peak_bytes(FEW * 2)
    assert many - few <= MOST_BYTES / 8
    assert many <= MOST_BYTES


def test_a_round_lists_what_runs_once_and_asks_about_nothing_by_name() -> None:
    clock = Clock()
    table, machine = Crowd(FEW, clock), CrowdMachine(FEW, clock)
    assert run(table, machine) == {Finding.SOUND: FEW}
    assert len(machine.lists) == FEW / PAGE
    assert machine.describes == []
    assert is_within(machine.lists, LISTS)


def test_runs_cut_short_make_one_round_of_it_together() -> None:
    clock = Clock()
    table, machine = Crowd(FEW, clock), CrowdMachine(FEW, clock)
    runs = -(-FEW // (7 * store.PAGE))
    found = 0
    for _run in range(runs):
        seventh = cycle((*(False,) * 6, True))
        found += run(table, machine, seventh.__next__)[Finding.SOUND]
    assert found == table.looked_at == FEW
    assert store.find_place(table, "dossier") == store.Place()
    assert machine.describes == []
    assert len(machine.lists) <= FEW / PAGE + 2 * runs


def test_executions_that_no_list_shows_are_asked_about_below_the_accounts_rate() -> None:
    clock = Clock()
    table, machine = Crowd(1_000, clock), CrowdMachine(1_000, clock, is_listed=False)
    assert run(table, machine) == {Finding.SOUND: 1_000}
    assert len(machine.describes) == 1_000
    assert is_within(machine.describes, DESCRIBES)
    assert table.moved == 1_000


@pytest.mark.parametrize("quota", [LISTS, DESCRIBES])
def test_calls_as_fast_as_they_go_are_seen_to_be_too_many(quota: tuple[int, float]) -> None:
    assert not is_within([0.1 * one for one in range(10_000)], (quota[0], quota[1] - 1))


@given(
    some.floats(0.5, 50),
    some.integers(1, 20),
    some.lists(some.floats(0, 3), min_size=1, max_size=60),
)
def test_a_pace_never_gives_more_than_its_bucket(
    a_second: float, at_once: int, gaps: list[float]
) -> None:
    clock = Clock()
    pace = Pace(a_second, at_once, clock=clock.read, pause=clock.spend)
    taken: list[float] = []
    for gap in gaps:
        clock.spend(gap)
        pace.take()
        taken.append(clock.now)
    assert is_within([one * (1 + 1e-9) for one in taken], (at_once, a_second * (1 + 1e-6)))
