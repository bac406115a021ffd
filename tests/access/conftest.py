"""People on an empty table, and the portal of this room alone."""

from dataclasses import dataclass

import pytest

from chalicelib.accounts.enrol import enrol_firm, enrol_user
from chalicelib.accounts.model import Person, Role
from chalicelib.aws.table import Table
from chalicelib.web.headers import forget_policy
from tests.portal import Portal, open_app

PASSWORD = "une phrase de passe"


@dataclass(frozen=True)
class People:
    """An installer and a colleague of one firm, one of another, a client, an agent."""

    installer: Person
    colleague: Person
    rival: Person
    client: Person
    agent: Person


@pytest.fixture
def people(table: Table) -> People:
    soleil = enrol_firm(table, "Soleil du Midi", code="123456789")
    nord = enrol_firm(table, "Nord Énergie", code="987654321")

    def enrol(email: str, role: Role, firm: object = None) -> Person:
        return enrol_user(
            table,
            email=email,
            name=email.partition("@")[0].title(),
            role=role,
            password=PASSWORD,
            firm=firm,  # type: ignore[arg-type] # a firm or None
        )

    return People(
        installer=enrol("camille@soleil.test", Role.INSTALLER, soleil),
        colleague=enrol("louis@soleil.test", Role.INSTALLER, soleil),
        rival=enrol("zoe@nord.test", Role.INSTALLER, nord),
        client=enrol("client@maison.test", Role.CLIENT),
        agent=enrol("agent@raccordo.test", Role.AGENT),
    )


@pytest.fixture
def portal(people: People) -> Portal:
    forget_policy()
    return Portal(open_app())
