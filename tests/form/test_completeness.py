"""What a dossier lacks before it can be sent, and what contradicts itself in it."""

from decimal import Decimal
from typing import Any

import pytest

from chalicelib.dossiers.model import Space, space_of
from chalicelib.form.completeness import list_missing, list_obstacles, list_warnings
from chalicelib.form.field_kinds import Due, Field, Rows
from chalicelib.form.fields import STEP_FORMS, find_field, find_step_of
from chalicelib.form.figures import find_installed_power_kva, find_peak_power_kwc
from chalicelib.form.steps import STEPS, Step
from chalicelib.form.values import Form
from tests.form.whole_form import whole_form

STARRED = {
    # guide Urban Solar, section 02: the fields that carry a star
    "client": {
        "client_type", "civility", "last_name", "first_name", "email", "mobile", "address",
        "postcode", "city", "parcels",
    },
    "electricity": {
        "has_contract", "pdl", "subscribed_power_kva", "operator", "phases", "breaker_location",
        "meter_location", "cabinet_width_cm",
    },
    "plant": {
        "installer_name", "connection_power_kva", "installed_power_kva", "peak_power_kwc",
        "plant_connection", "panels_area_m2",
    },
    "equipment": {"inverters", "panels", "panel_protection"},
    "documents": set(),
}  # fmt: skip


def codes(form: Form) -> list[tuple[str, str]]:
    return [(problem.field, problem.code) for _step, problem in list_obstacles(form)]


def warned(form: Form) -> list[str]:
    return [problem.code for problem in list_warnings(form)]


def test_a_whole_form_lacks_nothing() -> None:
    assert codes(whole_form()) == []
    assert warned(whole_form()) == []


@pytest.mark.parametrize("step", STEPS)
def test_an_empty_step_lacks_what_the_guide_stars(step: Step) -> None:
    assert {problem.field for problem in list_missing({}, step)} == STARRED[step]


@pytest.mark.parametrize(
    ("step", "name"), [(step, name) for step in STARRED for name in sorted(STARRED[step])]
)
def test_each_starred_field_alone_keeps_the_dossier_from_being_sent(step: str, name: str) -> None:
    form = {of: dict(values) for of, values in whole_form().items()}
    del form[step][name]
    assert [field for field, _code in codes(form)] == [name]


def test_a_cell_of_a_row_that_is_missing_is_named_with_its_row() -> None:
    rows = [{"section": "AB", "number": "32"}, {"section": "AC"}]
    assert codes(whole_form(client={"parcels": rows})) == [("parcels.1.number", "missing")]


def test_a_professional_needs_a_company_name_and_a_private_person_none() -> None:
    pro = {"client_type": "professionnel"}
    assert codes(whole_form(client=pro)) == [("company_name", "missing")]
    assert codes(whole_form(client=pro | {"company_name": "SCI Lilas"})) == []


def test_no_is_an_answer_and_zero_too() -> None:
    assert codes(whole_form(electricity={"has_contract": False})) == []
    assert codes(whole_form(documents={"preload_kwh": 0})) == []


def test_what_is_still_typed_wrongly_keeps_the_dossier_from_being_sent() -> None:
    form = {of: dict(values) for of, values in whole_form().items()}
    form["client"]["as_typed"] = {"siret": "123"}
    assert codes(form) == [("siret", "wrong")]


@pytest.mark.parametrize(
    ("phases", "kva", "refused"),
    [
        ("monophase", 6, False),
        ("monophase", 6.01, True),
        ("triphase", 6.01, False),
        ("triphase", 36, False),
    ],
)
def test_a_single_phase_carries_six_kva_of_connection_power(
    phases: str, kva: float, refused: bool
) -> None:
    form = whole_form(electricity={"phases": phases}, plant={"connection_power_kva": kva})
    assert (("connection_power_kva", "single-phase-limit") in codes(form)) is refused


