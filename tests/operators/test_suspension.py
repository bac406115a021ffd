"""What the operator asks for suspends its delay from its own asking, whatever our status says."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.kinds import EventKind, Milestone
from chalicelib.dossiers.model import Change, Dossier
from chalicelib.dossiers.statuses import Status
from chalicelib.dossiers.waits import move_by_waits
from chalicelib.operators.record_by_hand import record_by_hand
from chalicelib.reference.delays import Suspension
from tests.operators.worlds import AGENT, World

DELAY = timedelta(days=90)


def enter(world: World, dossier_id: str, code: str, on: date, **details: str) -> None:
    """Enter what the operator said on a day, as an agent does."""
    record_by_hand(
        dossier_id, code, on, by=AGENT, details=details, table=world.table, now=world.now
    )


@pytest.fixture
def qualified(world: World) -> str:
    """A dossier whose request the operator found complete today."""
    dossier_id = world.send(operator="strasbourg")
    world.prepare(dossier_id)
    enter(world, dossier_id, "filed", world.now.date())
    world.later(days=5)
    enter(world, dossier_id, "DMREC", world.now.date())
    return dossier_id


def count_days_moved(world: World, dossier_id: str) -> int:
    """By how many days the operator's delay has been moved so far."""
    head = world.load(dossier_id).head
    since = head.milestones[Milestone.REQUEST_QUALIFIED].at
    moved = move_by_waits(
        since + DELAY, head.waits, Suspension.OPERATOR_ASKS, since=since, now=world.now
    )
    return (moved - since - DELAY).days


def test_a_piece_entered_late_suspends_from_the_day_the_operator_asked(
    world: World, qualified: str
) -> None:
    asked_on = (world.now + timedelta(days=5)).date()
    world.later(days=15)
    enter(world, qualified, "INCPL", asked_on, piece="consuel")
    world.later(days=2)
    assert count_days_moved(world, qualified) == 12


def test_a_piece_asked_for_while_we_wait_for_another_suspends_from_the_asking(
    world: World, qualified: str
) -> None:
    def refuse_photo(dossier: Dossier, _now: datetime) -> Change:
        head = dossier.head
        waiting = replace(head, status=Status.AWAITING_PIECE, came_from=head.status)
        return Change(EventKind.PIECE_REFUSED, waiting)

    world.later(days=1)
    change_dossier(qualified, refuse_photo, by=AGENT, table=world.table, now=world.now)
    world.later(days=1)
    enter(world, qualified, "INCPL", world.now.date(), piece="consuel")
    world.later(days=20)
    assert count_days_moved(world, qualified) == 20
