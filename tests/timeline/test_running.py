"""What runs is read beside the open cases: in one pass, a few pages at a time, from any place."""

from datetime import datetime, timedelta

from chalicelib.aws.machine import PAGE
from chalicelib.timeline.model import execution_name
from chalicelib.timeline.running import MOST_PAGES, NOTED_WITHIN, Running
from tests.timeline.crowds import EVERY, LISTS, Clock, CrowdMachine, id_of, is_within, started

MANY = 30 * PAGE


def open_running(place: str = "") -> tuple[Running, CrowdMachine]:
    clock = Clock()
    machine = CrowdMachine(MANY, clock)
    return Running(machine, place, clock.paces().lists), machine


def find(running: Running, number: int) -> datetime | None:
    return running.find(execution_name(id_of(number), 1))


def test_each_execution_is_found_about_when_it_started() -> None:
    running, machine = open_running()
    for first in range(0, MANY, 100):
        running.look(started(first), started(first + 99))
        for number in (first, first + 99):
            assert find(running, number) == started(number)
    assert len(machine.lists) == MANY / PAGE


def test_a_start_that_was_noted_somewhat_late_is_found() -> None:
    running, _machine = open_running()
    late = NOTED_WITHIN - EVERY
    running.look(started(5000) + late, started(5099) + late)
    assert find(running, 5000) == started(5000)
    assert find(running, 5099) == started(5099)


def test_what_started_long_after_is_forgotten() -> None:
    running, _machine = open_running()
    running.look(started(0), started(99))
    running.look(started(9000), started(9099))
    assert find(running, 0) is None


def test_a_walk_goes_on_where_another_stopped() -> None:
    running, _machine = open_running()
    running.look(started(12_000), started(12_099))
    another, machine = open_running(running.place)
    another.look(started(12_100), started(12_199))
    assert find(another, 12_100) == started(12_100)
    assert len(machine.lists) <= 2


def test_a_gap_among_the_cases_is_passed_without_holding_what_runs_there() -> None:
    running, machine = open_running()
    running.look(started(0), started(MANY))
    assert len(machine.lists) == MANY / PAGE
    held = sum(find(running, number) is not None for number in range(0, MANY, PAGE))
    assert held == MOST_PAGES


def test_where_nothing_runs_nothing_is_found() -> None:
    clock = Clock()
    machine = CrowdMachine(0, clock)
    running = Running(machine, "", clock.paces().lists)
    running.look(started(0), started(0) - timedelta(days=400))
    running.look(started(9), started(9) - timedelta(days=400))
    assert find(running, 0) is None
    assert len(machine.lists) == 1


def test_a_list_that_is_read_from_its_top_is_read_below_the_accounts_rate() -> None:
    """As after a place that was forgotten: three hundred pages, a tenth of a second each."""
    clock = Clock()
    machine = CrowdMachine(300 * PAGE, clock)
    running = Running(machine, "", clock.paces().lists)
    running.look(started(300 * PAGE - 100), started(300 * PAGE - 1))
    assert len(machine.lists) == 300
    assert is_within(machine.lists, LISTS)
