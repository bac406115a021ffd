"""A step that saves itself: what the script does when people type, leave, lose the network, overlap.

The browser's clock is moved, not waited for; the portal is served by this process.
"""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Request, ViewportSize, expect

from chalicelib.audit.model import platform
from chalicelib.aws.table import Table
from chalicelib.dossiers.load import load_dossier
from chalicelib.form.values import FormValue
from tests.browser.near_portal import EMAIL, PASSWORD, NearPortal, open_near_portal

pytestmark = pytest.mark.browser

DESK, PHONE = ViewportSize(width=1440, height=900), ViewportSize(width=360, height=740)
A_SAVE_MS = 12_000
"""More than the script's least gap between two saves."""

SAVED = re.compile(r"Enregistré à \d\d:\d\d")
type Enter = Callable[[], Page]


@pytest.fixture
def near(table: Table, monkeypatch: pytest.MonkeyPatch) -> Iterator[NearPortal]:
    yield from open_near_portal(table, monkeypatch.setenv)


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def context(
    request: pytest.FixtureRequest, chromium: Browser, near: NearPortal
) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport=request.param, locale="fr-FR")
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, near: NearPortal) -> Page:
    """A new draft's first step, under a clock that this test moves."""
    page = context.new_page()
    page.goto(f"{near.url}/connexion")
    page.fill("[name=email]", EMAIL)
    page.fill("[name=password]", PASSWORD)
    page.click("main form button.primary")
    page.click("main .head form button.primary")
    expect(page).to_have_url(re.compile(r"/etape/1$"))
    near.world.dossier_id = page.url.split("/")[-3]
    page.clock.install()
    page.reload()
    stop_clock(page)
    return page


def stop_clock(page: Page) -> None:
    """Stop the page's clock: one that ran on would save before a slow test looks."""
    now = datetime.fromtimestamp(page.evaluate("Date.now()") / 1000, UTC)
    page.clock.pause_at(now + timedelta(seconds=1))


def find_violations(page: Page) -> list[object]:
    """Have axe look at the page, which it does by timers."""
    page.clock.resume()
    found: list[object] = Axe().run(page).response["violations"]
    stop_clock(page)
    return found


def stored(near: NearPortal, name: str, step: str = "client") -> FormValue:
    with near.lock:
        dossier = load_dossier(
            near.world.dossier_id, seen_by=platform("queue"), table=near.world.table
        )
    return dossier.values_of(step).get(name)


def wait_for_save(page: Page, after_ms: int = A_SAVE_MS) -> None:
    """Move the clock past the gap and wait for the answer of the save that it sets off."""
    with page.expect_response(re.compile(r"/saisie$")):
        page.clock.run_for(after_ms)


def second_page(context: BrowserContext, page: Page) -> Page:
    """The same step in a second tab, under the same clock."""
    other = context.new_page()
    other.goto(page.url)
    return other


def test_what_is_typed_is_saved_without_a_button_and_the_hour_told(
    page: Page, near: NearPortal
) -> None:
    page.fill("[name=last_name]", "Petit")
    wait_for_save(page)
    expect(page.locator("#enregistrement")).to_have_text(SAVED)
    assert page.locator("#enregistrement").get_attribute("aria-live") == "polite"
    assert stored(near, "last_name") == "Petit"


def test_a_minute_of_typing_is_at_most_seven_posts(page: Page) -> None:
    posts: list[Request] = []
    page.on("request", lambda one: posts.append(one) if one.url.endswith("/saisie") else None)
    for letter in "abcdefghijklmnopqrstuvwxyz" * 2:
        page.locator("[name=address]").press_sequentially(letter)
        page.clock.run_for(1_150)
    assert 3 <= len(posts) <= 7


def test_nothing_new_sends_nothing(page: Page) -> None:
    posts: list[Request] = []
    page.on("request", lambda one: posts.append(one) if one.url.endswith("/saisie") else None)
    page.fill("[name=last_name]", "Petit")
    page.fill("[name=last_name]", "")
    page.clock.run_for(3 * A_SAVE_MS)
    assert posts == []


def test_without_a_network_nothing_is_lost_and_it_is_sent_when_it_is_back(
    page: Page, context: BrowserContext, near: NearPortal
) -> None:
    context.set_offline(True)
    page.fill("[name=last_name]", "Petit")
    page.clock.run_for(A_SAVE_MS)
    expect(page.locator("#enregistrement")).to_contain_text("Hors connexion")
    page.locator(".form-foot button.primary").click()
    expect(page.locator("[name=last_name]")).to_have_value("Petit")
    # The page hears of its network before the test does: whoever waits only then may be late.
    with page.expect_response(re.compile(r"/saisie$")):
        context.set_offline(False)
        page.clock.run_for(6 * A_SAVE_MS)
    expect(page.locator("#enregistrement")).to_have_text(SAVED)
    page.fill("[name=first_name]", "Luc")
    wait_for_save(page)
    assert (stored(near, "last_name"), stored(near, "first_name")) == ("Petit", "Luc")


