"""Working days, months and local days, by department."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from chalicelib.reference.calendars import add_months, add_working_days, is_working_day, subdivision
from chalicelib.reference.days import end_of_day, legal_day

DAYS = some.dates(date(2024, 1, 1), date(2034, 12, 31))


def test_ten_working_days_after_the_thirtieth_of_april_2026_skip_three_holidays() -> None:
    assert add_working_days(date(2026, 4, 30), 10) == date(2026, 5, 19)


@pytest.mark.parametrize(
    ("postcode", "day", "worked"),
    [
        ("69003", date(2026, 4, 3), True),
        ("57000", date(2026, 4, 3), False),  # Good Friday in Moselle
        ("67000", date(2026, 12, 26), False),  # Saint Stephen in Alsace (a Saturday too)
        ("68100", date(2028, 12, 26), False),
        ("69003", date(2028, 12, 26), True),
        ("97400", date(2028, 12, 20), False),  # abolition of slavery, La Réunion
        ("97110", date(2027, 5, 27), False),  # idem, Guadeloupe
        ("97200", date(2028, 5, 22), False),  # idem, Martinique
        ("75001", date(2026, 7, 14), False),
        ("75001", date(2026, 7, 18), False),  # a Saturday
    ],
)
def test_a_department_keeps_its_own_holidays(postcode: str, day: date, worked: bool) -> None:
    assert is_working_day(day, postcode) is worked


def test_saint_martin_is_not_counted_as_guadeloupe() -> None:
    assert (subdivision("97150"), subdivision("97110")) == ("MF", "971")


@given(DAYS, some.integers(1, 30), some.sampled_from(["69003", "57000", "97400", ""]))
def test_working_days_count_back_to_their_number(day: date, amount: int, postcode: str) -> None:
    reached = add_working_days(day, amount, postcode)
    between = (day + timedelta(days=n) for n in range(1, (reached - day).days + 1))
    assert sum(is_working_day(one, postcode) for one in between) == amount
    assert is_working_day(reached, postcode)


@pytest.mark.parametrize(
    ("day", "months", "reached"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 1), 12, date(2027, 12, 1)),
        (date(2026, 8, 31), 4, date(2026, 12, 31)),
    ],
)
def test_a_month_ends_on_the_same_day_or_on_its_last(day: date, months: int, reached: date) -> None:
    assert add_months(day, months) == reached


@given(DAYS, some.integers(0, 36))
def test_months_never_change_the_day_unless_the_month_is_too_short(day: date, months: int) -> None:
    reached = add_months(day, months)
    assert (reached.year - day.year) * 12 + reached.month - day.month == months
    assert reached.day == day.day or (
        reached.day < day.day and (reached + timedelta(days=1)).day == 1
    )


def test_a_day_is_over_at_local_midnight() -> None:
    assert end_of_day(date(2026, 7, 1)) == datetime(2026, 7, 1, 22, tzinfo=UTC)
    assert end_of_day(date(2026, 1, 5), "97400") == datetime(2026, 1, 5, 20, tzinfo=UTC)
    assert legal_day(datetime(2026, 1, 5, 23, 30, tzinfo=UTC)) == date(2026, 1, 6)
