"""The portal with the dossiers' room open, its people, and callers of its API."""

import pytest

from chalicelib.accounts.model import Person
from chalicelib.accounts.tokens import create_token
from tests.accounts.conftest import PASSWORD, People, people, portal
from tests.portal import Portal

__all__ = ["Callers", "people", "portal"]

EMAILS = {
    "installer": "camille@soleil.test",
    "rival": "zoe@nord.test",
    "agent": "agent@raccordo.test",
}


class Callers:
    """Callers of the API and browsers, by who they are in `People`."""

    def __init__(self, portal: Portal, people: People) -> None:
        self.app, self.people = portal.app, people

    def api(self, who: str) -> Portal:
        person: Person = getattr(self.people, who)
        return Portal(self.app, token=create_token(person, f"jeton de {who}").secret)

    def browser(self, who: str) -> Portal:
        browser = Portal(self.app)
        browser.sign_in(EMAILS[who], PASSWORD)
        return browser


@pytest.fixture
def callers(portal: Portal, people: People) -> Callers:
    return Callers(portal, people)
