"""One request that makes the operator fail keeps no answer from the others."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.aws.trouble import TransientError
from chalicelib.operators.ask import MOST_FAILURES, ask_around
from tests.operators.fakes import FakeOperator, poisoned_by

IDS = [f"2603P4E{number:06d}" for number in range(1, 101)]


def operator(*poison: str) -> FakeOperator:
    fake = FakeOperator()
    fake.told = {external_id: ["DMTR"] for external_id in IDS}
    fake.spoil = poisoned_by(*poison)
    return fake


def test_usually_a_hundred_requests_take_one_call() -> None:
    fake = operator()
    assert len(ask_around(fake, IDS).milestones) == 100
    assert len(fake.lists) == 1


@settings(max_examples=60, deadline=None)
@given(st.sets(st.sampled_from(IDS), max_size=3))
def test_all_but_the_poison_are_answered(poison: set[str]) -> None:
    fake = operator(*poison)
    answer = ask_around(fake, IDS)
    assert set(answer.milestones) == set(IDS) - poison
    assert set(answer.unreadable) == poison
    assert len(fake.lists) <= 1 + 16 * len(poison)


def test_three_neighbours_at_the_head_that_spoil_it_keep_no_other_from_its_answer() -> None:
    answer = ask_around(operator(*IDS[:3]), IDS)
    assert set(answer.unreadable) == set(IDS[:3])


def test_an_operator_that_answers_nothing_is_not_asked_for_long() -> None:
    fake = operator(*IDS)
    with pytest.raises(TransientError):
        ask_around(fake, IDS)
    assert len(fake.lists) == MOST_FAILURES


def test_no_more_is_asked_once_time_is_over() -> None:
    fake = operator(*IDS)
    with pytest.raises(TransientError):
        ask_around(fake, IDS, is_over=lambda: True)
    assert len(fake.lists) == 1
