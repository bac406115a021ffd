"""A row of equipment that completes itself: what a person typed stays theirs."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from chalicelib.aws.table import Table
from chalicelib.dossiers import used_equipment
from chalicelib.equipment import catalogue
from infra.equipment_seed import load_equipment_seed
from tests.browser.near_portal import EMAIL, PASSWORD, NearPortal, open_near_portal

pytestmark = pytest.mark.browser

PANELS = "[name=panels-0-{}]"


@pytest.fixture
def near(table: Table, monkeypatch: pytest.MonkeyPatch) -> Iterator[NearPortal]:
    load_equipment_seed(table)
    catalogue.forget_catalogue()
    used_equipment.forget_used()
    yield from open_near_portal(table, monkeypatch.setenv)


@pytest.fixture
def page(chromium: Browser, near: NearPortal) -> Iterator[Page]:
    """The equipment's step of a new draft."""
    context = chromium.new_context(locale="fr-FR")
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.goto(f"{near.url}/connexion")
    page.fill("[name=email]", EMAIL)
    page.fill("[name=password]", PASSWORD)
    page.click("main form button.primary")
    page.click("main .head form button.primary")
    expect(page).to_have_url(re.compile(r"/etape/1$"))
    page.goto(page.url.replace("/etape/1", "/etape/4"))
    yield page
    context.close()


def choose_model(page: Page) -> None:
    """Type a maker, wait for its models, then choose one of them."""
    page.fill(PANELS.format("brand"), "sunpower")
    with page.expect_response(re.compile(r"/materiel\?.*model=SPR-X22-360")):
        page.fill(PANELS.format("model"), "SPR-X22-360")
    expect(page.locator("#list-panels-0-model option[value='SPR-X22-360']")).to_have_count(1)
    page.fill(PANELS.format("model"), "SPR-X22-360")


def test_a_chosen_model_completes_its_row_and_a_brand_typed_after_it_stays(page: Page) -> None:
    choose_model(page)
    expect(page.locator(PANELS.format("brand"))).to_have_value("SunPower")
    expect(page.locator(PANELS.format("unit_power_w"))).to_have_value("360")
    page.fill(PANELS.format("brand"), "Voltec")
    expect(page.locator(PANELS.format("brand"))).to_have_value("Voltec")
