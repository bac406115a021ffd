"""The arithmetic of the sender's reputation."""

import re
from fractions import Fraction
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.notices.reputation import (
    ALARM_BOUNCES,
    ALARM_COMPLAINTS,
    Standing,
    Tally,
    judge,
    sum_tallies,
)

MAIL_RESOURCES = Path(__file__).parents[2] / "infra" / "resources" / "mail.yaml"


def test_two_bounces_in_a_hundred_alarm() -> None:
    assert judge(Tally(10_000, 199, 0)) is Standing.GOOD
    assert judge(Tally(10_000, 200, 0)) is Standing.ALARM


def test_the_sender_stops_before_five_bounces_in_a_hundred() -> None:
    assert judge(Tally(10_000, 399, 0)) is Standing.ALARM
    assert judge(Tally(10_000, 400, 0)) is Standing.STOPPED


def test_five_complaints_in_ten_thousand_alarm() -> None:
    assert judge(Tally(10_000, 0, 4)) is Standing.GOOD
    assert judge(Tally(10_000, 0, 5)) is Standing.ALARM


def test_the_sender_stops_before_one_complaint_in_a_thousand() -> None:
    assert judge(Tally(10_000, 0, 7)) is Standing.ALARM
    assert judge(Tally(10_000, 0, 8)) is Standing.STOPPED


def test_a_few_mails_are_no_rate() -> None:
    assert judge(Tally(3, 1, 0)) is Standing.GOOD
    assert judge(Tally(20, 20, 0)) is Standing.ALARM


def test_one_complaint_among_few_mails_alarms_and_does_not_stop() -> None:
    assert judge(Tally(12, 0, 1)) is Standing.ALARM
    assert judge(Tally(12, 0, 2)) is Standing.STOPPED


@given(st.lists(st.builds(Tally, *[st.integers(0, 10_000)] * 3)))
def test_days_add_up(days: list[Tally]) -> None:
    whole = sum_tallies(days)
    assert whole.sent == sum(day.sent for day in days)
    assert whole.bounced == sum(day.bounced for day in days)
    assert whole.complained == sum(day.complained for day in days)


@given(st.integers(0, 100_000), st.integers(0, 10_000), st.integers(0, 500))
def test_what_ses_would_review_never_leaves_us_sending(
    sent: int, bounced: int, complained: int
) -> None:
    tally = Tally(max(sent, 1000), bounced, complained)
    reviewed = bounced / tally.sent >= 0.05 or (complained / tally.sent >= 0.001 and complained > 1)
    if reviewed:
        assert judge(tally) is Standing.STOPPED


def test_the_stacks_alarms_stand_at_our_own_thresholds() -> None:
    thresholds = re.findall(r"Threshold: (\S+)", MAIL_RESOURCES.read_text())
    assert [Fraction(text) for text in thresholds] == [ALARM_BOUNCES, ALARM_COMPLAINTS]
