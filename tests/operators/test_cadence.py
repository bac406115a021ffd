"""When requests are asked about: 2 % of their age, within one to six hours."""

from datetime import UTC, datetime, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from chalicelib.operators.cadence import (
    FIRST_PAUSE,
    LONGEST_PAUSE,
    is_due,
    pause_after,
    polls_by,
    with_jitter,
)

FILED = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
AGES = st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=400))
HOUR = timedelta(hours=1)


@given(AGES)
@example(timedelta(days=12, seconds=32964)).via("the last growing pause, cut by the steady ones")
def test_polls_are_at_least_an_hour_and_at_most_six_apart(age: timedelta) -> None:
    assert polls_by(age + HOUR - timedelta(seconds=1)) - polls_by(age) <= 1
    assert polls_by(age + 6 * HOUR + timedelta(seconds=1)) - polls_by(age) >= 1


@given(AGES, st.lists(st.timedeltas(timedelta(0), timedelta(days=3)), max_size=30))
def test_passes_at_any_time_ask_as_often_as_the_cadence_says(
    age: timedelta, gaps: list[timedelta]
) -> None:
    last, asked = FILED + age, 0
    for gap in gaps:
        asked += is_due(FILED, last, last + gap)
        last += gap
    assert asked <= polls_by(last - FILED) - polls_by(age)


def test_a_fortnight_old_request_is_asked_about_four_times_a_day() -> None:
    fortnight = timedelta(days=14)
    assert polls_by(fortnight + timedelta(days=1)) - polls_by(fortnight) == 4


def test_ten_thousand_requests_of_all_ages_cost_less_than_a_third_of_hourly_calls() -> None:
    # Ages spread evenly over sixty days: the calls of one day, against 24 each.
    ages = [timedelta(hours=hour) for hour in range(1440)]
    calls = sum(polls_by(age + timedelta(days=1)) - polls_by(age) for age in ages)
    assert calls / len(ages) < 24 / 3


def test_a_request_is_asked_about_in_its_first_pass() -> None:
    assert is_due(FILED, None, FILED)


def test_a_failing_operator_is_left_alone_twice_as_long_each_time() -> None:
    assert [pause_after(count) for count in (1, 2, 3)] == [
        FIRST_PAUSE,
        FIRST_PAUSE * 2,
        FIRST_PAUSE * 4,
    ]
    assert pause_after(50) == LONGEST_PAUSE
    assert LONGEST_PAUSE * 0.8 <= with_jitter(LONGEST_PAUSE) <= LONGEST_PAUSE
