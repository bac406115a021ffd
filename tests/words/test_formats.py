"""How values are set for reading."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.words.formats import in_figures, in_words, moment, number, pdl, siret, size
from chalicelib.words.translation import in_language


def test_days_are_set_in_words_and_in_figures() -> None:
    assert in_words(date(2026, 5, 31)) == "31 mai 2026"
    assert in_words("2026-08-01") == "1er août 2026"
    assert in_figures(date(2026, 5, 3)) == "03/05/2026"
    assert in_words(None) == in_figures(None) == moment(None) == ""


def test_instants_are_set_as_people_in_france_live_them() -> None:
    late = datetime(2026, 5, 31, 22, 30, tzinfo=UTC)
    assert in_words(late) == "1er juin 2026"
    assert in_figures(late.isoformat()) == "01/06/2026"
    assert moment(late) == "1er juin 2026 à 00:30"


@pytest.mark.parametrize(
    ("value", "text"),
    [(12042, "12\u202f042"), (Decimal("9.45"), "9,45"), ("36.0", "36"), (None, ""), (0, "0")],
)
def test_numbers_are_set_in_french(value: int | Decimal | str | None, text: str) -> None:
    assert number(value) == text


@pytest.mark.parametrize(
    ("bytes_", "text"), [(1, "1 Ko"), (842_000, "842 Ko"), (4_210_000, "4,2 Mo")]
)
def test_sizes_are_set_in_the_unit_people_know(bytes_: int, text: str) -> None:
    assert size(bytes_) == text


def test_identifiers_are_grouped_as_people_read_them() -> None:
    assert pdl("12345678901234").split("\u202f") == ["12", "345", "678", "901", "234"]
    assert siret("12345678901234").split("\u202f") == ["123", "456", "789", "01234"]


@given(st.text(max_size=20))
def test_grouping_never_changes_an_identifier(text: str) -> None:
    assert pdl(text).replace("\u202f", "") == text.replace("\u202f", "")


@pytest.mark.parametrize(
    ("language", "day", "hour", "amount", "weight"),
    [
        ("fr", "1er mai 2026", "1er mai 2026 à 14:05", "12\u202f345,6", "4,2 Mo"),
        ("pt_BR", "1 de maio de 2026", "1 de maio de 2026 às 14:05", "12.345,6", "4,2 MB"),
        ("en", "1 May 2026", "1 May 2026 at 14:05", "12,345.6", "4.2 MB"),
    ],
)
def test_each_language_sets_dates_and_numbers_its_own_way(
    language: str, day: str, hour: str, amount: str, weight: str
) -> None:
    with in_language(language):
        assert in_words(date(2026, 5, 1)) == day
        assert moment("2026-05-01T12:05:00+00:00") == hour
        assert number(12345.6) == amount
        assert size(4_200_000) == weight
        assert in_figures(date(2026, 5, 1)) == "01/05/2026"
