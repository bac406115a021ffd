"""Chromium on the deployed stack: as a desk in daylight, a phone at night, an old phone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, ViewportSize

from local.people import INSTALLER
from local.stage import LocalStage
from tests.browser.journey import Journey

DESK, PHONE = ViewportSize(width=1440, height=900), ViewportSize(width=360, height=740)


def travel(
    context: BrowserContext, portal: str, screen: str, *, reads_scripts: bool = True
) -> Journey:
    """Sign the installer in."""
    context.set_default_timeout(60_000)
    journey = Journey(context.new_page(), portal, screen, reads_scripts)
    journey.sign_in(INSTALLER.email, INSTALLER.password)
    return journey


@pytest.fixture(params=["desk", "phone"])
def journey(
    request: pytest.FixtureRequest, chromium: Browser, portal_url: str
) -> Iterator[Journey]:
    """A desk in daylight, then a phone at night."""
    desk = request.param == "desk"
    context = chromium.new_context(
        viewport=DESK if desk else PHONE, color_scheme="light" if desk else "dark", locale="fr-FR"
    )
    yield travel(context, portal_url, f"{1440 if desk else 360}")
    context.close()


@pytest.fixture
def plain_journey(chromium: Browser, portal_url: str) -> Iterator[Journey]:
    """An old phone, on which no script runs."""
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False, locale="fr-FR")
    yield travel(context, portal_url, "360-sans-script", reads_scripts=False)
    context.close()


@pytest.fixture
def portal_url(stage: LocalStage) -> str:
    """The portal's address, as a browser opens it."""
    return stage.portal
