"""Operations on one item become one, or are a fault of ours."""

import pytest

from chalicelib.aws.items import Check, Delete, Put, Update
from chalicelib.cases.merge_operations import ClashingOperations, merge_operations

KEY = ("pk", "sk")


def test_what_counters_add_is_added_up() -> None:
    (merged,) = merge_operations(
        (Update(*KEY, add={"a": 1, "b": 2}), Update(*KEY, add={"a": -1, "c": 3}))
    )
    assert merged == Update(*KEY, add={"a": 0, "b": 2, "c": 3})


@pytest.mark.parametrize("check_first", [True, False])
def test_a_check_joins_the_write_of_the_same_item(check_first: bool) -> None:
    check, write = Check(*KEY, expect={"version": 3}), Delete(*KEY)
    pair = (check, write) if check_first else (write, check)
    assert merge_operations(pair) == (Delete(*KEY, expect={"version": 3}),)


@pytest.mark.parametrize(
    "pair",
    [
        (Put({"pk": "pk", "sk": "sk", "a": 1}), Put({"pk": "pk", "sk": "sk", "a": 2})),
        (Put({"pk": "pk", "sk": "sk"}), Delete(*KEY)),
        (Update(*KEY, set={"a": 1}), Update(*KEY, set={"a": 2})),
        (
            Update(*KEY, add={"n": 1}, condition="#n < :most"),
            Update(*KEY, add={"n": 1}, condition="#n < :least"),
        ),
        (Check(*KEY, expect={"version": 3}), Delete(*KEY, expect={"version": 4})),
    ],
)
def test_what_cannot_both_be_meant_is_a_fault(pair: tuple[Update, Update]) -> None:
    with pytest.raises(ClashingOperations):
        merge_operations(pair)


def test_the_same_twice_is_once_and_others_keep_their_order() -> None:
    other = Delete("pk", "other")
    assert merge_operations((Delete(*KEY), other, Delete(*KEY))) == (Delete(*KEY), other)
