"""Communes are proposed beside the postcode, with a script and without, and anything may be typed."""

import pytest

from chalicelib.accounts.enrol import enrol_firm, enrol_user
from chalicelib.accounts.model import Role
from chalicelib.aws.table import Table
from chalicelib.web.headers import forget_policy
from tests.portal import Portal, open_app

PASSWORD = "une phrase de passe"


@pytest.fixture
def portal(table: Table) -> Portal:
    forget_policy()
    firm = enrol_firm(table, "Toits", code="1")
    enrol_user(
        table, email="i@toits.test", name="I", role=Role.INSTALLER, password=PASSWORD, firm=firm
    )
    portal = Portal(open_app())
    portal.sign_in("i@toits.test", PASSWORD)
    return portal


def test_the_script_is_answered_with_a_few_communes(portal: Portal) -> None:
    assert portal.get("/communes?q=38110%20rochetoirin").json() == [
        {"name": "Rochetoirin", "postcodes": ["38110"]}
    ]
    assert len(portal.get("/communes?q=saint").json()) <= 12
    assert portal.get("/communes").json() == []


def test_a_saved_postcode_proposes_its_communes_without_a_script(portal: Portal) -> None:
    portal.get("/dossiers")
    step = portal.post("/dossiers/nouveau", {"key": "k" * 20}).headers["location"]
    assert "Rochetoirin" not in portal.get(step).body
    portal.post(step, {"postcode": "38110", "city": "Ailleurs", "action": "brouillon"})
    page = portal.get(step).body
    assert '<option value="Rochetoirin">' in page
    assert "n’a pas le code postal 38110" in page
    assert 'value="Ailleurs"' in page
