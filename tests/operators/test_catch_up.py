"""What waited with a dossier goes on as soon as its piece is there."""

from dataclasses import replace
from datetime import datetime

import pytest

from chalicelib.audit.model import platform
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.model import Change, Dossier, PieceState, RequestState
from chalicelib.dossiers.statuses import Status
from chalicelib.operators.apply_milestones import apply_milestones
from chalicelib.operators.catch_up import catch_up
from chalicelib.operators.model import RawMilestone
from chalicelib.operators.order_commissioning import order_commissioning
from tests.operators.fakes import FakeOperator
from tests.operators.worlds import World


def test_an_accepted_piece_is_sent_at_the_next_run(world: World) -> None:
    dossier_id = world.file(comment="[sandbox:incomplete]")
    world.work(days=4)
    world.hand_in(dossier_id, "mairie")
    assert all(piece.state is PieceState.ACCEPTED for piece in world.load(dossier_id).pieces)
    event = world.journal(dossier_id)[-1]
    for _ in range(2):
        catch_up(event, table=world.table)
    world.real = max(world.real, world.request(dossier_id).next_at or world.real)
    world.act()
    request = world.request(dossier_id)
    assert (request.awaited_piece, request.next_at) == ("", None)
    _, entry = world.sandbox.desk.show(request.external_id)
    assert isinstance(entry, dict)
    assert entry["milestones"][-1][2] == "CPLR"


def test_other_events_change_nothing(world: World) -> None:
    dossier_id = world.file()
    version = world.load(dossier_id).head.version
    for event in world.journal(dossier_id):
        catch_up(event, table=world.table)
    assert world.load(dossier_id).head.version == version
    assert world.status(dossier_id) is Status.WITH_OPERATOR


def tell(world: World, dossier_id: str, number: int, code: str, **details: str) -> None:
    raw = RawMilestone("drop", "key", number, code, code, world.now, details)
    operator = platform("queue")
    apply_milestones(dossier_id, 1, (raw,), by=operator, table=world.table, now=world.now)


def ask_while_ordering(world: World, fake: FakeOperator) -> str:
    """Make a dossier whose operator asks for a piece between our order and its word on it."""
    world.connectors["enedis"] = fake
    dossier_id = world.file()
    fake.told[world.request(dossier_id).external_id].append("VALID")
    tell(world, dossier_id, 1, "VALID")
    order_commissioning(dossier_id, by=platform("machine"), table=world.table, now=world.now)
    tell(world, dossier_id, 2, "INCPL", piece="mairie")
    assert world.status(dossier_id) is Status.AWAITING_PIECE
    return dossier_id


def run(world: World, dossier_id: str) -> None:
    """Run the job when the request is due, as often as it is."""
    for _ in range(3):
        world.real = max(world.real, world.request(dossier_id).next_at or world.real)
        world.act()


@pytest.mark.parametrize("confirms", [True, False])
def test_a_piece_asked_for_while_commissioning_is_ordered_is_sent_and_the_order_too(
    world: World, *, confirms: bool
) -> None:
    fake = FakeOperator()
    fake.confirms_orders = confirms
    dossier_id = ask_while_ordering(world, fake)
    world.hand_in(dossier_id, "mairie")
    catch_up(world.journal(dossier_id)[-1], table=world.table)
    run(world, dossier_id)
    assert (fake.complements, len(fake.orders)) == (["mairie"], 1)
    request = world.request(dossier_id)
    assert request.awaited_piece == ""
    assert request.state is (RequestState.ORDERED if confirms else RequestState.TO_ORDER)


def test_an_order_goes_out_though_the_operator_says_first_that_it_has_the_piece(
    world: World,
) -> None:
    fake = FakeOperator()
    dossier_id = ask_while_ordering(world, fake)
    world.hand_in(dossier_id, "mairie")
    tell(world, dossier_id, 3, "CPLR")
    run(world, dossier_id)
    assert (fake.complements, len(fake.orders)) == ([], 1)
    assert world.status(dossier_id) is Status.COMMISSIONING_ORDERED


def test_an_order_whose_record_was_lost_is_the_same_order_in_the_next_generation(
    world: World,
) -> None:
    fake = FakeOperator()
    world.connectors["enedis"] = fake
    fake.confirms_orders = False
    dossier_id = world.file()
    fake.told[world.request(dossier_id).external_id].append("VALID")
    tell(world, dossier_id, 1, "VALID")
    order_commissioning(dossier_id, by=platform("machine"), table=world.table, now=world.now)
    run(world, dossier_id)

    def restart(dossier: Dossier, _now: datetime) -> Change:
        request = dossier.requests[-1]
        head = replace(dossier.head, generation=dossier.head.generation + 1)
        due = replace(request, next_at=world.real)
        return Change(EventKind.EXECUTION_RESTARTED, head, requests=(due,))

    change_dossier(dossier_id, restart, by=platform("schedule"), table=world.table, now=world.now)
    run(world, dossier_id)
    assert len(fake.orders) == 1
    assert world.request(dossier_id).attempts == 0
