"""Identifiers as people type them."""

import contextlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.form.identifiers import (
    WrongIdentifierError,
    read_email,
    read_mobile,
    read_parcel,
    read_pdl,
    read_postcode,
    read_section,
    read_siren,
    read_siret,
)

DIGITS = st.text("0123456789", min_size=14, max_size=14)
SPACES = st.sampled_from(["", " ", "\u00a0", "\u202f", ".", "-"])


@given(DIGITS, st.lists(SPACES, min_size=14, max_size=14))
def test_a_pdl_keeps_its_fourteen_digits_however_they_are_grouped(
    pdl: str, between: list[str]
) -> None:
    typed = "".join(digit + space for digit, space in zip(pdl, between, strict=True))
    assert read_pdl(typed) == pdl


@given(st.text(max_size=20))
def test_whatever_is_typed_a_pdl_is_fourteen_ascii_digits_or_refused(text: str) -> None:
    with contextlib.suppress(WrongIdentifierError):
        assert re.fullmatch("[0-9]{14}", read_pdl(text))


@pytest.mark.parametrize(
    "text", ["", "1234567890123", "123456789012345", "0123456789012A", "٠" * 14]
)
def test_what_is_not_fourteen_digits_is_no_pdl(text: str) -> None:
    with pytest.raises(WrongIdentifierError):
        read_pdl(text)


def test_a_pdl_has_no_check_digit_to_fail() -> None:
    assert read_pdl("99999999999999") == "99999999999999"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("06 12 34 56 78", "+33612345678"),
        ("06.12.34.56.78", "+33612345678"),
        ("+33 7 68 12 34 56", "+33768123456"),
        ("0033612345678", "+33612345678"),
        ("+351 912 345 678", "+351912345678"),
    ],
)
def test_a_mobile_is_kept_as_e164(text: str, kept: str) -> None:
    assert read_mobile(text) == kept


@pytest.mark.parametrize("text", ["", "01 42 68 53 00", "0612", "bonjour", "06 12 34 56 78 90"])
def test_a_landline_or_a_slip_is_no_mobile(text: str) -> None:
    with pytest.raises(WrongIdentifierError):
        read_mobile(text)


@given(st.text(max_size=40))
def test_whatever_is_typed_a_mobile_is_e164_or_refused(text: str) -> None:
    with contextlib.suppress(WrongIdentifierError):
        assert re.fullmatch(r"\+[0-9]{8,15}", read_mobile(text))


def test_a_siret_is_checked_by_its_digits_with_the_exception_of_la_poste() -> None:
    assert read_siret("732 829 320 00074") == "73282932000074"
    assert read_siret("356 000 000 00001") == "35600000000001"
    with pytest.raises(WrongIdentifierError):
        read_siret("732 829 320 00075")


def test_a_siren_is_checked_by_its_digits() -> None:
    assert read_siren("732 829 320") == "732829320"
    with pytest.raises(WrongIdentifierError):
        read_siren("732 829 321")


def test_an_email_is_kept_in_its_normal_form_without_asking_anybody() -> None:
    assert read_email("Claire.Durand@Exemple.FR") == "Claire.Durand@exemple.fr"
    with pytest.raises(WrongIdentifierError):
        read_email("claire.exemple.fr")


@pytest.mark.parametrize(("text", "kept"), [("ab", "AB"), (" c ", "C"), ("0A", "0A"), ("12", "12")])
def test_a_section_is_one_or_two_letters_or_digits_in_capitals(text: str, kept: str) -> None:
    assert read_section(text) == kept


@pytest.mark.parametrize("text", ["", "ABC", "É", "A*"])
def test_what_is_longer_or_stranger_is_no_section(text: str) -> None:
    with pytest.raises(WrongIdentifierError):
        read_section(text)


def test_a_parcel_keeps_its_zeros_and_has_four_digits_at_most() -> None:
    assert read_parcel("0063") == "0063"
    with pytest.raises(WrongIdentifierError):
        read_parcel("12345")


def test_a_postcode_has_five_digits_and_may_begin_with_zero() -> None:
    assert read_postcode("06 000") == "06000"
    with pytest.raises(WrongIdentifierError):
        read_postcode("6000")
