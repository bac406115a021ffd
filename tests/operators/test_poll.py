"""Passes over open requests: what they call, what they write, and what a death leaves."""

from datetime import timedelta
from threading import Event

import pytest

from chalicelib.audit.model import platform
from chalicelib.aws.items import Update
from chalicelib.aws.trouble import PermanentError, TransientError
from chalicelib.dossiers.kinds import EventKind, Milestone
from chalicelib.dossiers.statuses import Status
from chalicelib.operators import poll_operators as job
from chalicelib.operators.health import load_health, read_connector
from chalicelib.operators.poll_operators import poll_operators
from chalicelib.operators.prepare_request import release_request
from chalicelib.operators.record_filing import record_filing
from chalicelib.rows.cases import CASE
from tests.interleaved import CountedTable
from tests.operators.fakes import FakeOperator, poisoned_by
from tests.operators.worlds import AGENT, World


@pytest.fixture
def fake(world: World) -> FakeOperator:
    """The operator in memory, in the sandbox's place."""
    operator = FakeOperator()
    world.connectors["enedis"] = operator
    return operator


def filed(world: World, fake: FakeOperator, count: int) -> list[str]:
    """Dossiers with a filed request, from the shortest way there."""
    ids = []
    for number in range(1, count + 1):
        dossier_id = world.send()
        world.prepare(dossier_id)
        external_id = f"2603P4E{number:06d}"
        fake.told[external_id] = ["DMTR"]
        record_filing(
            dossier_id,
            1,
            external_id,
            by=platform("schedule"),
            table=world.table,
            now=world.now,
        )
        ids.append(dossier_id)
    return ids


def test_many_requests_are_asked_about_in_one_call(world: World, fake: FakeOperator) -> None:
    filed(world, fake, 5)
    world.later(hours=2)
    assert world.poll() == 5
    assert [len(ids) for ids in fake.lists] == [5]


def test_a_pass_without_news_reads_thrice_and_writes_its_own_row_alone(
    world: World, fake: FakeOperator
) -> None:
    filed(world, fake, 5)
    world.later(hours=2)
    world.poll()
    world.later(hours=2)
    counting = CountedTable(world.table)
    world.table = counting
    world.poll()
    assert counting.methods.count("get_item") + counting.methods.count("query") <= 5
    assert counting.methods.count("update_item") == 3
    assert not {"put_item", "transact_write_items", "delete_item"} & set(counting.methods)


def test_a_request_is_not_asked_about_before_its_time(world: World, fake: FakeOperator) -> None:
    filed(world, fake, 2)
    world.later(hours=2)
    world.poll()
    world.later(minutes=20)
    assert world.poll() == 0
    world.later(hours=1)
    assert world.poll() == 2


def test_no_pass_begins_within_a_quarter_of_an_hour(world: World, fake: FakeOperator) -> None:
    filed(world, fake, 1)
    world.later(hours=2)
    world.poll()
    passed_at = load_health(world.table, "enedis").passed_at
    world.later(minutes=5)
    world.poll()
    assert load_health(world.table, "enedis").passed_at == passed_at


def test_a_poisoned_request_is_shown_to_agents_and_the_others_are_served(
    world: World, fake: FakeOperator
) -> None:
    dossiers = filed(world, fake, 4)
    fake.spoil = poisoned_by("2603P4E000002")
    fake.told["2603P4E000003"].append("DMREC")
    for _ in range(4):
        world.later(hours=7)
        world.poll()
    assert world.load(dossiers[2]).reached(Milestone.REQUEST_QUALIFIED)
    assert world.request(dossiers[1]).attempts == 3
    assert load_health(world.table, "enedis").failures == 0
    fake.spoil = lambda ids: None
    world.later(hours=7)
    world.poll()
    assert world.request(dossiers[1]).attempts == 0


def test_an_operator_that_is_down_is_left_alone_longer_and_longer_then_served(
    world: World, fake: FakeOperator
) -> None:
    (dossier_id,) = filed(world, fake, 1)
    fake.spoil = lambda ids: TransientError("enedis", "500")
    fake.told["2603P4E000001"].append("DMREC")
    world.later(hours=2)
    world.poll()
    calls = len(fake.lists)
    world.later(seconds=5)
    world.poll()
    assert len(fake.lists) == calls
    health, _, _ = read_connector(world.table, "enedis")
    assert (health.failures, health.last_error) == (1, "500")
    fake.spoil = lambda ids: None
    world.later(minutes=1)
    world.poll()
    assert world.load(dossier_id).reached(Milestone.REQUEST_QUALIFIED)
    health, _, _ = read_connector(world.table, "enedis")
    assert (health.failures, health.last_error) == (0, "")


