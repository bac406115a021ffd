"""The shelf costs one query a minute in a process, and shows a change of this process at once."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.aws.clock import real_now
from chalicelib.aws.table import Page, Table
from chalicelib.partner_library.edit_item import withdraw_item
from chalicelib.partner_library.shelf import forget_shelf, list_shelf
from tests.partner_library.worlds import AGENT, BROCHURE, CHARTER, CLIENT, INSTALLER, World


class Counted(Table):
    """A table that counts its queries."""

    queries = 0

    def query(self, *values: Any, **named: Any) -> Page:
        self.queries += 1
        return super().query(*values, **named)


@pytest.fixture
def counted(world: World) -> Counted:
    forget_shelf()
    return Counted(world.table.name, world.table._client)


def test_many_readers_of_a_minute_cost_one_query(world: World, counted: Counted) -> None:
    world.publish(CHARTER)
    brochure = world.publish(BROCHURE)
    now = real_now()
    for second in range(0, 60, 7):
        real = now + timedelta(seconds=second)
        assert len(list_shelf(by=INSTALLER, table=counted, real=real)) == 2
        assert [one.item_id for one in list_shelf(by=CLIENT, table=counted, real=real)] == [
            brochure.item_id
        ]
    assert counted.queries == 1
    list_shelf(by=INSTALLER, table=counted, real=now + timedelta(seconds=60))
    assert counted.queries == 2


def test_an_empty_shelf_is_kept_for_a_minute_too(counted: Counted) -> None:
    now = real_now()
    for _ in range(3):
        assert list_shelf(by=INSTALLER, table=counted, real=now) == ()
    assert counted.queries == 1


def test_a_change_by_this_process_is_seen_at_once(world: World, counted: Counted) -> None:
    item = world.publish()
    now = real_now()
    assert len(list_shelf(by=INSTALLER, table=counted, real=now)) == 1
    withdraw_item(item.item_id, by=AGENT, table=world.table)
    assert list_shelf(by=INSTALLER, table=counted, real=now) == ()


def test_the_shelf_of_one_table_is_not_shown_for_another(world: World, counted: Counted) -> None:
    world.publish()
    now = real_now()
    assert len(list_shelf(by=INSTALLER, table=counted, real=now)) == 1
    other = Counted(world.table.name, world.table._client)
    list_shelf(by=INSTALLER, table=other, real=now)
    assert other.queries == 1


def test_a_clock_that_goes_back_makes_no_shelf_last(world: World, counted: Counted) -> None:
    now = real_now()
    list_shelf(by=INSTALLER, table=counted, real=now + timedelta(minutes=10))
    list_shelf(by=INSTALLER, table=counted, real=now)
    assert counted.queries == 2
