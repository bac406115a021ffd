"""The pieces of a dossier follow from its answers and say all that people must know."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from chalicelib.dossiers.model import SMALL_POWER_KVA
from chalicelib.form.figures import SINGLE_PHASE_MOST_KVA
from chalicelib.reference import required_pieces
from chalicelib.reference.required_pieces import (
    NEEDS,
    Due,
    FileFormat,
    Slot,
    find_slot,
    required_slots,
)
from chalicelib.reference.slots import Source

TODAY = date(2026, 3, 2)
OPTIONAL = ("plan_de_masse", "plan_de_situation", "mandat", "autre")


type Steps = Mapping[str, Any]


def list_for(operator: str = "enedis", **steps: Steps) -> list[Slot]:
    return list(required_slots(steps, operator, TODAY))


def load(code: str, operator: str = "enedis", **steps: Steps) -> Slot:
    slot = find_slot(list_for(operator, **steps), code)
    assert slot is not None
    return slot


def dues(operator: str = "enedis", **steps: Steps) -> dict[str, Due]:
    return {slot.code: slot.due for slot in list_for(operator, **steps)}


ORDINARY = {
    "facture": Due.SUBMIT,
    "photo_installation": Due.SUBMIT,
    "photo_compteur": Due.SUBMIT,
    "mairie": Due.DSO_REQUEST,
    "consuel": Due.COMMISSIONING,
    **dict.fromkeys(OPTIONAL, Due.NEVER),
}


@pytest.mark.parametrize("power", [None, 6, Decimal("36.0")])
@pytest.mark.parametrize("operator", ["enedis", "greenalp", ""])
@pytest.mark.parametrize("client_type", ["particulier", "professionnel"])
def test_up_to_36_kva_what_is_due_is_what_the_guide_asks(
    power: object, operator: str, client_type: str
) -> None:
    form: dict[str, Steps] = {
        "plant": {"connection_power_kva": power},
        "client": {"client_type": client_type},
    }
    assert dues(operator, **form) == ORDINARY


def test_above_36_kva_the_operators_plans_are_due_before_its_request() -> None:
    large = {"connection_power_kva": Decimal("36.1")}
    plans = {"plan_de_masse": Due.DSO_REQUEST, "plan_de_situation": Due.DSO_REQUEST}
    assert dues(plant=large) == ORDINARY | plans
    assert dues("", plant=large) == ORDINARY | plans
    assert dues("greenalp", plant=large) == ORDINARY


@pytest.mark.parametrize(
    ("client_type", "operator", "due"),
    [
        ("professionnel", "enedis", Due.DSO_REQUEST),
        ("particulier", "enedis", Due.NEVER),
        ("professionnel", "strasbourg", Due.NEVER),
    ],
)
def test_a_company_above_36_kva_gives_its_mandate_on_paper(
    client_type: str, operator: str, due: Due
) -> None:
    form: dict[str, Steps] = {
        "plant": {"connection_power_kva": 100},
        "client": {"client_type": client_type},
    }
    assert load("mandat", operator, **form).due is due


@pytest.mark.parametrize(
    ("plant", "label"),
    [
        ({"plant_location": "toiture"}, "Document de la mairie"),
        ({"plant_location": "facade"}, "Document de la mairie"),
        ({"plant_location": "sol"}, "Autorisation d’urbanisme"),
        ({"plant_location": "ombriere"}, "Autorisation d’urbanisme"),
        ({"plant_location": "toiture", "connection_power_kva": 40}, "Autorisation d’urbanisme"),
    ],
)
def test_a_work_of_its_own_and_the_second_space_need_the_decision_itself(
    plant: dict[str, Any], label: str
) -> None:
    slot = load("mairie", plant=plant)
    assert slot.label == label
    assert slot.due is Due.DSO_REQUEST


def test_a_small_plant_on_the_ground_is_told_what_to_do_when_no_declaration_is_needed() -> None:
    ground = {"plant_location": "sol", "peak_power_kwc": Decimal(3)}
    assert "1,80 m" in load("mairie", plant=ground).hint
    assert load("mairie", plant=ground).source is Source.PRACTICE
    assert "1,80 m" not in load("mairie", plant=ground | {"peak_power_kwc": Decimal("3.1")}).hint
    assert "1,80 m" not in load("mairie", plant=ground | {"plant_location": "toiture"}).hint


@pytest.mark.parametrize(
    ("installed", "connected", "phases", "needed"),
    [
        (9, 6, "triphase", True),
        (Decimal("6.1"), 6, "monophase", True),
        (6, 6, "monophase", False),
        (6, 9, "triphase", False),
        (9, None, "triphase", False),
        (9, None, "monophase", True),
        (6, None, "monophase", False),
        ("9", 6, "triphase", False),
        (None, 6, "monophase", False),
    ],
)
def test_more_installed_than_may_be_connected_needs_an_attestation_of_limiting(
    installed: object, connected: object, phases: str, needed: bool
) -> None:
    plant = {"installed_power_kva": installed, "connection_power_kva": connected}
    found = dues(plant=plant, electricity={"phases": phases})
    assert ("attestation_bridage" in found) is needed


def test_a_consuel_is_pdf_only_and_its_request_number_may_stand_in() -> None:
    slot = load("consuel")
    assert slot.formats == (FileFormat.PDF,)
    assert slot.extensions == (".pdf",)
    assert slot.accept_camera == ""
    assert slot.stand_in == "consuel_request_number"
    assert not slot.is_several


@pytest.mark.parametrize(
    ("battery", "colour"), [(True, "violette"), (False, "bleue"), ("1", "bleue")]
)
def test_physical_storage_decides_the_colour_of_the_consuel(battery: object, colour: str) -> None:
    slot = load("consuel", plant={"has_battery": battery})
    assert colour in slot.hint
    assert slot.due is Due.COMMISSIONING


def test_a_picker_is_told_extensions_and_types() -> None:
    assert load("facture").accept == ".pdf,.png,.jpg,.jpeg,application/pdf,image/png,image/jpeg"
    assert load("photo_compteur").accept_camera == "image/png,image/jpeg"


def test_every_slot_says_what_it_is_where_to_find_it_and_shows_an_example() -> None:
    for need in NEEDS:
        slot = need.slot
        assert all((slot.label, slot.hint, slot.where, slot.source, need.words))
        assert slot.example is not None or slot.code == "autre"


def test_no_row_is_hidden_by_an_earlier_one() -> None:
    shown = {id(slot) for form in _many_forms() for slot in list_for(**form)}
    assert {id(need.slot) for need in NEEDS} <= shown


def _many_forms() -> list[dict[str, Any]]:
    plants: list[dict[str, Any]] = [
        {},
        {"plant_location": "sol", "peak_power_kwc": 3},
        {"plant_location": "sol"},
        {"has_battery": True, "installed_power_kva": 9, "connection_power_kva": 6},
        {"connection_power_kva": 40},
    ]
    return [{"plant": one, "client": {"client_type": "professionnel"}} for one in plants]


def test_a_rule_holds_from_its_day_on() -> None:
    assert required_slots({}, "enedis", date(2022, 12, 31)) == ()


def test_the_powers_that_decide_are_those_of_the_form_and_of_the_spaces() -> None:
    assert required_pieces.SMALL_SPACE_KVA == SMALL_POWER_KVA
    assert required_pieces.SINGLE_PHASE_KVA == SINGLE_PHASE_MOST_KVA
