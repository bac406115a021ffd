"""Numbers as people type them and read them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.form.mobiles import show_mobile
from chalicelib.form.numbers import find_number
from chalicelib.form.typed import plain_number
from chalicelib.words.formats import show_number

NUMBERS = st.decimals(min_value=-99999, max_value=99999, places=3)


@given(NUMBERS, st.sampled_from([",", "."]))
def test_a_comma_and_a_point_are_the_same(number: Decimal, mark: str) -> None:
    assert find_number(f"{number:f}".replace(".", mark)) == number


@given(NUMBERS)
def test_what_is_shown_can_be_typed_again(number: Decimal) -> None:
    assert find_number(show_number(number)) == number
    assert find_number(plain_number(number)) == number


@pytest.mark.parametrize(
    "text", ["", "9,5,1", "neuf", "1e5", "NaN", "--9", "9,", ",5", "٣", "0x10"]
)
def test_what_is_no_number_is_not_guessed(text: str) -> None:
    assert find_number(text) is None


def test_thousands_are_set_apart_and_useless_zeros_left_out() -> None:
    assert find_number("1 200,50") == Decimal("1200.5")
    assert show_number(Decimal("12345.600")) == "12\u202f345,6"
    assert show_number(5000) == "5\u202f000"


def test_a_french_mobile_is_shown_by_pairs_and_another_as_it_is() -> None:
    assert show_mobile("+33612345678") == "06 12 34 56 78"
    assert show_mobile("+351912345678") == "+351912345678"
