"""A day is the one that people in France live."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from chalicelib.dossiers.counters import counts_of
from chalicelib.dossiers.kinds import Milestone
from chalicelib.dossiers.model import Dossier, Head
from chalicelib.dossiers.process import PROCESS
from chalicelib.operators.course import commissioning_day
from chalicelib.operators.model import RawMilestone
from chalicelib.reference.days import (
    ZONES,
    end_of_day,
    last_day,
    later_by_months,
    legal_day,
)
from chalicelib.timeline.plan import Site, plan_due


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2027, 2, 23, 22, 59, tzinfo=UTC), date(2027, 2, 23)),
        (datetime(2027, 2, 23, 23, 6, tzinfo=UTC), date(2027, 2, 24)),
        (datetime(2027, 7, 31, 22, 6, tzinfo=UTC), date(2027, 8, 1)),
    ],
)
def test_half_past_midnight_in_paris_is_the_new_day(at: datetime, day: date) -> None:
    assert legal_day(at) == day


def test_a_commissioning_just_after_midnight_is_of_the_new_day() -> None:
    at = datetime(2027, 2, 23, 23, 6, tzinfo=UTC)
    raw = RawMilestone("sandbox", "2612P4E000001", 9, "CPRE", "Close", at)
    assert commissioning_day(raw, "69100") == date(2027, 2, 24)


def test_a_dossier_sent_just_after_midnight_on_the_first_counts_in_the_new_month() -> None:
    at = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    head = Head("dos_1", "frm_1", "usr_1", at, at, submitted_at=at)
    counts = counts_of(Dossier(head))
    assert {("frm_1", "gar", "month_2027_01"), ("frm_1", "gar", "year_2027")} <= counts.keys()


EVE, NEW_DAY = date(2027, 2, 23), date(2027, 2, 24)
HALF_PAST_MIDNIGHT = datetime(2027, 2, 23, 23, 30, tzinfo=UTC)
"""In Paris; in Cayenne, whose hour is that of Brasília, it is half past eight the evening before."""


@pytest.mark.parametrize(
    ("postcode", "day"),
    [("", NEW_DAY), ("69100", NEW_DAY), ("97300", EVE), ("97400", NEW_DAY), ("98714", EVE)],
)
def test_the_day_is_that_of_the_place_of_the_case(postcode: str, day: date) -> None:
    assert legal_day(HALF_PAST_MIDNIGHT, postcode) == day


@given(
    some.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=some.just(UTC)),  # noqa: DTZ001 - the bounds are naive by contract
    some.sampled_from(["", *(f"{place}00" for place in ZONES)]),
)
def test_a_day_ends_where_the_next_begins(at: datetime, postcode: str) -> None:
    day = legal_day(at, postcode)
    end = end_of_day(day, postcode)
    assert at < end
    assert legal_day(end, postcode) == day + timedelta(days=1)
    assert last_day(end, postcode) == day


def test_months_later_is_the_same_hour_of_the_site_in_summer_and_in_winter() -> None:
    at = datetime(2027, 1, 31, 23, 30, tzinfo=UTC)
    assert later_by_months(at, 6) == datetime(2027, 7, 31, 22, 30, tzinfo=UTC)
    assert later_by_months(at, 6, "97300") == datetime(2027, 7, 31, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(("postcode", "holds"), [("69100", True), ("97300", False)])
def test_a_delay_is_that_of_the_day_at_the_site(postcode: str, holds: bool) -> None:
    begins = datetime(2023, 12, 31, 23, 30, tzinfo=UTC)
    planned = plan_due(PROCESS, Milestone.SUBMITTED, begins, 1, Site(postcode))
    assert bool([due for due in planned if due.rule_id.startswith("signature_reminder")]) is holds
