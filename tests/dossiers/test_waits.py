"""Waits for a piece: begun and ended with the status, counted in days, moving what they may."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.dossiers.waits import (
    Asker,
    Wait,
    Waits,
    count_days,
    count_waited,
    current_wait,
    move_by_waits,
    note_wait,
)
from chalicelib.reference.delays import DELAYS, Grade, Suspension

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
DAY = timedelta(days=1)
THEIRS = Suspension.OPERATOR_ASKS


def note(waits: Waits, seq: int, *, waiting: bool, asker: Asker = Asker.US) -> Waits:
    return note_wait(waits, is_waiting=waiting, asker=asker, now=AT + seq * DAY, seq=seq)


def test_a_wait_begins_and_ends_with_the_status_and_only_then() -> None:
    begun = note((), 1, waiting=True, asker=Asker.OPERATOR)
    assert begun == (Wait(AT + DAY, 1, Asker.OPERATOR),)
    assert note(begun, 2, waiting=True) == begun
    ended = note(begun, 4, waiting=False)
    assert ended == (Wait(AT + DAY, 1, Asker.OPERATOR, AT + 4 * DAY),)
    assert note(ended, 5, waiting=False) == ended
    assert current_wait(note(ended, 6, waiting=True)) == Wait(AT + 6 * DAY, 6)


def test_days_are_those_that_people_at_the_site_live() -> None:
    late_evening = datetime(2026, 3, 2, 22, 30, tzinfo=UTC)
    wait = Wait(late_evening, 1, ended_at=late_evening + timedelta(hours=1))
    assert count_days(wait, AT + 90 * DAY) == 1
    assert count_days(wait, AT + 90 * DAY, "97400") == 0


def test_a_wait_counts_only_from_the_start_of_the_delay() -> None:
    wait = Wait(AT, 1, Asker.OPERATOR, AT + 10 * DAY)
    assert count_days(wait, AT, since=AT + 7 * DAY) == 3
    assert count_days(wait, AT, since=AT + 20 * DAY) == 0


def test_the_end_of_a_day_stays_the_end_of_a_day_across_the_change_of_hour() -> None:
    end = datetime(2026, 3, 20, 23, tzinfo=UTC)  # midnight in Paris, in winter
    wait = Wait(AT, 1, Asker.OPERATOR, AT + 20 * DAY)
    moved = move_by_waits(end, (wait,), THEIRS, since=AT, now=AT + 30 * DAY)
    assert moved == datetime(2026, 4, 9, 22, tzinfo=UTC)  # midnight in Paris, in summer


def test_a_wait_after_the_end_moves_nothing() -> None:
    wait = Wait(AT + 10 * DAY, 1, Asker.OPERATOR)
    end = AT + 9 * DAY
    assert move_by_waits(end, (wait,), THEIRS, since=AT, now=AT + 40 * DAY) == end


def test_only_a_delay_that_runs_from_a_complete_request_is_suspended() -> None:
    suspended = {one.rule_id for one in DELAYS if one.suspended_by is not Suspension.NOTHING}
    assert suspended == {"proposal", "proposal_small"}
    assert all(one.grade is Grade.LAW for one in DELAYS if one.rule_id in suspended)


waits_lists = st.lists(st.tuples(st.integers(1, 20), st.integers(0, 20)), max_size=4)


def build(spans: list[tuple[int, int]], asker: Asker) -> Waits:
    waits: list[Wait] = []
    at = AT
    for seq, (gap, length) in enumerate(spans):
        since = at + gap * DAY
        at = since + length * DAY
        waits.append(Wait(since, seq, asker, at))
    return tuple(waits)


@settings(deadline=None)
@given(waits_lists, st.integers(1, 200))
def test_an_end_moves_by_the_days_of_the_waits_before_it(
    spans: list[tuple[int, int]], length: int
) -> None:
    end, now = AT + length * DAY, AT + 400 * DAY
    theirs = build(spans, Asker.OPERATOR)
    moved = move_by_waits(end, theirs, THEIRS, since=AT, now=now)
    counted = sum(count_days(one, now) for one in theirs if one.since < moved)
    assert (moved - end).days - counted in {-1, 0}  # an hour less where the summer begins
    assert move_by_waits(end, build(spans, Asker.US), THEIRS, since=AT, now=now) == end
    assert move_by_waits(end, theirs, Suspension.NOTHING, since=AT, now=now) == end
    assert count_waited(theirs, now) == sum(days for _gap, days in spans)


@settings(deadline=None)
@given(st.integers(1, 60), st.integers(0, 24 * 300))
def test_while_a_wait_lasts_the_end_stays_ahead_of_now(due_in: int, hours: int) -> None:
    end = datetime(2026, 3, 2, 23, tzinfo=UTC) + due_in * DAY
    now = AT + timedelta(hours=hours)
    moved = move_by_waits(end, (Wait(AT, 1, Asker.OPERATOR),), THEIRS, since=AT, now=now)
    assert moved > now
