"""A day is the one that people in France live."""

from datetime import UTC, date, datetime

import pytest

from chalicelib.dossiers.counters import counts_of
from chalicelib.dossiers.model import Dossier, Head
from chalicelib.operators.course import commissioning_day
from chalicelib.operators.model import RawMilestone
from chalicelib.reference.days import legal_day


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
    assert commissioning_day(raw) == date(2027, 2, 24)


def test_a_dossier_sent_just_after_midnight_on_the_first_counts_in_the_new_month() -> None:
    at = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    head = Head("dos_1", "frm_1", "usr_1", at, at, submitted_at=at)
    counts = counts_of(Dossier(head))
    assert {("frm_1", "gar", "month_2027_01"), ("frm_1", "gar", "year_2027")} <= counts.keys()
