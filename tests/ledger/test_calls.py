"""What the ledger's and the messages' pages ask of the table: the same, however long the story."""

from typing import Any

import pytest

from chalicelib.aws.table import Table
from chalicelib.dossiers.kinds import EventKind
from chalicelib.ledger.find_estimate import find_estimate
from chalicelib.ledger.note_duration import note_duration
from chalicelib.ledger.read_ledger import read_ledger
from chalicelib.messages.list_messages import list_messages
from chalicelib.messages.post_message import post_message
from tests.ledger.test_ledger import complete
from tests.ledger.worlds import AGENT, INSTALLER, World


class Counting(Table):
    """A table that counts its calls."""

    def __init__(self, name: str, dynamodb: Any) -> None:
        super().__init__(name, dynamodb)
        self.calls: list[str] = []

    def _call(self, method: str, **request: Any) -> Any:
        self.calls.append(method)
        return super()._call(method, **request)


@pytest.fixture
def counted(table: Table) -> Counting:
    return Counting(table.name, table._client)


@pytest.fixture
def world(table: Table) -> World:
    world = World(table)
    world.begin()
    complete(world)
    return world


@pytest.mark.parametrize("events", [0, 150])
def test_a_ledger_is_two_queries_and_its_estimate_a_third(
    world: World, counted: Counting, events: int
) -> None:
    for _ in range(events):
        world.happen(EventKind.REQUEST_MILESTONE)
    dossier, _ledger = read_ledger(world.dossier_id, by=AGENT, table=counted, now=world.now)
    assert counted.calls == ["query", "query"]
    find_estimate(dossier, table=counted)
    assert counted.calls == ["query"] * 3


@pytest.mark.parametrize("before", [0, 30])
def test_messages_are_two_queries_and_one_transaction(
    world: World, counted: Counting, before: int
) -> None:
    for number in range(before):
        by = (INSTALLER, AGENT)[number % 2]
        post_message(world.dossier_id, "Oui.", key=f"k{number}", by=by, table=world.table)
    list_messages(world.dossier_id, by=AGENT, table=counted)
    assert counted.calls == ["query", "query"]
    counted.calls.clear()
    post_message(world.dossier_id, "Oui.", key="last", by=AGENT, table=counted)
    assert counted.calls == ["query", "transact_write_items"]


def test_the_relay_pays_for_the_two_steps_alone(world: World, counted: Counting) -> None:
    for code in ("DMREC", "VALID", "MESC", "CPRE"):
        world.tell(code)
    for event in world.journal():
        note_duration(event, table=counted)
    assert counted.calls == ["get_item", "put_item"] * 2
