"""The catalogue in the equipment's step: proposals, what the firm used, warnings, free entry."""

import re
from datetime import timedelta
from decimal import Decimal
from html import unescape
from typing import Any

import pytest

from chalicelib.accounts.acting import as_actor
from chalicelib.aws.clock import real_now
from chalicelib.aws.table import Table
from chalicelib.deposit.equipment_warnings import list_equipment_warnings
from chalicelib.dossiers.create_draft import create_draft
from chalicelib.dossiers.model import Space
from chalicelib.dossiers.used_equipment import forget_used, list_used
from chalicelib.equipment import catalogue
from chalicelib.equipment.change_model import put_model
from chalicelib.equipment.model import EquipmentKind, EquipmentModel, Origin, Phases
from chalicelib.form.values import Form, FormValue
from infra.equipment_seed import load_equipment_seed
from tests.dossiers.conftest import Callers
from tests.equipment.conftest import AGENT
from tests.portal import Portal

PANEL = {"panels-0-brand": "SunPower", "panels-0-model": "SPR-X22-360"}


@pytest.fixture(autouse=True)
def seeded(table: Table) -> Table:
    load_equipment_seed(table)
    catalogue.forget_catalogue()
    forget_used()
    return table


@pytest.fixture
def browser(callers: Callers) -> Portal:
    return callers.browser("installer")


@pytest.fixture
def step(browser: Portal) -> str:
    browser.get("/dossiers")
    first = browser.post("/dossiers/nouveau", {"key": "k" * 20}).headers["location"]
    return first.replace("/etape/1", "/etape/4")


def inputs(html: str) -> dict[str, str]:
    found = re.findall(r'<input id="field-([^"]+)"[^>]* value="([^"]*)"', html)
    return {name: unescape(text) for name, text in found}


def proposals(html: str) -> list[str]:
    return [unescape(one) for one in re.findall(r'name="proposition" value="([^"]*)"', html)]


def search(browser: Portal, step: str, on: str, typed: dict[str, str]) -> str:
    sent = browser.post(step, typed | {"action": f"chercher:{on}"})
    return browser.get(sent.headers["location"].partition("#")[0]).body


def use(callers: Callers, *panels: dict[str, FormValue], who: str = "installer") -> None:
    person = getattr(callers.people, who)
    form: Form = {"equipment": {"panels": list(panels)}}
    key = f"{person.user_id}{len(panels)}{panels[0]['model']}"
    create_draft(form, idempotency_key=key, by=as_actor(person, "page"))


def panel(model: str, power: int = 400, brand: str = "Voltec") -> dict[str, FormValue]:
    return {"brand": brand, "model": model, "unit_power_w": Decimal(power), "count": 3}


def test_a_model_is_proposed_and_fills_brand_model_and_power(browser: Portal, step: str) -> None:
    typed = {"panels-0-brand": "sunp", "panels-0-model": "x22-360", "panels-0-count": "10"}
    page = search(browser, step, "panels-0", typed)
    assert inputs(page)["panels-0-brand"] == "sunp"
    assert "Liste américaine de 2019" in page
    chosen = next(one for one in proposals(page) if '"SPR-X22-360"' in one)
    sent = browser.post(step, typed | {"proposition": chosen, "action": "reprendre:panels-0"})
    assert sent.headers["location"] == f"{step}#field-panels-0-brand"
    page = browser.get(step).body
    shown = inputs(page)
    assert shown["panels-0-brand"] == "SunPower"
    assert shown["panels-0-model"] == "SPR-X22-360"
    assert shown["panels-0-unit_power_w"] == "360"
    assert shown["panels-0-count"] == "10"
    assert "3,6 kWc" in page.replace("\u202f", " ").replace("\xa0", " ")


def test_an_inverters_power_is_filled_in_kva(browser: Portal, step: str) -> None:
    page = search(browser, step, "inverters-0", {"inverters-0-model": "SB5000US-12"})
    chosen = proposals(page)[0]
    browser.post(step, {"proposition": chosen, "action": "reprendre:inverters-0"})
    shown = inputs(browser.get(step).body)
    assert shown["inverters-0-brand"] == "SMA America"
    assert 4.5 < float(shown["inverters-0-unit_power_kva"].replace(",", ".")) < 5.5


def test_what_no_catalogue_knows_is_typed_all_the_same(browser: Portal, step: str) -> None:
    typed = {"panels-0-brand": "Fabrique du coin", "panels-0-model": "Prototype 7"}
    page = search(browser, step, "panels-0", typed)
    assert "Un modèle absent du catalogue est accepté" in page
    assert inputs(page)["panels-0-model"] == "Prototype 7"
    assert "catalogue pour" not in page


def test_a_row_keeps_its_search_when_an_empty_one_before_it_goes(
    browser: Portal, step: str
) -> None:
    typed = {"panels-0-brand": "", "panels-1-brand": "sunpower", "panels-1-model": "x22"}
    sent = browser.post(step, typed | {"action": "chercher:panels-1"})
    assert sent.headers["location"] == f"{step}?chercher=panels-0#propositions"
    page = browser.get(step + "?chercher=panels-0").body
    assert "panels-1-brand" not in inputs(page), "no empty row beside the one that is searched"
    typed = {"panels-0-brand": "A", "panels-0-model": "B", "panels-1-brand": ""}
    page = search(browser, step, "panels-1", typed)
    assert "panels-1-brand" in inputs(page)
    assert 'id="propositions"' in page


