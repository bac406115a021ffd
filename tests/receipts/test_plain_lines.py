"""The data of a plain case on a receipt: exact for machines, in words for people."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.cases.plain import PlainCase, begin_plain
from chalicelib.receipts.model import write_canonical
from chalicelib.receipts.of_kind import Line
from chalicelib.receipts.plain_lines import plain, tell_data

AT = datetime(2026, 3, 2, 9, 30, 15, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Told:
    value: Any
    unnamed: str = "x"


def told(value: object) -> Line:
    head = begin_plain("one_1", Told(value), owner_id="o", by="b", status="s", now=AT)
    line, _other = tell_data(PlainCase(head), "Titre", {"value": "Valeur"})
    return line


@pytest.mark.parametrize(
    ("value", "kept", "text"),
    [
        (None, None, ""),
        (True, True, "Oui"),
        (False, False, "Non"),
        (12, 12, "12"),
        ("Lyon", "Lyon", "Lyon"),
        (Decimal("8.50"), "8.5", "8,5"),
        (date(2026, 3, 20), "2026-03-20", "20 mars 2026"),
        (("a", 2), ["a", 2], "a, 2"),
        ({"kVA": Decimal(9)}, {"kVA": "9"}, "kVA 9"),
    ],
)
def test_a_value_is_exact_and_in_words(value: object, kept: object, text: str) -> None:
    line = told(value)
    assert (line.name, line.label, line.title) == ("value", "Valeur", "Titre")
    assert (line.value, line.text) == (kept, text)


def test_an_instant_is_told_to_the_second_in_utc_and_in_words() -> None:
    line = told(AT)
    assert line.value == "2026-03-02T09:30:15Z"
    assert line.text.startswith("2 mars 2026 à 10:30:15, heure de Paris")


def test_a_field_without_a_label_is_sealed_under_its_own_name() -> None:
    head = begin_plain("one_1", Told(1), owner_id="o", by="b", status="s", now=AT)
    assert [one.label for one in tell_data(PlainCase(head), "Titre", {})] == ["value", "unnamed"]


def test_what_has_no_place_in_the_schema_is_refused_and_never_rounded() -> None:
    with pytest.raises(TypeError, match="float"):
        plain(0.1)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text("abc"), inner),
)


@given(VALUES)
def test_whatever_a_case_keeps_has_its_bytes(value: object) -> None:
    assert write_canonical({"value": plain(value)})
