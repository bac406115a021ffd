"""An installer, from the door to a sent dossier with its documents, on the deployed stack."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.journey import Journey, list_papers

pytestmark = [pytest.mark.cloud, pytest.mark.browser]


def test_an_installer_sends_a_dossier_with_its_documents(journey: Journey) -> None:
    journey.begin()
    journey.fill_steps()
    journey.pick_files(list_papers())
    reference = journey.send()
    assert re.fullmatch(r"[0-9A-Z]{4}-[0-9A-Z]{4}", reference)
    journey.page.click("main a.button.primary")
    expect(journey.page.locator("h1")).to_contain_text("Durand Claire")
    expect(journey.page.get_by_text("C’est au client")).to_be_visible()
    journey.photograph("dossier")
    journey.open("/dossiers?statut=nouveau")
    expect(journey.page.get_by_text(reference)).to_be_visible()


def test_it_all_works_on_an_old_phone_without_javascript(plain_journey: Journey) -> None:
    plain_journey.begin()
    plain_journey.fill_steps()
    plain_journey.deposit_plainly(list_papers())
    assert re.fullmatch(r"[0-9A-Z]{4}-[0-9A-Z]{4}", plain_journey.send())


def test_what_is_missing_is_said_at_the_top_and_at_the_field(journey: Journey) -> None:
    journey.begin()
    journey.page.fill("[name=last_name]", "Durand")
    journey.go_on()
    page = journey.page
    expect(page.locator("#a-corriger")).to_be_visible()
    page.click("#a-corriger a[href='#field-first_name']")
    expect(page.locator("#field-first_name")).to_be_focused()
    expect(page.locator("#field-first_name")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("[name=last_name]")).to_have_value("Durand")
    journey.photograph("etape-1-a-corriger")