def test_six_kva_bounds_the_connection_and_not_what_is_installed() -> None:
    form = whole_form(
        electricity={"phases": "monophase"},
        plant={"connection_power_kva": 6, "installed_power_kva": 8},
    )
    assert codes(form) == []


@pytest.mark.parametrize(
    ("kwc", "refused"), [(8.5, False), (8.505, False), (8.51, True), (9, True)]
)
def test_the_peak_power_is_the_panels_unit_power_times_their_number(
    kwc: float, refused: bool
) -> None:
    found = codes(whole_form(plant={"peak_power_kwc": kwc}))
    assert found == ([("peak_power_kwc", "peak-power-mismatch")] if refused else [])


def test_a_pdl_that_is_the_siret_is_a_warning_and_no_refusal() -> None:
    pro = {"client_type": "professionnel", "company_name": "SCI", "siret": "73282932000074"}
    form = whole_form(client=pro, electricity={"pdl": "73282932000074"})
    assert warned(form) == ["pdl-is-siret"]
    assert codes(form) == []


def test_the_installed_power_typed_is_compared_with_the_equipment() -> None:
    assert warned(whole_form(plant={"installed_power_kva": 8.5})) == ["installed-power-differs"]


def test_more_installed_than_connected_announces_the_limiting_attestation() -> None:
    form = whole_form(plant={"connection_power_kva": 7})
    assert warned(form) == ["limiting-attestation"]


def test_the_installed_power_is_the_smaller_of_inverters_and_panels() -> None:
    equipment: dict[str, Any] = dict(whole_form()["equipment"])
    assert find_peak_power_kwc(equipment) == Decimal("8.5")
    assert find_installed_power_kva(equipment) == 8
    equipment["inverters"] = [{"count": 2, "unit_power_kva": Decimal(5)}]
    assert find_installed_power_kva(equipment) == Decimal("8.5")


def test_figures_wait_until_every_row_is_complete() -> None:
    assert find_peak_power_kwc({"panels": [{"count": 20}]}) is None
    assert find_peak_power_kwc({}) is None
    assert find_installed_power_kva({"panels": [{"count": 1, "unit_power_w": 400}]}) is None


def test_thirty_six_kva_belongs_to_the_first_space_and_more_to_the_second() -> None:
    assert space_of(Decimal("36.0")) is Space.SMALL
    assert space_of(Decimal("36.01")) is Space.LARGE
    assert space_of(None) is Space.SMALL


def test_field_names_are_unique_across_steps_and_found_by_path() -> None:
    names = [entry.name for form in STEP_FORMS.values() for entry in form.entries()]
    assert len(names) == len(set(names))
    found = find_field(Step.EQUIPMENT, "panels.3.brand")
    assert isinstance(found, Field)
    assert found.label == "Marque de panneaux"
    assert find_field(Step.EQUIPMENT, "panels.3.nothing") is None
    assert find_step_of("panels.0.count") is Step.EQUIPMENT


def test_every_field_says_its_label_and_every_number_its_bounds() -> None:
    for form in STEP_FORMS.values():
        for entry in form.entries():
            for field in entry.fields if isinstance(entry, Rows) else (entry,):
                assert field.label
                assert field.due in Due
                if field.kind in {"number", "whole"}:
                    assert field.least is not None
                    assert field.most is not None


@pytest.mark.parametrize(
    ("postcode", "city", "is_warned"),
    [
        ("69003", "Lyon", False),
        ("69003", "LYON 3E", False),
        ("69003", "Lyon Cedex 03", False),
        ("38000", "grenoble", False),
        ("94240", "L’Hay les Roses", False),
        ("38000", "Lyon", True),
        ("69003", "Grenoble", True),
        ("00000", "Nulle-Part", False),
        ("38000", "", False),
    ],
)
def test_a_commune_that_does_not_have_the_postcode_is_warned_of(
    postcode: str, city: str, is_warned: bool
) -> None:
    form = {of: dict(values) for of, values in whole_form().items()}
    form["client"] |= {"postcode": postcode, "city": city}
    assert ("commune-not-of-postcode" in warned(form)) is is_warned
