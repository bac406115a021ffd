"""The catalogue on the API."""

import pytest

from chalicelib.accounts.tokens import create_token
from chalicelib.aws.table import Table
from chalicelib.equipment.forms import ModelsAnswer
from tests.accounts.conftest import People, people, portal
from tests.portal import Portal

__all__ = ["people", "portal"]


@pytest.fixture
def caller(portal: Portal, people: People, seeded: Table) -> Portal:
    assert seeded
    return Portal(portal.app, token=create_token(people.installer, "jeton").secret)


def test_models_are_found_with_their_power_and_origin(caller: Portal) -> None:
    answer = caller.call("GET", "/equipment?kind=panel&q=SunPower%20SPR-X22-360-COM")
    assert answer.json()["models"] == [
        {
            "kind": "panel",
            "maker": "SunPower",
            "model": "SPR-X22-360-COM",
            "power_w": 360,
            "phases": None,
            "area_m2": 1.63,
            "origin": "seed",
        }
    ]
    ModelsAnswer.model_validate(answer.json())


def test_no_words_find_nothing(caller: Portal) -> None:
    assert caller.call("GET", "/equipment?kind=inverter").json() == {"models": []}


@pytest.mark.parametrize("kind", ["", "battery", "PANEL"])
def test_another_kind_is_told_which_there_are(caller: Portal, kind: str) -> None:
    answer = caller.call("GET", f"/equipment?kind={kind}&q=sun")
    assert answer.status == 422
    assert "panel ou inverter" in answer.body
