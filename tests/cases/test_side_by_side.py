"""Work side by side: each thing once, so many under way, and none waits for a slow one."""

from collections.abc import Iterator
from threading import Event

import pytest
from hypothesis import given
from hypothesis import strategies as some

from chalicelib.cases.side_by_side import work_side_by_side

LONG_S = 5.0
"""Nobody waits so long but where one holds the others up."""


@given(some.integers(0, 60), some.integers(1, 8), some.integers(0, 8))
def test_each_thing_is_acted_on_once(number: int, workers: int, ahead: int) -> None:
    done = work_side_by_side(lambda one: one * 2, range(number), workers=workers, ahead=ahead)
    assert sorted(done) == [one * 2 for one in range(number)]


def test_a_slow_one_holds_no_other_up() -> None:
    all_others = Event()
    seen = 0

    def act(one: int) -> bool:
        return all_others.wait(LONG_S) if one == 0 else True

    for outcome in work_side_by_side(act, range(500), workers=2, ahead=10):
        assert outcome, "the first one waited for the others, and they for it"
        seen += 1
        if seen == 499:
            all_others.set()
    assert seen == 500


def test_no_more_are_taken_than_can_be_held() -> None:
    taken = 0

    def things() -> Iterator[int]:
        nonlocal taken
        for one in range(100):
            taken += 1
            yield one

    for given_back, _one in enumerate(
        work_side_by_side(lambda one: one, things(), workers=3, ahead=4)
    ):
        assert taken - given_back <= 3 + 4 + 1


def test_what_an_act_raises_is_raised() -> None:
    def act(one: int) -> int:
        if one == 7:
            raise ValueError(one)
        return one

    with pytest.raises(ValueError, match="7"):
        list(work_side_by_side(act, range(20), workers=2, ahead=2))
