"""Reference numbers survive being read aloud, or are caught when they do not."""

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.aws.ids import ALPHABET, is_reference, new_id, new_reference, new_token

references = st.builds(new_reference)


@given(references)
def test_a_new_reference_is_one(reference: str) -> None:
    assert is_reference(reference)
    assert is_reference(reference.lower().replace("-", " "))


@given(references, st.integers(0, 7), st.sampled_from(ALPHABET))
def test_one_wrong_letter_is_caught(reference: str, place: int, letter: str) -> None:
    letters = list(reference.replace("-", ""))
    if letters[place] == letter:
        return
    letters[place] = letter
    assert not is_reference("".join(letters))


@given(references, st.integers(0, 5))
def test_two_neighbours_swapped_are_caught(reference: str, place: int) -> None:
    letters = list(reference.replace("-", ""))
    if letters[place] == letters[place + 1]:
        return
    letters[place], letters[place + 1] = letters[place + 1], letters[place]
    assert not is_reference("".join(letters))


def test_no_letter_is_taken_for_another() -> None:
    assert not set("0OIL1UZ") & set(ALPHABET)


def test_ids_are_in_the_order_of_their_making_and_tokens_are_long() -> None:
    assert new_id("dos")[:10] <= new_id("dos")[:10]
    assert len(new_token()) >= 43
    assert not is_reference("not-a-reference")