def test_a_run_that_dies_is_resumed_without_a_second_call(
    world: World, fake: FakeOperator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chalicelib.operators.watch_list.MOST_IN_A_BATCH", 2)
    filed(world, fake, 6)
    world.later(hours=2)

    class Died(BaseException):
        """The Lambda is gone."""

    def dies_in_the_second(ids: object) -> None:
        if len(fake.lists) == 2:
            raise Died

    fake.spoil = dies_in_the_second
    with pytest.raises(Died):
        world.poll()
    fake.spoil = lambda ids: None
    world.poll()
    asked = [external_id for ids in fake.lists for external_id in ids]
    assert sorted(asked) == sorted(set(asked))
    assert len(asked) == 6
    # The batch in hand of the dead run is asked about by the next pass, due or not.
    world.later(minutes=16)
    world.poll()
    assert fake.lists[-1] == fake.lists[1]
    world.later(minutes=16)
    before = len(fake.lists)
    world.poll()
    assert len(fake.lists) == before


def test_two_runs_at_once_do_not_ask_twice(
    world: World, fake: FakeOperator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chalicelib.operators.watch_list.MOST_IN_A_BATCH", 2)
    filed(world, fake, 6)
    world.later(hours=2)
    other_ran: list[int] = []

    def another_run_meanwhile(ids: object) -> None:
        if not other_ran:
            other_ran.append(0)
            other_ran[0] = world.poll()

    fake.spoil = another_run_meanwhile
    world.poll()
    asked = [external_id for ids in fake.lists for external_id in ids]
    assert sorted(asked) == sorted(set(asked))
    assert len(asked) == 6


def test_time_that_is_over_leaves_the_rest_to_the_next_run(
    world: World, fake: FakeOperator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chalicelib.operators.watch_list.MOST_IN_A_BATCH", 2)
    filed(world, fake, 5)
    world.later(hours=2)
    assert world.poll(is_over=lambda: len(fake.lists) >= 1) == 2
    assert world.poll() == 3


def test_a_dossier_that_cannot_be_read_does_not_stop_the_pass(
    world: World, fake: FakeOperator
) -> None:
    first, second = filed(world, fake, 2)
    for told in fake.told.values():
        told.append("DMREC")
    world.table.update(Update(CASE.pk(first), "REQUEST#001", set={"state": "no such state"}))
    world.later(hours=2)
    world.poll()
    assert world.load(second).reached(Milestone.REQUEST_QUALIFIED)


def test_the_job_files_and_polls_in_one_run(world: World, fake: FakeOperator) -> None:
    dossier_id = world.send()
    world.prepare(dossier_id)
    done = poll_operators(table=world.table, connect=world.connect)
    assert done == {"acted": 1, "enedis": 1}
    assert world.status(dossier_id) is Status.WITH_OPERATOR


def test_a_filing_that_fails_is_tried_again_later_and_shown_from_the_third_failure(
    world: World, fake: FakeOperator
) -> None:
    dossier_id = world.send()
    world.prepare(dossier_id)
    fake.fails_filing = TransientError("enedis", "503")
    for _ in range(3):
        world.act()
        world.later(minutes=10)
    request = world.request(dossier_id)
    assert (request.attempts, request.last_error) == (3, "503")
    assert world.kinds(dossier_id).count(EventKind.REQUEST_MILESTONE) == 1
    fake.fails_filing = None
    world.act()
    assert world.status(dossier_id) is Status.WITH_OPERATOR
    assert world.request(dossier_id).attempts == 0


def test_what_the_operator_refuses_for_good_waits_for_an_agent(
    world: World, fake: FakeOperator
) -> None:
    dossier_id = world.send()
    world.prepare(dossier_id)
    fake.fails_filing = PermanentError("enedis", "422")
    world.act()
    request = world.request(dossier_id)
    assert (request.next_at, request.last_error) == (None, "422")
    fake.fails_filing = None
    world.later(days=1)
    assert world.act() == 0
    release_request(dossier_id, by=AGENT, table=world.table, now=world.now)
    world.act()
    assert world.status(dossier_id) is Status.WITH_OPERATOR


def test_a_day_of_simulated_minutes_is_polled_at_every_run(
    world: World, fake: FakeOperator
) -> None:
    filed(world, fake, 1)
    for _ in range(3):
        world.now += timedelta(days=2)
        assert world.poll() == 1


@pytest.mark.usefixtures("fake")
@pytest.mark.parametrize("trouble", [None, RuntimeError("a bug")])
def test_an_operator_that_hangs_or_fails_delays_no_other(
    world: World, monkeypatch: pytest.MonkeyPatch, trouble: RuntimeError | None
) -> None:
    """The first operator answers only once the second was asked: one after the other, never."""
    served = Event()

    def poll(_round: object, operator: str) -> int:
        if operator == "second":
            served.set()
            return 2
        assert served.wait(5), "the second operator waits for the first"
        if trouble:
            raise trouble
        return 1

    monkeypatch.setattr(job, "list_polled", lambda: ("first", "second"))
    monkeypatch.setattr(job, "poll_requests", poll)
    if trouble:
        with pytest.raises(RuntimeError, match="a bug"):
            poll_operators(table=world.table, connect=world.connect)
    else:
        done = poll_operators(table=world.table, connect=world.connect)
        assert done == {"acted": 0, "first": 1, "second": 2}
    assert served.is_set()
