"""Operators: references as each writes them, and where each is proposed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.reference.operators import (
    DEFAULT,
    ENEDIS,
    GREENALP,
    OPERATORS,
    UnknownOperator,
    load_operator,
    propose_operator,
)


@given(st.from_regex(r"[0-9]{4}P4E[0-9]{6}", fullmatch=True))
def test_a_small_producers_request_number_is_enedis(text: str) -> None:
    assert ENEDIS.is_reference(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2611P4E00012",
        "2611p4e000123",
        " 2611P4E000123",
        "2611P4E000123\n",
        "OUE-RP-1022-000034",
    ],
)
def test_what_is_not_written_so_is_none(text: str) -> None:
    assert not ENEDIS.is_reference(text)


def test_larger_projects_have_their_own_form() -> None:
    assert ENEDIS.is_reference("OUE-RP-2022-000034")


@pytest.mark.parametrize("text", ["avec espace", "tab\tulation", "", "x" * 41])
def test_where_no_form_is_known_blanks_are_refused_all_the_same(text: str) -> None:
    assert not GREENALP.is_reference(text)


@given(st.text(max_size=8))
def test_every_postcode_has_a_proposal(postcode: str) -> None:
    assert propose_operator(postcode).code in OPERATORS


def test_the_default_is_proposed_where_no_other_is_known() -> None:
    assert propose_operator("69003") is DEFAULT
    assert propose_operator("38000") is GREENALP


def test_an_operator_nobody_knows_is_refused() -> None:
    with pytest.raises(UnknownOperator):
        load_operator("licorne")
