"""A consumer who asked for no earlier start is waited for: nothing is filed before (L221-25)."""

from datetime import timedelta

import pytest

from chalicelib.aws.items import Put
from chalicelib.dossiers.kinds import Milestone
from chalicelib.dossiers.model import RequestState
from chalicelib.dossiers.statuses import Status
from chalicelib.operators.record_by_hand import record_by_hand
from chalicelib.operators.refusals import FilingTooEarly
from chalicelib.rows.cases import CASE
from chalicelib.rows.dossiers import SUBSCRIPTION
from tests.operators.worlds import AGENT, World


def hold(world: World, dossier_id: str) -> None:
    """Have the client of a dossier sign without asking for an early start."""
    until = (world.now + timedelta(days=15)).isoformat()
    row = {
        "pk": CASE.pk(dossier_id),
        "sk": SUBSCRIPTION.sk(),
        "state": "signed",
        "held_until": until,
    }
    world.table.write(Put(row))


def test_a_request_is_filed_once_the_delay_is_over_and_not_a_day_before(world: World) -> None:
    dossier_id = world.send()
    hold(world, dossier_id)
    world.prepare(dossier_id)
    for _day in range(14):
        world.work(days=1)
        assert world.request(dossier_id).state is RequestState.TO_FILE
        assert world.load(dossier_id).reached(Milestone.REQUEST_FILED) is None
    assert world.request(dossier_id).attempts == 0
    world.work(days=1)
    assert world.status(dossier_id) is Status.WITH_OPERATOR
    assert world.load(dossier_id).reached(Milestone.REQUEST_FILED)


def test_the_job_sleeps_until_then_instead_of_asking_every_minute(world: World) -> None:
    dossier_id = world.send()
    hold(world, dossier_id)
    world.prepare(dossier_id)
    world.act()
    assert world.request(dossier_id).next_at == world.now + timedelta(days=15)


def test_an_agent_is_told_from_which_day_on(world: World) -> None:
    dossier_id = world.send(operator="strasbourg")
    hold(world, dossier_id)
    world.prepare(dossier_id)
    with pytest.raises(FilingTooEarly) as early:
        record_by_hand(
            dossier_id, "filed", world.now.date(), by=AGENT, table=world.table, now=world.now
        )
    assert str(early.value.values["day"])
    world.later(days=15)
    record_by_hand(
        dossier_id, "filed", world.now.date(), by=AGENT, table=world.table, now=world.now
    )
    assert world.status(dossier_id) is Status.WITH_OPERATOR