def test_a_tab_that_is_opened_again_finds_what_was_not_saved(
    page: Page, context: BrowserContext, near: NearPortal
) -> None:
    # Saving alone fails: a page that hears of the network coming back would save by itself.
    context.route("**/saisie", lambda route: route.abort())
    page.fill("[name=last_name]", "Petit")
    page.clock.run_for(A_SAVE_MS)
    expect(page.locator("#enregistrement")).to_contain_text("Hors connexion")
    context.unroute("**/saisie")
    with page.expect_response(re.compile(r"/saisie$")):
        page.reload()
    expect(page.locator("[name=last_name]")).to_have_value("Petit")
    expect(page.locator("#enregistrement")).to_have_text(SAVED)
    assert stored(near, "last_name") == "Petit"
    assert page.evaluate("Object.keys(sessionStorage).length") == 0


def test_a_page_that_is_left_saves_and_the_list_names_the_client(
    page: Page, near: NearPortal
) -> None:
    page.fill("[name=last_name]", "Petit")
    page.click(".crumb a")
    expect(page).to_have_url(re.compile(r"/dossiers$"))
    # What a page sends while it is left belongs to no page: only what is stored tells of it.
    for _look in range(150):
        if stored(near, "last_name") == "Petit":
            break
        page.wait_for_timeout(100)
    page.reload()
    expect(page.get_by_text("Petit").first).to_be_visible()
    assert stored(near, "last_name") == "Petit"


def test_a_button_after_a_save_is_no_conflict_with_oneself(page: Page, near: NearPortal) -> None:
    page.fill("[name=last_name]", "Pet")
    wait_for_save(page)
    page.fill("[name=last_name]", "Petit")
    page.click("button[value=brouillon]")
    expect(page.get_by_text("Brouillon enregistré")).to_be_visible()
    assert stored(near, "last_name") == "Petit"


def test_two_tabs_are_shown_both_values_and_one_is_chosen(
    page: Page, context: BrowserContext, near: NearPortal
) -> None:
    other = second_page(context, page)
    other.fill("[name=last_name]", "Martin")
    wait_for_save(other)
    page.fill("[name=last_name]", "Petit")
    wait_for_save(page)
    choices = page.locator("#entre-temps")
    expect(choices).to_contain_text("Modifié entre-temps par vous, dans une autre page")
    expect(choices).to_contain_text("Martin")
    assert stored(near, "last_name") == "Martin"
    assert find_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.locator("[name=choix-last_name]").first.check()
    wait_for_save(page)
    expect(choices).to_have_count(0)
    assert stored(near, "last_name") == "Petit"


def test_what_another_tab_typed_elsewhere_appears_here(page: Page, context: BrowserContext) -> None:
    other = second_page(context, page)
    other.fill("[name=city]", "Bron")
    wait_for_save(other)
    page.fill("[name=last_name]", "Petit")
    wait_for_save(page)
    expect(page.locator("[name=city]")).to_have_value("Bron")
    expect(page.locator("#a-savoir")).to_contain_text("Commune")


def test_a_wrong_step_takes_the_focus_to_what_is_missing(page: Page) -> None:
    page.locator(".form-foot button.primary").click()
    expect(page.locator("#a-corriger")).to_be_focused()
    expect(page).to_have_title(re.compile(r"^Erreur\s: "))


def test_the_figures_follow_the_equipment_as_it_is_typed(page: Page) -> None:
    page.goto(re.sub(r"1$", "4", page.url))
    figure = page.locator("[data-figure=peak]")
    expect(figure).to_have_text("–")
    page.fill("[name=panels-0-count]", "20")
    page.fill("[name=panels-0-unit_power_w]", "425")
    expect(figure).to_have_text("8,5 kWc")
    page.fill("[name=inverters-0-count]", "1")
    page.fill("[name=inverters-0-unit_power_kva]", "8")
    expect(page.locator("[data-figure=installed]")).to_have_text("8 kVA")
    page.click("button[value=brouillon]")
    expect(page.get_by_text("Brouillon enregistré")).to_be_visible()
    page.goto(re.sub(r"4$", "3", page.url.partition("#")[0]))
    page.fill("[name=peak_power_kwc]", "9")
    told = page.locator("#field-peak_power_kwc-live")
    expect(told).to_contain_text("9 kWc saisis, 8,5 kWc d’après les panneaux")
    page.fill("[name=peak_power_kwc]", "8,5")
    expect(told).to_be_hidden()


def test_help_is_fetched_when_it_is_opened(page: Page) -> None:
    page.goto(re.sub(r"1$", "2", page.url))
    help_of_pdl = page.locator("details", has_text="Où trouver le PDL")
    picture = help_of_pdl.locator("img").first
    assert not picture.evaluate("one => one.complete && one.naturalWidth > 0")
    help_of_pdl.locator("summary").click()
    expect(picture).to_be_visible()
    assert find_violations(page) == []
