"""Dossiers that somebody follows, led along their way by the house's own rules."""

from dataclasses import replace

from chalicelib.accounts.enrol import enrol_firm
from chalicelib.aws.table import Table
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.model import Change, Dossier
from chalicelib.following.change_links import make_link
from tests.accounts.conftest import People
from tests.ledger.test_ledger import complete
from tests.ledger.worlds import AGENT, World


def file_dossier(table: Table, firm_id: str = "", client_id: str = "") -> World:
    """A dossier that was filed on its sixth day, for a firm and a client."""
    world = World(table)
    world.begin()
    complete(world)
    if not firm_id:
        firm_id = enrol_firm(table, "Soleil du Rhône", code="111222333").firm_id

    def give(dossier: Dossier, _now: object) -> Change:
        head = replace(dossier.head, firm_id=firm_id, client_id=client_id)
        return Change(EventKind.CLIENT_CORRECTED, head)

    change_dossier(world.dossier_id, give, by=AGENT, table=table, now=world.now)
    return world


def file_for(people: People, table: Table) -> World:
    return file_dossier(table, str(people.installer.firm_id), people.client.user_id)


def link_of(world: World) -> str:
    """Make a link as an agent would, and give its path."""
    return make_link(world.dossier_id, by=AGENT, table=world.table, now=world.now)


def load(world: World) -> Dossier:
    from chalicelib.audit.model import platform
    from chalicelib.dossiers.load import load_dossier

    return load_dossier(world.dossier_id, seen_by=platform("page"), table=world.table)
