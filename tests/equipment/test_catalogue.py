"""What the catalogue finds: in any spelling, in a fixed number of calls, the nearest words first."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from chalicelib.aws.clock import real_now
from chalicelib.aws.table import Table
from chalicelib.equipment import catalogue, store
from chalicelib.equipment.catalogue import find_makers, find_model, find_models, is_near
from chalicelib.equipment.change_model import put_model, retire_model
from chalicelib.equipment.model import EquipmentKind, EquipmentModel, Origin, Phases
from infra.equipment_seed import load_equipment_seed
from tests.equipment.conftest import AGENT

PANEL, INVERTER = EquipmentKind.PANEL, EquipmentKind.INVERTER
OWN = EquipmentModel(PANEL, "DualSun", "FLASH 500 Half-Cut", Decimal(500), origin=Origin.AGENTS)


class Counted(Table):
    """A table that counts what is asked of it."""

    def __init__(self, table: Table) -> None:
        super().__init__(table.name, table._client)
        self.calls: list[str] = []

    def _call(self, method: str, **request: Any) -> Any:
        self.calls.append(method)
        return super()._call(method, **request)


@pytest.mark.parametrize(
    "question",
    ["sunpower spr-x22-360", "SunPower X22 360", "SUNPOWER sprx22360", "  sunp  x22-360 "],
)
def test_a_model_is_found_in_any_spelling(seeded: Table, question: str) -> None:
    found = find_models(PANEL, question, table=seeded)
    assert "SPR-X22-360" in {one.name for one in found}
    assert {one.maker for one in found} == {"SunPower"}


def test_accents_and_signs_make_no_difference(seeded: Table) -> None:
    put_model(EquipmentModel(PANEL, "Société Éolis", "É-1", Decimal(300)), by=AGENT, table=seeded)
    for question in ("societe eolis", "ÉOLIS e1", "eolis É-1"):
        assert find_models(PANEL, question, table=seeded)[0].maker == "Société Éolis"


def test_what_begins_so_comes_before_what_holds_it(seeded: Table) -> None:
    found = find_models(INVERTER, "sma sb5000", table=seeded)
    assert [one.name.startswith("SB5000") for one in found[:3]] == [True, True, True]
    assert all(one.power_w > 4500 for one in found)


def test_at_most_twelve_are_proposed_and_nothing_for_no_words(seeded: Table) -> None:
    assert len(find_models(PANEL, "solar", table=seeded)) == catalogue.MOST_FOUND
    assert find_models(PANEL, "  -- ", table=seeded) == ()
    assert find_models(PANEL, "qqqqqq", table=seeded) == ()


def test_a_question_costs_two_calls_and_then_none(seeded: Table) -> None:
    counted = Counted(seeded)
    find_models(PANEL, "sunpower x22", table=counted)
    assert counted.calls == ["query", "get_item"]
    for question in ("canadian cs6", "jinko", "sunpower", "no such maker at all"):
        find_models(PANEL, question, table=counted)
        find_model(PANEL, "SunPower", "SPR-X22-360", table=counted)
        find_makers(PANEL, question, table=counted)
    assert counted.calls == ["query", "get_item"]
    find_models(INVERTER, "fronius", table=counted)
    assert counted.calls == ["query", "get_item", "get_item"]
    later = real_now() + timedelta(minutes=2)
    find_models(INVERTER, "fronius", table=counted, real=later)
    assert counted.calls == ["query", "get_item", "get_item", "query"]


def test_the_calls_do_not_grow_with_the_agents_models(seeded: Table) -> None:
    for number in range(40):
        model = EquipmentModel(PANEL, "Maison", f"M{number}", Decimal(400))
        put_model(model, by=AGENT, table=seeded)
    counted = Counted(seeded)
    assert len(find_models(PANEL, "maison m3", table=counted)) == 11
    assert counted.calls == ["query", "get_item"]


def test_without_a_seed_the_agents_models_are_found_all_the_same(table: Table) -> None:
    catalogue.forget_catalogue()
    put_model(OWN, by=AGENT, table=table)
    assert find_models(PANEL, "dualsun", table=table) == (OWN,)
    assert find_models(INVERTER, "fronius", table=table) == ()


def test_what_the_firm_used_comes_first_then_the_agents_models(seeded: Table) -> None:
    agents = EquipmentModel(PANEL, "SunPower", "Maxeon 6", Decimal(420), origin=Origin.AGENTS)
    put_model(agents, by=AGENT, table=seeded)
    used = EquipmentModel(PANEL, "SunPower", "Old one", Decimal(300), origin=Origin.USED)
    found = find_models(PANEL, "sunpower", used=(used,), table=seeded)
    assert [one.origin for one in found[:3]] == [Origin.USED, Origin.AGENTS, Origin.SEED]
    assert find_models(PANEL, "", used=(used,), table=seeded) == (used,)
    assert find_models(INVERTER, "", used=(used,), table=seeded) == ()


def test_an_agents_word_stands_over_the_seeds_and_over_what_was_used(seeded: Table) -> None:
    (known,) = find_models(PANEL, "sunpower SPR-X22-360-COM", most=1, table=seeded)
    right = EquipmentModel(PANEL, known.maker, known.name, Decimal(358), origin=Origin.AGENTS)
    put_model(right, by=AGENT, table=seeded)
    used = EquipmentModel(PANEL, "Sunpower", known.name, Decimal(1), origin=Origin.USED)
    found = find_models(PANEL, known.name, used=(used,), table=seeded)
    same = [one for one in found if one.key == known.key]
    assert [(one.power_w, one.origin) for one in same] == [(Decimal(358), Origin.USED)]
    assert find_model(PANEL, "sunpower", known.name, table=seeded) == right


def test_a_retired_model_is_proposed_no_more_wherever_it_comes_from(seeded: Table) -> None:
    (known,) = find_models(PANEL, "sunpower SPR-X22-360-COM", most=1, table=seeded)
    retire_model(known, by=AGENT, table=seeded)
    used = EquipmentModel(PANEL, known.maker, known.name, Decimal(360), origin=Origin.USED)
    found = find_models(PANEL, known.name, used=(used,), table=seeded)
    assert known.key not in {one.key for one in found}
    assert find_model(PANEL, known.maker, known.name, table=seeded) is None


def test_a_maker_that_people_shorten_is_the_same(seeded: Table) -> None:
    found = find_model(INVERTER, "SMA", "sb 5000 us", table=seeded)
    assert found is not None
    assert (found.maker, found.name) == ("SMA America", "SB5000US")
    assert find_model(INVERTER, "Fronius", "SB5000US", table=seeded) is None
    assert find_model(INVERTER, "SMA", "SB5000", table=seeded) is None
    assert find_model(INVERTER, "", "", table=seeded) is None


def test_makers_are_found_by_any_of_their_words(seeded: Table) -> None:
    assert "Canadian Solar" in find_makers(PANEL, "can")
    assert find_makers(PANEL, "q cel")[0].startswith("Hanwha Q CELLS")
    assert find_makers(PANEL, "") == ()
    put_model(OWN, by=AGENT, table=seeded)
    assert find_makers(PANEL, "dual")[0] == "DualSun"


@pytest.mark.parametrize(
    ("kind", "origin", "power", "typed", "near"),
    [
        (PANEL, Origin.SEED, "360", "360", True),
        (PANEL, Origin.SEED, "360", "360.9", True),
        (PANEL, Origin.SEED, "360", "365", False),
        (INVERTER, Origin.SEED, "5050", "5000", True),
        (INVERTER, Origin.SEED, "5050", "4600", False),
        (INVERTER, Origin.AGENTS, "5050", "5000", False),
    ],
)
def test_a_power_is_the_models_within_what_its_source_tells(
    kind: EquipmentKind, origin: Origin, power: str, typed: str, near: bool
) -> None:
    model = EquipmentModel(kind, "A", "B", Decimal(power), origin=origin)
    assert is_near(model, Decimal(typed)) is near


def test_a_deployment_writes_a_seed_once(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_equipment_seed(table) == (PANEL, INVERTER)
    assert load_equipment_seed(table) == ()
    store.put_seed(table, PANEL, b"", "another")
    assert load_equipment_seed(table) == (PANEL,)


def test_the_seed_fits_in_a_row_and_is_of_use(seeded: Table) -> None:
    for kind in EquipmentKind:
        packed = store.find_seed(seeded, kind)
        assert packed is not None
        assert len(packed) < 350_000
    panels = catalogue.seed_lines(seeded, PANEL)
    inverters = catalogue.seed_lines(seeded, INVERTER)
    assert len(panels) > 20_000
    assert len(inverters) > 2_000
    models = [line.split("\t") for line in (*panels, *inverters)]
    assert {len(parts) for parts in models} == {7}
    assert all(Decimal(parts[4]) > 0 for parts in models)
    assert {parts[5] for parts in models} == {"", "triphase"}


def test_three_phase_is_told_where_the_tables_tell_it(seeded: Table) -> None:
    found = find_model(INVERTER, "Fronius International", "Fronius Symo 12.5-3 480", table=seeded)
    assert found is not None
    assert found.phases is Phases.THREE
