"""How long a step took elsewhere: real durations, once each, and nothing when they are too few."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.audit.model import Event
from chalicelib.aws.table import Table
from chalicelib.cases.model import Reached
from chalicelib.dossiers.kinds import EventKind, Milestone
from chalicelib.dossiers.model import Dossier, Head, Space
from chalicelib.dossiers.statuses import Status
from chalicelib.dossiers.waits import Asker, Wait
from chalicelib.ledger.durations import FEWEST, estimate, find_step, measure
from chalicelib.ledger.find_estimate import find_estimate
from chalicelib.ledger.note_duration import note_duration
from chalicelib.ledger.store import NEWEST, list_durations
from chalicelib.ledger.words import write_estimate
from chalicelib.retention.held import erase_held
from chalicelib.rows.leads import DURATION
from tests.ledger.test_ledger import complete
from tests.ledger.worlds import World

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
DAY = timedelta(days=1)
M = Milestone
PK = DURATION.pk("enedis", Space.SMALL, M.REQUEST_VALIDATED)


def head(filed: int, validated: int | None, *waits: Wait, status: Status = Status.NEW) -> Head:
    reached = {M.SUBMITTED: Reached(AT, 1), M.REQUEST_FILED: Reached(AT + filed * DAY, 2)}
    if validated is not None:
        reached[M.REQUEST_VALIDATED] = Reached(AT + validated * DAY, 3)
    return Head(
        "dos_1",
        "frm_1",
        "usr_1",
        AT,
        AT,
        status=status,
        operator="enedis",
        milestones=reached,
        waits=waits,
    )


def wait(since: int, ended: int | None, asker: Asker = Asker.OPERATOR) -> Wait:
    return Wait(AT + since * DAY, 1, asker, None if ended is None else AT + ended * DAY)


@pytest.mark.parametrize(
    ("waits", "days"),
    [
        ((), 40),
        ((wait(10, 16),), 34),
        ((wait(10, 16), wait(20, 21)), 33),
        ((wait(10, 16, Asker.US),), 40),
        ((wait(0, 8),), 37),
        ((wait(40, 60),), 35),
        ((wait(45, 60),), 40),
    ],
)
def test_the_days_that_the_operator_waited_for_a_piece_are_removed(
    waits: tuple[Wait, ...], days: int
) -> None:
    assert measure(head(5, 45, *waits), M.REQUEST_VALIDATED) == days


def test_a_step_without_its_end_has_no_duration() -> None:
    assert measure(head(5, None), M.REQUEST_VALIDATED) is None
    assert measure(head(5, 45), M.COMMISSIONED) is None


def test_below_ten_dossiers_nothing_is_said() -> None:
    assert estimate(M.REQUEST_VALIDATED, [30] * (FEWEST - 1)) is None
    found = estimate(M.REQUEST_VALIDATED, [30] * FEWEST)
    assert found is not None
    assert (found.half, found.most, found.dossiers) == (30, 30, 10)


def test_half_and_nine_in_ten_are_days_that_some_dossier_took() -> None:
    found = estimate(M.COMMISSIONED, list(range(1, 21)))
    assert found is not None
    assert (found.half, found.most) == (10, 18)


@given(st.lists(st.integers(0, 900), min_size=FEWEST, max_size=NEWEST))
def test_what_is_said_holds_for_that_part_of_the_dossiers(durations: list[int]) -> None:
    found = estimate(M.COMMISSIONED, durations)
    assert found is not None
    within_half = sum(one <= found.half for one in durations)
    within_most = sum(one <= found.most for one in durations)
    assert within_half * 2 >= len(durations)
    assert within_most * 10 >= len(durations) * 9
    assert found.half <= found.most


@pytest.fixture
def world(table: Table) -> World:
    world = World(table)
    world.begin()
    complete(world)
    world.day(30)
    world.tell("VALID")
    return world


def validation(world: World) -> Event:
    return next(one for one in world.journal() if one.kind == EventKind.REQUEST_VALIDATED)


def relay_all(world: World) -> None:
    for event in world.journal():
        note_duration(event, table=world.table)


def test_a_step_is_kept_once_however_often_its_event_comes(world: World) -> None:
    relay_all(world)
    relay_all(world)
    assert list_durations(world.table, PK) == (24,)
    world.day(33)
    world.tell("MESC")
    world.day(43)
    world.tell("CPRE")
    relay_all(world)
    commissioned = DURATION.pk("enedis", Space.SMALL, M.COMMISSIONED)
    assert list_durations(world.table, commissioned) == (10,)
    assert list_durations(world.table, PK) == (24,)


def test_what_was_taken_back_before_the_event_came_is_not_counted(world: World) -> None:
    event = validation(world)
    world.tell("REFUS")
    note_duration(event, table=world.table)
    assert list_durations(world.table, PK) == ()


def test_an_event_of_a_dossier_that_is_gone_is_passed_over(world: World) -> None:
    note_duration(replace(validation(world), case_id="dos_gone"), table=world.table)
    assert list_durations(world.table, PK) == ()


def test_a_row_leads_to_nobody_and_stands_outside_the_dossier(world: World) -> None:
    relay_all(world)
    (row,) = world.table.query(PK).items
    assert set(row) == {"pk", "sk", "days", "expires_s"}
    assert world.dossier_id not in f"{row['pk']}{row['sk']}"
    erase_held(world.table, world.dossier_id)
    assert list_durations(world.table, PK) == (24,)


def past(table: Table, days: list[int], pk: str = PK) -> None:
    for number, one in enumerate(days):
        table.put({"pk": pk, "sk": f"2026-01-01T00:00:00.{number:06d}#{number:024d}", "days": one})


def test_a_dossier_in_a_step_is_told_of_those_of_the_same_operator_and_step(table: Table) -> None:
    dossier = Dossier(head(5, None, status=Status.WITH_OPERATOR))
    past(table, [20] * 8 + [60], DURATION.pk("srd", Space.SMALL, M.REQUEST_VALIDATED))
    past(table, [20] * 9)
    assert find_estimate(dossier, table=table) is None
    past(table, [20] * 9 + [60])
    found = find_estimate(dossier, table=table)
    assert found is not None
    words = write_estimate(found, "enedis")
    assert "Enedis" in words
    assert "20 jours" in words
    assert "10 dossiers" in words


def test_the_newest_two_hundred_count(table: Table) -> None:
    past(table, [400] * 50 + [20] * NEWEST)
    found = find_estimate(Dossier(head(5, None, status=Status.WITH_OPERATOR)), table=table)
    assert found is not None
    assert (found.most, found.dossiers) == (20, NEWEST)


def test_nothing_is_asked_of_the_table_where_no_step_of_the_operator_is_awaited() -> None:
    assert find_step(Dossier(head(5, 45, status=Status.CLOSED))) is None
    assert find_estimate(Dossier(Head("dos_1", "frm_1", "usr_1", AT, AT))) is None
