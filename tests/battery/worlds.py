"""Commissioned dossiers with a storage."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from chalicelib.aws.ids import check_letter
from chalicelib.aws.table import Table
from chalicelib.battery.model import Fate, Reading
from chalicelib.battery.note_reading import note_reading
from chalicelib.dossiers.kinds import EventKind, Milestone
from chalicelib.dossiers.model import Change, Dossier
from chalicelib.dossiers.statuses import Status
from chalicelib.rows import leads
from tests.accounts.conftest import People
from tests.ledger.worlds import AGENT, World

NOW = datetime(2024, 9, 10, 9, 0, tzinfo=UTC)
"""The last month that is over is August."""

BEGUN_ON = date(2024, 5, 6)
REFERENCE = f"7K4M-92P{check_letter('7K4M92P')}"


def commission(table: Table, people: People | None = None, preload: int = 1000) -> World:
    """A dossier in service since May, with a pre-load."""
    world = World(table)
    world.begin()

    def decide(dossier: Dossier, now: datetime) -> Change:
        head = replace(
            dossier.head,
            status=Status.CLOSED,
            submitted_at=now,
            closed_at=now,
            reference=REFERENCE,
            commissioned_on=BEGUN_ON,
            firm_id=str(people.installer.firm_id) if people else dossier.head.firm_id,
            client_id=people.client.user_id if people else "",
        )
        documents = {**dossier.values_of("documents"), "preload_kwh": preload}
        return Change(
            EventKind.COMMISSIONED,
            head,
            form={**dossier.form, "documents": documents},
            reached=(Milestone.SUBMITTED, Milestone.COMMISSIONED),
        )

    world.change(decide)
    table.put({**leads.REFERENCE.columns(REFERENCE), "dossier_id": world.dossier_id})
    return world


def note(world: World, month: str, injected: str, drawn: str) -> Fate:
    reading = Reading(month, Decimal(injected), Decimal(drawn))
    return note_reading(world.dossier_id, reading, by=AGENT, table=world.table, now=NOW, real=NOW)
