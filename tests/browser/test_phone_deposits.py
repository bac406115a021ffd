"""A phone deposits four photos and three PDFs on the deployed stage, with JavaScript and without."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from playwright.sync_api import Browser, FilePayload, expect

from local import papers
from tests.browser.conftest import PHONE, travel
from tests.browser.journey import CHECKED_MS, HOUSE, Journey, jpeg, pdf

pytestmark = [pytest.mark.cloud, pytest.mark.browser]

TAKEN_ON = date(2026, 2, 1)


def list_seven() -> Mapping[str, Sequence[FilePayload]]:
    """Four photos and three PDFs, by slot; phones give every photo the same name."""
    return {
        "photo_installation": [jpeg("image.jpg", papers.draw_photo("Toiture"))],
        "photo_compteur": [
            jpeg("image.jpg", papers.draw_photo("Compteur")),
            jpeg("disjoncteur « 30 A ».jpeg", papers.draw_photo("Disjoncteur")),
            jpeg("coffret 🌞.JPG", papers.draw_photo("Coffret")),
        ],
        "facture": [pdf("Facture d’été n° 12.pdf", papers.draw_bill(HOUSE, TAKEN_ON))],
        "mairie": [pdf("non-opposition.pdf", papers.draw_town_hall_decision(HOUSE, TAKEN_ON))],
        "consuel": [pdf("consuel.PDF", papers.draw_consuel(HOUSE, "CSL-26-118402", TAKEN_ON))],
    }


@pytest.fixture
def phone(chromium: Browser, portal_url: str) -> Iterator[Journey]:
    """A phone that is touched, at night."""
    context = chromium.new_context(
        viewport=PHONE, has_touch=True, is_mobile=True, color_scheme="dark", locale="fr-FR"
    )
    yield travel(context, portal_url, "360-tactile")
    context.close()


def open_documents(journey: Journey) -> None:
    """Begin a draft and go straight to its documents."""
    journey.page.click("main .head form button.primary")
    expect(journey.page).to_have_url(re.compile(r"/etape/1$"))
    journey.page.goto(journey.page.url.replace("/etape/1", "/etape/5"))


def require_all_accepted(journey: Journey) -> None:
    """See every file accepted in its slot, and one of them come back under its own name."""
    for slot, files in list_seven().items():
        accepted = journey.page.locator(f"[data-slot={slot}] [data-state=accepted]")
        expect(accepted).to_have_count(len(files), timeout=CHECKED_MS)
    bill = journey.page.locator("[data-slot=facture] a.file-name")
    expect(bill).to_have_text("Facture d’été n° 12.pdf")


def test_a_phone_deposits_four_photos_and_three_pdfs(phone: Journey) -> None:
    open_documents(phone)
    for slot, files in list_seven().items():
        expect(phone.page.locator(f"[data-slot={slot}] .slot-form").first).to_be_visible()
        phone.page.set_input_files(f"#pick-{slot}", files)
    require_all_accepted(phone)
    expect(phone.page.locator(".sending")).to_have_count(0)
    phone.photograph("quatre-photos-trois-pdf")
    require_own_name(phone, "Facture d’été n° 12.pdf")


def require_own_name(journey: Journey, name: str) -> None:
    """See the address of a served copy ask the bucket for the file's own name, as a download."""
    with journey.page.expect_request(
        lambda one: "response-content-disposition" in one.url
    ) as asked:
        journey.page.locator("[data-slot=facture] a.file-name").tap()
    query = parse_qs(urlsplit(asked.value.url).query)
    wanted = query["response-content-disposition"][0]
    assert wanted.startswith("attachment; ")
    assert unquote(wanted).endswith(f"filename*=UTF-8''{name}")


def test_the_same_seven_go_without_javascript(plain_journey: Journey) -> None:
    open_documents(plain_journey)
    page = plain_journey.page
    page.fill("[name=comment]", "Portail vert.")
    for slot, files in list_seven().items():
        for file in files:
            page.click(f"[data-slot={slot}] .slot-plain")
            page.set_input_files("#file", file)
            page.click("main form button.primary")
            page.get_by_role("button", name="Continuer").click()
            expect(page).to_have_url(re.compile(r"/etape/5#pieces$"))
    for _look in range(CHECKED_MS // 1000):
        if page.locator("#pieces [data-state=accepted]").count() == 7:
            break
        page.wait_for_timeout(1000)
        page.reload()
    require_all_accepted(plain_journey)
    expect(page.locator("[name=comment]")).to_have_value("Portail vert.")
    plain_journey.photograph("quatre-photos-trois-pdf")
