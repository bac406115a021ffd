"""From sign-in to the commissioning date, in browsers: the installer's and the client's."""

import html
import re
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from local import demonstration, papers
from local.stage import LocalStage
from tests.browser.conftest import PHONE
from tests.browser.journey import CHECKED_MS, HOUSE, Journey, list_papers, pdf

pytestmark = [pytest.mark.cloud, pytest.mark.browser]

LONGEST_S = 480
"""Longer than the replay of what the stream lost takes: a minute, its schedule, and a slow machine."""
CLIENT_EMAIL = "claire.durand@example.org"
UNHURRIED, HURRIED = Decimal(1), demonstration.FACTOR


@pytest.fixture
def hurried(stage: LocalStage) -> Iterator[Callable[[], None]]:
    """Let business time run, until the end of the test."""
    yield lambda: demonstration._run_time(stage, HURRIED)
    demonstration._run_time(stage, UNHURRIED)


@pytest.fixture
def phone(chromium: Browser) -> Iterator[BrowserContext]:
    """The client's phone."""
    context = chromium.new_context(viewport=PHONE, locale="fr-FR")
    context.set_default_timeout(60_000)
    yield context
    context.close()


def find_link(stage: LocalStage, address: str) -> str:
    """The link of the subscription in the client's last mail, once it came."""
    until = time.monotonic() + LONGEST_S
    while time.monotonic() < until:
        for mail in reversed(stage.mails()):
            text = html.unescape(str(mail))
            found = re.search(r"/souscription/[\w-]+", text)
            if found and address in text:
                return found.group()
        time.sleep(0.5)
    raise AssertionError("no mail with a link came")


def sign(stage: LocalStage, phone: BrowserContext) -> None:
    """Sign the subscription as the client does, through the link in the mail."""
    client = Journey(phone.new_page(), stage.portal, "360-client")
    client.open(find_link(stage, CLIENT_EMAIL))
    client.photograph("souscription")
    for box in client.page.locator("[name^=consent_]").all():
        box.check()
    client.page.fill("[name=name]", HOUSE.name)
    client.page.click("main form button.primary")
    # The page that was signed has no error either, and is still there on a slow machine.
    expect(client.page.locator("h1")).to_have_text("Merci, c’est signé")
    expect(client.page.locator(".error")).to_have_count(0)
    client.photograph("souscription-signee")


def wait_for(stage: LocalStage, journey: Journey, sign: str) -> None:
    """Run the stage's jobs and load the dossier again until its page shows something."""
    until = time.monotonic() + LONGEST_S
    while not journey.page.locator(sign).count():
        if time.monotonic() > until:
            journey.photograph("dossier-en-attente")
            raise AssertionError(journey.page.locator("main .turn").all_inner_texts())
        stage.invoke("poll_operators")
        journey.page.reload()


def done(label: str) -> str:
    """A stage of the timeline that is done."""
    return f".timeline li.done:has-text('{label}')"


@pytest.mark.parametrize("journey", ["desk"], indirect=True)
def test_a_dossier_reaches_its_commissioning_date(
    stage: LocalStage, journey: Journey, phone: BrowserContext, hurried: Callable[[], None]
) -> None:
    page = journey.page
    journey.begin()
    journey.fill_steps(email=CLIENT_EMAIL)
    today = demonstration._business_today(stage)
    town_hall = papers.draw_town_hall_decision(HOUSE, today - timedelta(days=40))
    journey.pick_files({**list_papers(), "mairie": pdf("non-opposition.pdf", town_hall)})
    reference = journey.send()
    sign(stage, phone)
    journey.open("/dossiers")
    page.click(f"tr:has-text('{reference}') td.main a")
    hurried()
    wait_for(stage, journey, done("Demande validée"))
    journey.photograph("dossier-valide")
    consuel = papers.draw_consuel(HOUSE, "CSL-26-118402", today)
    page.set_input_files("#pick-consuel", pdf("consuel.pdf", consuel))
    expect(journey.accepted("consuel")).to_be_visible(timeout=CHECKED_MS)
    wait_for(stage, journey, ".turn.done:has-text('Mise en service le')")
    journey.photograph("dossier-mis-en-service")
    expect(page.locator("main .head .badge.done")).to_have_text("Clôturé")
    journey.open("/dossiers?statut=cloture")
    expect(page.get_by_text(reference)).to_be_visible()
    journey.photograph("liste-cloture")
