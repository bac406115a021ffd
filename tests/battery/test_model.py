"""The balance: nothing appears, nothing is lost, never below zero, provisional past a gap."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.battery.model import (
    MOST_KWH,
    MonthLine,
    Reading,
    balance_months,
    last_month_read,
    list_months,
    month_of,
    next_month,
    read_month,
    require_month,
)
from chalicelib.battery.read_figures import read_figures
from chalicelib.refusals import InvalidFields

FIRST, LAST = "2024-05", "2025-04"
KWH = st.decimals(0, MOST_KWH, places=3)
READINGS = st.dictionaries(
    st.sampled_from(list(list_months(FIRST, LAST))), st.tuples(KWH, KWH), max_size=12
)


def balanced(opening: str, **figures: tuple[str, str]) -> tuple[MonthLine, ...]:
    readings = {
        name[1:].replace("_", "-"): Reading("", Decimal(a), Decimal(b))
        for name, (a, b) in figures.items()
    }
    return balance_months(Decimal(opening), FIRST, max(readings, default=FIRST), readings)


def test_each_month_stands_on_the_one_before_and_the_first_on_the_preload() -> None:
    lines = balanced("1000", m2024_05=("300", "100"), m2024_06=("450.5", "50"))
    assert [line.balance_kwh for line in lines] == [Decimal(1200), Decimal("1600.5")]
    assert lines[0].opening_kwh == 1000
    assert not any(line.is_provisional for line in lines)


def test_a_balance_stops_at_zero_and_what_is_beyond_is_told_and_not_carried() -> None:
    lines = balanced("0", m2024_05=("100", "180"), m2024_06=("50", "20"))
    first = lines[0]
    assert first.balance_kwh == 0
    assert (first.covered_kwh, first.uncovered_kwh) == (Decimal(100), Decimal(80))
    assert lines[1].balance_kwh == 30


def test_a_month_without_a_reading_carries_the_balance_and_makes_what_follows_provisional() -> None:
    lines = balanced("10", m2024_05=("5", "0"), m2024_07=("5", "0"))
    assert [line.balance_kwh for line in lines] == [15, 15, 20]
    assert [line.is_provisional for line in lines] == [False, True, True]


@given(KWH, READINGS)
def test_nothing_appears_and_nothing_is_lost(
    opening: Decimal, figures: dict[str, tuple[Decimal, Decimal]]
) -> None:
    readings = {month: Reading(month, *pair) for month, pair in figures.items()}
    lines = balance_months(opening, FIRST, LAST, readings)
    assert [line.month for line in lines] == list(list_months(FIRST, LAST))
    brought = opening + sum((one.injected_kwh for one in readings.values()), Decimal(0))
    taken = sum((line.covered_kwh for line in lines), Decimal(0))
    assert lines[-1].balance_kwh == brought - taken
    for line in lines:
        drawn = line.reading.drawn_kwh if line.reading else 0
        assert line.balance_kwh >= 0
        assert line.covered_kwh + line.uncovered_kwh == drawn
        assert line.uncovered_kwh == 0 or line.balance_kwh == 0
    gaps = [line.reading is None for line in lines]
    assert [line.is_provisional for line in lines] == [any(gaps[: n + 1]) for n in range(len(gaps))]


@given(READINGS, KWH)
def test_more_injected_never_makes_any_balance_smaller(
    figures: dict[str, tuple[Decimal, Decimal]], more: Decimal
) -> None:
    readings = {month: Reading(month, *pair) for month, pair in figures.items()}
    before = balance_months(Decimal(0), FIRST, LAST, readings)
    if readings:
        month = min(readings)
        one = readings[month]
        readings[month] = Reading(month, one.injected_kwh + more, one.drawn_kwh)
    after = balance_months(Decimal(0), FIRST, LAST, readings)
    assert all(b.balance_kwh >= a.balance_kwh for a, b in zip(before, after, strict=True))


@given(st.dates(date(1, 1, 1), date(9998, 12, 1)))
def test_months_follow_each_other_as_in_a_calendar(day: date) -> None:
    month = month_of(day)
    following = next_month(month)
    assert following > month
    assert read_month(following) == following


@pytest.mark.parametrize(
    ("at", "month"),
    [
        (datetime(2024, 9, 30, 21, 59, tzinfo=UTC), "2024-08"),
        (datetime(2024, 9, 30, 22, 1, tzinfo=UTC), "2024-09"),
        (datetime(2025, 1, 15, tzinfo=UTC), "2024-12"),
    ],
)
def test_a_month_is_read_once_it_is_over_at_the_site(at: datetime, month: str) -> None:
    assert last_month_read(at, "69100") == month


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2024-05", "2024-05"),
        (" 5/2024 ", "2024-05"),
        ("05/2024", "2024-05"),
        ("2024-13", None),
        ("mai 2024", None),
        ("", None),
        ("2024-5", None),
        ("٢٠٢٤-٠٥", None),
    ],
)
def test_a_month_is_read_as_people_write_it(text: str, month: str | None) -> None:
    assert read_month(text) == month


@pytest.mark.parametrize("month", [None, "2024-04", "2024-09"])
def test_a_month_before_storage_or_not_over_is_refused_with_what_to_do(month: str | None) -> None:
    with pytest.raises(InvalidFields) as refused:
        require_month(month, FIRST, "2024-08")
    (problem,) = refused.value.problems
    assert problem.field == "month"


@pytest.mark.parametrize("typed", ["", "-1", "1e3", "12,3456", "1000000", "NaN", "douze"])
def test_a_figure_that_cannot_be_is_refused_by_its_name(typed: str) -> None:
    with pytest.raises(InvalidFields) as refused:
        read_figures("2024-05", "10", typed)
    assert [one.field for one in refused.value.problems] == ["drawn_kwh"]


def test_figures_are_read_with_a_comma_and_spaces() -> None:
    assert read_figures("2024-05", "1 234,5", "0").injected_kwh == Decimal("1234.5")
