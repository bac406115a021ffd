"""A dossier that this release cannot read keeps no other from being supervised."""

from contextlib import suppress
from datetime import timedelta

from chalicelib.aws.items import Update
from chalicelib.aws.table import Table
from chalicelib.rows.cases import HEAD
from tests.timeline.machines import STARTED
from tests.timeline.worlds import World

LATER = STARTED + timedelta(hours=1)


def make_unreadable(table: Table, dossier_id: str) -> None:
    """Give a dossier a status that only the next release knows."""
    key = HEAD.key(dossier_id)
    table.update(Update(*key, set={"status": "of_the_next_release"}, present=True))


def test_a_head_that_cannot_be_read_keeps_no_other_execution_from_being_started(
    table: Table,
) -> None:
    world = World(table)
    unreadable, lost = world.send("k1"), world.send("k2")
    make_unreadable(table, unreadable)
    with suppress(ValueError, ExceptionGroup):
        world.supervise(LATER)
    assert list(world.machine.runs) == [f"{lost}-g1"]
