"""What is due: reminders after 3, 7 and 14 days, delays passed, each acted on once."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from threading import Barrier, Event

import pytest

from chalicelib.audit.model import verify_chain
from chalicelib.aws.table import Table
from chalicelib.cases import act_on_due as job
from chalicelib.cases.act_on_due import WORKERS, DueKey, act_on_due, list_due
from chalicelib.dossiers.kinds import EventKind, Milestone
from chalicelib.dossiers.statuses import Status
from chalicelib.rows.cases import CASE
from chalicelib.rows.dossiers import SUBSCRIPTION
from chalicelib.timeline import store
from tests.interleaved import CountedTable
from tests.timeline.worlds import NOW, World


@pytest.fixture
def world(table: Table) -> World:
    return World(table)


@pytest.fixture
def sent(world: World) -> str:
    dossier_id = world.send()
    world.follow_all(dossier_id)
    return dossier_id


def act(world: World) -> int:
    return act_on_due(table=world.table, now=world.now)


def reminders(world: World, dossier_id: str) -> list[tuple[datetime, object]]:
    return [
        (event.at, event.details["number"])
        for event in world.journal(dossier_id)
        if event.kind == EventKind.REMINDER_DUE
    ]


def test_nothing_is_due_before_three_days(world: World, sent: str) -> None:
    world.later(days=2, hours=23)
    assert act(world) == 0
    assert reminders(world, sent) == []


def test_the_client_is_reminded_after_three_seven_and_fourteen_days(
    world: World, sent: str
) -> None:
    for _day in range(20):
        world.later(days=1)
        act(world)
        act(world)
        world.follow_all(sent)
    assert reminders(world, sent) == [
        (NOW + timedelta(days=3), 1),
        (NOW + timedelta(days=7), 2),
        (NOW + timedelta(days=14), 3),
    ]
    assert world.load(sent).head.reminded_at == NOW + timedelta(days=14)
    verify_chain(world.journal(sent))


def test_dates_missed_while_the_job_was_off_are_one_reminder(world: World, sent: str) -> None:
    world.later(days=8)
    assert act(world) == 1
    assert reminders(world, sent) == [(world.now, 2)]
    world.later(days=6)
    act(world)
    assert [number for _at, number in reminders(world, sent)] == [2, 3]


def test_a_signed_subscription_is_not_reminded(world: World, sent: str) -> None:
    world.move(sent, reached=(Milestone.SUBSCRIPTION_SIGNED,))
    world.later(days=3)
    assert act(world) == 0
    assert list(list_due(world.table, world.now + timedelta(days=99))) == [()]


def test_a_client_who_declined_is_not_reminded_until_they_think_otherwise(
    world: World, sent: str
) -> None:
    key = {"pk": CASE.pk(sent), "sk": SUBSCRIPTION.sk()}
    world.table.put(key | {"state": "declined"})
    world.later(days=3)
    assert act(world) == 0
    world.table.put(key | {"state": "open"})
    world.later(days=4)
    assert act(world) == 1
    assert reminders(world, sent) == [(NOW + timedelta(days=7), 2)]


def test_a_cancelled_dossier_is_not_reminded(world: World, sent: str) -> None:
    world.move(sent, status=Status.CANCELLED, kind=EventKind.DOSSIER_CANCELLED)
    world.later(days=3)
    assert act(world) == 0
    assert reminders(world, sent) == []


def test_an_event_followed_again_after_the_last_reminder_plans_nothing_anew(
    world: World, sent: str
) -> None:
    world.later(days=15)
    act(world)
    world.follow_all(sent)
    world.later(days=30)
    assert act(world) == 0


def test_a_proposal_that_is_late_is_flagged_once_with_its_text(world: World, sent: str) -> None:
    world.later(days=1)
    world.move(
        sent,
        reached=(
            Milestone.SUBSCRIPTION_SIGNED,
            Milestone.REQUEST_FILED,
            Milestone.REQUEST_QUALIFIED,
        ),
    )
    world.follow_all(sent)
    world.now = datetime(2026, 6, 3, 21, 59, tzinfo=UTC)
    assert act(world) == 0
    world.now = datetime(2026, 6, 3, 22, 0, tzinfo=UTC)
    assert act(world) == 1
    event = world.journal(sent)[-1]
    assert event.kind == EventKind.DELAY_PASSED
    assert event.details["legal_ref"] == "CRE, délibération du 25 avril 2013, § 2.5"
    assert world.load(sent).head.flags == ("delay_passed:request_validated:proposal",)
    assert world.load(sent).rows["AGENTS"]["reasons"] == ["late"]
    assert act(world) == 0


def test_a_late_proposal_calls_no_agent_any_more_once_it_came(world: World, sent: str) -> None:
    gates = (Milestone.SUBSCRIPTION_SIGNED, Milestone.REQUEST_FILED)
    world.move(sent, reached=(*gates, Milestone.REQUEST_QUALIFIED))
    world.follow_all(sent)
    world.later(days=100)
    act(world)
    world.move(sent, reached=(Milestone.REQUEST_VALIDATED,))
    assert world.load(sent).rows["AGENTS"]["reasons"] == []


def test_a_request_qualified_again_counts_from_the_later_day(world: World, sent: str) -> None:
    gates = (Milestone.SUBSCRIPTION_SIGNED, Milestone.REQUEST_FILED)
    world.move(sent, reached=(*gates, Milestone.REQUEST_QUALIFIED))
    world.follow_all(sent)
    world.later(days=60)
    world.move(sent, unreached=(Milestone.REQUEST_QUALIFIED,), kind=EventKind.REQUEST_INCOMPLETE)
    world.move(sent, reached=(Milestone.REQUEST_QUALIFIED,))
    world.follow_all(sent)
    rows = store.due_in(world.load(sent).rows)
    assert [due.since for due in rows.values()] == [world.now]


def test_a_row_that_fails_harms_no_other(world: World) -> None:
    first, second = world.send("k1"), world.send("k2")
    world.follow_all(first)
    world.follow_all(second)
    row = next(row for sk, row in world.load(first).rows.items() if sk.startswith("DUE#"))
    world.table.put({**row, "dates": "not dates"})
    world.later(days=3)
    with pytest.raises(ExceptionGroup):
        act(world)
    assert len(reminders(world, second)) == 1


def test_five_thousand_due_rows_take_less_than_a_minute_at_ten_ms_a_call(
    world: World, sent: str
) -> None:
    """Virtual time: the calls that a row makes, spread over the workers, and a query a page."""
    world.later(days=3)
    table = CountedTable(world.table)
    assert act_on_due(table=table, now=world.now) == 1
    assert len(reminders(world, sent)) == 1
    pages = 5_000 // job.PAGE
    calls = table.calls - 1  # the query of its page
    seconds = (5_000 * calls / WORKERS + pages) * 0.010
    assert seconds < 60, f"{calls} calls a row: {seconds} s"


def test_rows_are_acted_on_together_and_one_that_fails_harms_no_other(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of the workers have to be in at once: one after the other breaks the barrier."""
    together = Barrier(WORKERS)

    def act_on(key: DueKey, _table: Table, _now: datetime) -> bool:
        together.wait(5)
        if key.case_id == "0":
            raise ValueError(key.case_id)
        acted.append(key.case_id)
        return True

    def pages(_table: Table, _now: datetime) -> Iterator[tuple[DueKey, ...]]:
        yield tuple(DueKey(str(number), "DUE") for number in range(WORKERS))

    acted: list[str] = []
    monkeypatch.setattr(job, "_act_on", act_on)
    monkeypatch.setattr(job, "list_due", pages)
    with pytest.raises(job.DueRowsFailed):
        act_on_due(table=world.table, now=NOW)
    assert sorted(acted) == [str(number) for number in range(1, WORKERS)]


def test_a_slow_row_holds_up_neither_its_page_nor_the_next(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first row comes back once the last one of the second page is done, or never."""
    last_is_done = Event()

    def act_on(key: DueKey, _table: Table, _now: datetime) -> bool:
        if key.case_id == "199":
            last_is_done.set()
        return last_is_done.wait(5) if key.case_id == "0" else True

    def pages(_table: Table, _now: datetime) -> Iterator[tuple[DueKey, ...]]:
        for first in (0, 100):
            yield tuple(DueKey(str(first + number), "DUE") for number in range(100))

    monkeypatch.setattr(job, "_act_on", act_on)
    monkeypatch.setattr(job, "list_due", pages)
    assert act_on_due(table=world.table, now=NOW) == 200


def test_no_row_is_begun_once_time_is_up(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def pages(_table: Table, _now: datetime) -> Iterator[tuple[DueKey, ...]]:
        yield tuple(DueKey(str(number), "DUE") for number in range(100))

    asked = iter(range(100))
    monkeypatch.setattr(job, "_act_on", lambda _key, _table, _now: True)
    monkeypatch.setattr(job, "list_due", pages)
    acted = act_on_due(table=world.table, now=NOW, is_time_up=lambda: next(asked) == 30)
    assert acted == 30
