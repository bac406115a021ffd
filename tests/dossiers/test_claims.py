"""What the form claims about each subject of papers, as values."""

from decimal import Decimal

import pytest

from chalicelib.dossiers.claims import CLAIMED_BY, SUBJECTS, Claim, label_field, list_claims
from chalicelib.dossiers.radar_view import ASK_THE_PAPER
from chalicelib.form.answer import NO
from chalicelib.form.fields import find_step_of
from chalicelib.form.inputs import anchor_of
from chalicelib.readings.model import Subject
from chalicelib.readings.rules import RULES
from chalicelib.words.values import Number
from tests.form.whole_form import whole_form


def test_every_subject_has_its_words() -> None:
    assert set(SUBJECTS) == set(Subject)


def test_every_rule_finds_its_subjects_claims() -> None:
    for rule in RULES:
        assert CLAIMED_BY[rule.subject] == rule.fields
        assert all(find_step_of(name) for name in rule.fields)


def test_a_claim_is_the_value_of_its_field() -> None:
    form = whole_form()
    assert list_claims(form, Subject.INSTALLED_POWER) == (
        Claim(Subject.INSTALLED_POWER, "installed_power_kva", Number(Decimal(8), "kVA")),
    )
    (model,) = list_claims(form, Subject.INVERTER_MODEL)
    assert "SMA" in str(model.typed)
    assert [one.field for one in list_claims(form, Subject.HOLDER_NAME)] == [
        "last_name",
        "first_name",
    ]


def test_a_box_that_was_not_ticked_says_no_and_an_unsaved_step_nothing() -> None:
    form = whole_form()
    assert list_claims(form, Subject.CONSUEL_TYPE)[0].typed == NO
    assert list_claims({}, Subject.CONSUEL_TYPE)[0].typed == ""


def test_what_the_form_never_says_is_claimed_by_no_field() -> None:
    assert list_claims(whole_form(), Subject.RECEIVED_ON) == (Claim(Subject.RECEIVED_ON, "", ""),)
    assert label_field("", Subject.RECEIVED_ON) == "Date de réception"
    assert set(Subject) - set(CLAIMED_BY) == set(ASK_THE_PAPER)


@pytest.mark.parametrize(
    ("path", "anchor"),
    [
        ("pdl", "field-pdl"),
        ("panels", "rows-panels"),
        ("panels.0.model", "field-panels-0-model"),
        ("facture", "field-facture"),
    ],
)
def test_a_field_has_its_place_on_its_page(path: str, anchor: str) -> None:
    assert anchor_of(path) == anchor
