"""The places of a text take values and nothing else, whoever wrote the text."""

from decimal import Decimal

import pytest

from chalicelib.words.translation import fill, translate


def test_values_stand_in_their_places() -> None:
    values = {"most": 3, "power": Decimal("9.5"), "name": "Zoé"}
    assert fill("{name} : {most} × {power}", values) == "Zoé : 3 × 9.5"


@pytest.mark.parametrize(
    "text",
    [
        "{name:>60000000}",
        "{name.__class__.__mro__}",
        "{name[0]}",
        "{name!r}",
        "{0}",
        "{",
        "}",
        "{}",
        "{unknown}",
    ],
)
def test_a_text_that_somebody_else_wrote_neither_grows_nor_looks_into_what_it_is_given(
    text: str,
) -> None:
    assert translate(text, name="Zoé") == text


def test_a_value_that_looks_like_a_place_stays_as_it_is() -> None:
    assert fill("{name} {city}", {"name": "{city}", "city": "Lyon"}) == "{city} Lyon"
