"""Business time runs at its factor, without jumps and never back."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from chalicelib.aws.clock import (
    Clock,
    business_now,
    load_clock,
    real_instant,
    real_now,
    set_clock,
)
from chalicelib.aws.table import Table

REAL = datetime(2026, 3, 2, tzinfo=UTC)


def test_months_pass_in_a_minute() -> None:
    clock = Clock(REAL, REAL, Decimal(172_800))
    assert clock.business(REAL + timedelta(seconds=60)) == REAL + timedelta(days=120)


def test_a_clock_never_set_shows_real_time(table: Table) -> None:
    real = real_now()
    assert abs(load_clock(table).business(real) - real) < timedelta(seconds=5)


def test_another_factor_starts_from_where_the_clock_is(table: Table) -> None:
    set_clock(table, factor=Decimal(1), business_at=real_now() + timedelta(days=30))
    fast = set_clock(table, factor=Decimal(86_400))
    ahead = fast.business_at - real_now()
    assert timedelta(days=29, hours=23) < ahead < timedelta(days=31)


def test_business_time_never_goes_back(table: Table) -> None:
    with pytest.raises(ValueError, match="never goes back"):
        set_clock(table, factor=Decimal(1), business_at=REAL)


def test_in_production_business_time_is_real_time(table: Table) -> None:
    set_clock(table, factor=Decimal(1), business_at=real_now() + timedelta(days=300))
    assert abs(business_now() - real_now()) < timedelta(seconds=5)


@pytest.mark.parametrize("factor", ["1", "43800", "0.5"])
def test_a_business_instant_has_its_real_one(factor: str) -> None:
    real, business = datetime(2026, 11, 21, tzinfo=UTC), datetime(2026, 3, 2, tzinfo=UTC)
    clock = Clock(real, business, Decimal(factor))
    wanted = business + timedelta(days=15)
    assert abs(clock.business(clock.real(wanted)) - wanted) < timedelta(seconds=1)


def test_a_clock_that_stands_still_never_reaches_a_later_instant() -> None:
    clock = Clock(datetime(2026, 11, 21, tzinfo=UTC), datetime(2026, 3, 2, tzinfo=UTC), Decimal(0))
    assert clock.real(datetime(2026, 3, 3, tzinfo=UTC)).year == 9999


def test_what_waits_for_a_business_instant_is_looked_at_then(table: Table) -> None:
    later = datetime(2027, 1, 4, tzinfo=UTC)
    assert real_instant(later) == later
