"""A dossier is moved by hand: where the table of statuses allows it, with a reason."""

from datetime import timedelta

import pytest

from chalicelib.audit.store import find_values
from chalicelib.cases.kind import IllegalMove
from chalicelib.dossiers.statuses import MOVES, Move, Status
from chalicelib.operators.move_dossier import CODES, list_moves, move_dossier
from chalicelib.operators.refusals import MilestoneUnreadable, MoveWithoutEffect
from chalicelib.refusals import InvalidFields, NotAllowed
from tests.operators.test_by_hand import PASSWORD, portal
from tests.operators.worlds import AGENT, INSTALLER, World
from tests.portal import Portal

__all__ = ["portal"]

WHY = "Appel du gestionnaire, dossier 4412"


def move(world: World, dossier_id: str, wanted: str, why: str = WHY, **more: int) -> Status:
    on = (world.now - timedelta(**more)).date()
    after = move_dossier(dossier_id, wanted, on, why, by=AGENT, table=world.table, now=world.now)
    return after.head.status


def test_a_dossier_goes_by_hand_from_status_to_status(world: World) -> None:
    dossier_id = world.file()
    steps = [
        (Move.VALIDATE, Status.COMMISSIONING_PENDING),
        (Move.ORDER, Status.COMMISSIONING_ORDERED),
        (Move.REPLAN, Status.COMMISSIONING_PENDING),
        (Move.ORDER, Status.COMMISSIONING_ORDERED),
        (Move.COMMISSION, Status.CLOSED),
    ]
    for wanted, status in steps:
        world.later(days=2)
        assert move(world, dossier_id, wanted) is status
    assert world.load(dossier_id).head.commissioned_on == world.now.date()


def test_the_reason_is_kept_beside_the_journal(world: World) -> None:
    dossier_id = world.file()
    world.later(days=2)
    move(world, dossier_id, Move.VALIDATE)
    seq = world.load(dossier_id).head.seq
    assert find_values(world.table, dossier_id, seq) == {"reason": WHY}
    event = world.journal(dossier_id)[-1]
    assert (event.actor_id, event.status_after) == ("usr_7", Status.COMMISSIONING_PENDING)
    assert "4412" not in str(event)


def test_what_the_table_does_not_hold_is_refused_and_changes_nothing(world: World) -> None:
    dossier_id = world.file()
    before = world.load(dossier_id).head
    with pytest.raises(IllegalMove):
        move(world, dossier_id, Move.COMMISSION)
    assert world.load(dossier_id).head == before


def test_only_moves_that_the_status_allows_are_offered() -> None:
    for status in Status:
        assert all((status, one) in MOVES for one, _to in list_moves(status))
    assert list_moves(Status.CLOSED) == list_moves(Status.CANCELLED) == ()
    assert [one for one, _to in list_moves(Status.COMMISSIONING_PENDING)] == [
        Move.REFUSE,
        Move.ORDER,
    ]
    assert set(CODES) <= set(Move)


@pytest.mark.parametrize(
    ("wanted", "why", "field"),
    [("", WHY, "move"), ("cancel", WHY, "move"), (Move.VALIDATE, " ", "reason")],
)
def test_a_move_without_its_reason_is_told_at_the_field(
    world: World, wanted: str, why: str, field: str
) -> None:
    with pytest.raises(InvalidFields) as told:
        move(world, world.file(), wanted, why)
    assert [one.field for one in told.value.problems] == [field]


def test_a_day_to_come_is_refused_and_one_that_is_overtaken_is_told(world: World) -> None:
    dossier_id = world.file()
    world.later(days=10)
    with pytest.raises(MilestoneUnreadable):
        move(world, dossier_id, Move.VALIDATE, days=-1)
    move(world, dossier_id, Move.VALIDATE)
    world.later(days=1)
    move(world, dossier_id, Move.ORDER)
    # A setback older than the order that stands is one that was overcome.
    with pytest.raises(MoveWithoutEffect):
        move(world, dossier_id, Move.REPLAN, days=5)


def test_only_agents_move_by_hand(world: World) -> None:
    with pytest.raises(NotAllowed):
        move_dossier(
            world.file(), "validate", world.now.date(), WHY, by=INSTALLER, table=world.table
        )


def test_on_the_page_only_legal_moves_are_shown_and_the_reason_is_asked(
    world: World, portal: Portal
) -> None:
    dossier_id = world.file()
    portal.sign_in("agent@raccordo.test", PASSWORD)
    here = f"/operateurs/dossiers/{dossier_id}"
    page = portal.get(here).body
    assert "Vers « MES en attente »" in page or 'value="validate"' in page
    assert 'value="commission"' not in page
    fields = {"move": "validate", "moved_on": world.now.date().isoformat(), "why": ""}
    refused = portal.post(f"{here}/statut", fields)
    assert refused.status == 422
    assert 'id="field-why-error"' in refused.body
    assert portal.post(f"{here}/statut", fields | {"why": WHY, "moved_on": "hier"}).status == 422
    assert portal.post(f"{here}/statut", fields | {"why": WHY}).status == 303
    assert world.status(dossier_id) is Status.COMMISSIONING_PENDING
    assert WHY in portal.get(f"/dossiers/{dossier_id}/journal").body
    assert portal.post(f"{here}/statut", fields | {"why": WHY}).status == 409