def test_a_proposal_goes_into_its_own_row_and_no_other_field(browser: Portal, step: str) -> None:
    typed = PANEL | {"panels-1-brand": "A", "panels-1-model": "B"}
    for value in ('{"panel_protection": "x"}', '{"unit_power_kva": "1"}', '["brand"]'):
        taken = {"proposition": value, "action": "reprendre:panels-1"}
        assert "chercher=panels-1" in browser.post(step, typed | taken).headers["location"]
    value = '{"brand": "C", "model": "D", "unit_power_w": "300"}'
    browser.post(step, typed | {"proposition": value, "action": "reprendre:panels-1"})
    shown = inputs(browser.get(step).body)
    assert (shown["panels-0-brand"], shown["panels-1-brand"]) == ("SunPower", "C")
    assert shown["panels-1-unit_power_w"] == "300"


def test_what_the_firm_used_is_proposed_first_and_another_firms_never(
    callers: Callers, browser: Portal, step: str
) -> None:
    use(callers, panel("Tarka 120"), panel("Tarka 126"))
    use(callers, panel("Tarka 126"))
    use(callers, panel("Secret 9"), who="rival")
    forget_used()
    page = search(browser, step, "panels-0", {"panels-0-count": "3"})
    names = [re.search(r'"model": "([^"]+)"', one) for one in proposals(page)]
    assert [found and found[1] for found in names] == ["Tarka 126", "Tarka 120"]
    assert "Déjà utilisé par votre entreprise" in page
    told = browser.get("/materiel?rows=panels&brand=vol&model=").json()
    assert [one["fields"]["model"] for one in told["models"]][:2] == ["Tarka 126", "Tarka 120"]


class Counted(Table):
    def __init__(self, table: Table) -> None:
        super().__init__(table.name, table._client)
        self.calls: list[str] = []

    def _call(self, method: str, **request: Any) -> Any:
        self.calls.append(method)
        return super()._call(method, **request)


def test_what_was_used_costs_two_calls_however_many_dossiers(
    callers: Callers, table: Table
) -> None:
    firm = callers.people.installer.firm_id
    counted, now = Counted(table), real_now()
    assert list_used(firm, Space.SMALL, table=counted, real=now) == ()
    assert counted.calls == ["query"]
    for number in range(20):
        use(callers, panel(f"M{number}"))
    later = now + timedelta(minutes=2)
    assert len(list_used(firm, Space.SMALL, table=counted, real=later)) == 12
    assert counted.calls == ["query", "query", "batch_get_item"]
    list_used(firm, Space.SMALL, table=counted, real=later + timedelta(seconds=30))
    assert len(counted.calls) == 3


def test_a_power_that_differs_from_the_catalogues_is_told_where_it_was_typed(
    browser: Portal, step: str
) -> None:
    browser.post(step, PANEL | {"panels-0-unit_power_w": "415", "action": "brouillon"})
    page = browser.get(step).body
    assert "415 W saisis, 360 Wc au catalogue pour SunPower SPR-X22-360" in page.replace(
        "\u202f", " "
    ).replace("\xa0", " ")
    recap = browser.get(step.replace("/etape/4", "/recapitulatif")).body
    assert "au catalogue pour SunPower SPR-X22-360" in recap
    browser.post(step, PANEL | {"panels-0-unit_power_w": "360", "action": "brouillon"})
    assert "au catalogue pour" not in browser.get(step).body


def test_only_what_the_catalogue_knows_is_compared(table: Table) -> None:
    row: dict[str, FormValue] = {
        "brand": "SunPower",
        "model": "SPR-X22-360",
        "unit_power_w": Decimal(1),
    }
    (told,) = list_equipment_warnings({"equipment": {"panels": [row]}}, table=table)
    assert (told.field, told.code) == ("panels.0.unit_power_w", "catalogue-power-differs")
    changes: tuple[dict[str, FormValue], ...] = (
        {"model": "Other"},
        {"brand": ""},
        {"unit_power_w": None},
    )
    for change in changes:
        form: Form = {"equipment": {"panels": [row | change]}}
        assert list_equipment_warnings(form, table=table) == ()
    assert list_equipment_warnings({}, table=table) == ()


def test_a_three_phase_inverter_on_a_single_phase_branch_is_told(table: Table) -> None:
    model = EquipmentModel(
        EquipmentKind.INVERTER, "Huawei", "SUN2000-6KTL-M1", Decimal(6000), Phases.THREE,
        origin=Origin.AGENTS,
    )  # fmt: skip
    put_model(model, by=AGENT, table=table)
    row: FormValue = {
        "brand": "huawei",
        "model": "sun2000 6ktl m1",
        "unit_power_kva": Decimal(6),
    }
    equipment: dict[str, FormValue] = {"inverters": [row]}
    single: Form = {"equipment": equipment, "electricity": {"phases": "monophase"}}
    (told,) = list_equipment_warnings(single, table=table)
    assert told.code == "three-phase-inverter"
    three: Form = {"equipment": equipment, "electricity": {"phases": "triphase"}}
    assert list_equipment_warnings(three, table=table) == ()


@pytest.mark.parametrize("rows", ["", "client", "panel"])
def test_the_script_asks_for_panels_or_inverters_and_nothing_else(
    browser: Portal, rows: str
) -> None:
    browser.get("/dossiers")
    assert browser.get(f"/materiel?rows={rows}&brand=a").status == 404


def test_the_script_is_told_makers_and_models(browser: Portal) -> None:
    browser.get("/dossiers")
    told = browser.get("/materiel?rows=inverters&brand=fron&model=symo").json()
    assert "Fronius USA" in told["makers"]
    assert all("Symo" in one["fields"]["model"] for one in told["models"])
    assert {"brand", "model", "unit_power_kva"} == told["models"][0]["fields"].keys()
