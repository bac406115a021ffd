"""The pieces of a dossier follow from its answers and say all that people must know."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from chalicelib.reference.required_pieces import (
    NEEDED_WHEN,
    Due,
    Format,
    find_slot,
    required_slots,
)

TODAY = date(2026, 3, 2)


def slots_of(installed: object = None, connected: object = None) -> dict[str, Due]:
    plant: dict[str, Any] = {"installed_power_kva": installed, "connection_power_kva": connected}
    return {slot.code: slot.due for slot in required_slots({"plant": plant}, "enedis", TODAY)}


def test_the_guides_pieces_are_due_when_the_guide_says() -> None:
    assert slots_of() == {
        "facture": Due.SUBMIT,
        "photo_installation": Due.SUBMIT,
        "photo_compteur": Due.SUBMIT,
        "mairie": Due.DSO_REQUEST,
        "consuel": Due.COMMISSIONING,
        "autre": Due.NEVER,
    }


@pytest.mark.parametrize(
    ("installed", "connected", "needed"),
    [
        (9, 6, True),
        (Decimal("6.1"), 6, True),
        (6, 6, False),
        (6, 9, False),
        (9, None, False),
        ("9", 6, False),
    ],
)
def test_more_installed_than_connected_needs_an_attestation_of_limiting(
    installed: object, connected: object, needed: bool
) -> None:
    assert ("attestation_bridage" in slots_of(installed, connected)) is needed


def test_a_consuel_is_pdf_only_and_its_request_number_may_stand_in() -> None:
    slot = find_slot(required_slots({}, "enedis", TODAY), "consuel")
    assert slot is not None
    assert slot.formats == (Format.PDF,)
    assert slot.extensions == (".pdf",)
    assert slot.stand_in == "consuel_request_number"
    assert not slot.is_several


def test_every_slot_says_what_it_is_and_where_to_find_it() -> None:
    for slot, _ in NEEDED_WHEN:
        assert all((slot.label, slot.hint, slot.where, slot.source))


def test_a_slot_is_wanted_from_its_day_on() -> None:
    assert required_slots({}, "enedis", date(2022, 12, 31)) == ()
