"""Values are compared as people write them."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.form.numbers import find_number
from chalicelib.readings.compare import (
    NameMatch,
    fold,
    match_names,
    match_person,
    same_city,
    same_code,
    same_model,
    same_number,
    same_pdl,
    same_street,
)

words = st.text("abcdefghijklmnopqrstuvwxyzéèçôï", min_size=3, max_size=10)
people = st.lists(words, min_size=2, max_size=4, unique_by=fold)


@given(people, st.randoms(use_true_random=False), st.sampled_from(["", "M. ", "Mme ", "MADAME "]))
def test_order_case_accents_and_civility_make_no_other_name(
    name: list[str], chance: random.Random, civility: str
) -> None:
    other = list(name)
    chance.shuffle(other)
    written = civility + " ".join(
        fold(one).upper() if chance.random() < 0.5 else one for one in other
    )
    assert match_names(" ".join(name), written) is NameMatch.SAME


@given(people, people)
def test_names_without_a_word_in_common_are_others(name: list[str], other: list[str]) -> None:
    ours, theirs = {fold(one) for one in name}, {fold(one) for one in other}
    small = {"monsieur", "madame", "sarl", "sas", "eurl", "des", "les", "mme", "ets", "sci", "ste"}
    if not ours & theirs and not (ours | theirs) & small:
        assert match_names(" ".join(name), " ".join(other)) is NameMatch.OTHER


@pytest.mark.parametrize(
    ("last_name", "first_name", "read", "match"),
    [
        ("Dupont", "Jean", "DUPONT Jean", NameMatch.SAME),
        ("Dupont", "Jean", "M. DUPONT", NameMatch.SAME),
        ("Dupont", "Jean", "M. J. Dupont", NameMatch.SAME),
        ("Dupont", "Jean", "Jean Pierre Marie DUPONT", NameMatch.SAME),
        ("Dupont", "Jean-Pierre", "DUPONT JEAN PIERRE", NameMatch.SAME),
        ("Lefèvre", "Éloïse", "LEFEVRE ELOISE", NameMatch.SAME),
        ("Durand", "Claire", "M. et Mme DURAND Paul et Claire", NameMatch.SAME),
        ("Durand-Martin", "Claire", "Claire DURAND", NameMatch.SAME),
        ("Dupont", "Jean", "DUPONT Marie", NameMatch.PARTLY),
        ("Dupont", "Jean", "Jean MARTIN", NameMatch.PARTLY),
        ("Dupont", "Jean", "Jean DUPOND", NameMatch.PARTLY),
        ("Dupont", "Jean", "Paul MARTIN", NameMatch.OTHER),
    ],
)
def test_a_person_is_known_by_family_and_given_name(
    last_name: str, first_name: str, read: str, match: NameMatch
) -> None:
    assert match_person(last_name, first_name, read) is match


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Soleil du Midi", "SARL SOLEIL DU MIDI"),
        ("S.A.R.L. Soleil du Midi", "Soleil du Midi SARL"),
        ("Martin & Fils", "Ets MARTIN et Fils"),
        ("Énergies d'Alsace", "ENERGIES D’ALSACE SAS"),
        ("Soleil-Midi", "SOLEIL MIDI"),
    ],
)
def test_a_company_is_known_without_its_form(typed: str, read: str) -> None:
    assert match_names(typed, read) is NameMatch.SAME


def test_another_company_is_another() -> None:
    assert match_names("SARL Soleil du Midi", "SARL Vent du Nord") is NameMatch.OTHER


@given(st.text("0123456789", min_size=14, max_size=14), st.lists(st.integers(1, 13)))
def test_a_pdl_is_its_digits_however_they_are_grouped(digits: str, cuts: list[int]) -> None:
    grouped = digits
    for cut in sorted(set(cuts), reverse=True):
        grouped = f"{grouped[:cut]}\u202f{grouped[cut:]}"
    assert same_pdl(digits, grouped)


@given(st.text("0123456789", min_size=14, max_size=14), st.integers(0, 13), st.integers(1, 9))
def test_one_other_digit_is_another_pdl(digits: str, at: int, more: int) -> None:
    other = str((int(digits[at]) + more) % 10)
    assert not same_pdl(digits, f"{digits[:at]}{other}{digits[at + 1 :]}")


@given(st.decimals("0.1", "5000", places=2))
def test_useless_zeros_make_no_other_number(number: object) -> None:
    typed = find_number(f"{number}".replace(".", ","))
    assert typed is not None
    assert same_number(typed, f"{number}0")
    assert not same_number(typed + 1, f"{number}")


@pytest.mark.parametrize(
    ("typed", "read", "same"),
    [
        ("12 rue des Lilas", "12, R. DES LILAS", True),
        ("12 bis rue des Lilas", "12bis rue des lilas", True),
        ("12 B rue des Lilas", "12 bis rue des Lilas", True),
        ("3 av. du Gal Leclerc", "3 avenue du Général Leclerc", True),
        ("Le Bourg", "Lieu-dit Le Bourg", True),
        ("8 place St-Jean", "8 PL SAINT JEAN", True),
        ("12 rue des Lilas", "14 rue des Lilas", False),
        ("8 rue A", "8 rue B", False),
        ("8 rue A", "8, RUE A", True),
        ("8 rue", "8 rue des Lilas", False),
        ("12 rue des Lilas", "12 bis rue des Lilas", False),
        ("12 rue des Lilas", "12 rue des Roses", False),
    ],
)
def test_streets_are_compared_by_number_and_words(typed: str, read: str, same: bool) -> None:
    assert same_street(typed, read) is same


@pytest.mark.parametrize(
    ("typed", "read", "same"),
    [
        ("Saint-Étienne", "ST ETIENNE", True),
        ("Lyon", "LYON CEDEX 03", True),
        ("Lyon", "Lyon 3e arrondissement", True),
        ("Bourg-en-Bresse", "BOURG EN BRESSE", True),
        ("L’Haÿ-les-Roses", "LHAY LES ROSES", True),
        ("Lyon", "Dijon", False),
    ],
)
def test_communes_are_compared_by_their_words(typed: str, read: str, same: bool) -> None:
    assert same_city(typed, read) is same


@pytest.mark.parametrize(
    ("brand", "model", "read", "same"),
    [
        ("SMA", "STP 8.0", "SMA STP8.0", True),
        ("SMA", "STP 8.0", "stp-8.0", True),
        ("Enphase", "IQ8+", "ENPHASE IQ8", True),
        ("SMA", "STP 8.0", "SMA STP 10.0", False),
        ("SMA", "STP 8.0", "Fronius Symo 8.2", False),
    ],
)
def test_models_are_compared_without_spaces(brand: str, model: str, read: str, same: bool) -> None:
    assert same_model(brand, model, read) is same


def test_codes_are_compared_without_what_separates_their_characters() -> None:
    assert same_code("AC69-2026-004417", "ac69 2026/004417")
    assert not same_code("AC69-2026-004417", "AC69-2026-004418")
