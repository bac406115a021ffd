"""Two toy systems have all that cases have, from their declarations alone."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from chalicelib.audit.model import Actor, verify_chain
from chalicelib.audit.store import list_unrelayed, list_whole_journal
from chalicelib.aws.clock import real_now
from chalicelib.aws.items import Update
from chalicelib.aws.session import client
from chalicelib.aws.table import Table
from chalicelib.cases import registry
from chalicelib.cases.act_on_due import WORKERS as ROWS_AT_A_TIME
from chalicelib.cases.act_on_due import DueRowsFailed, act_on_due, list_due
from chalicelib.cases.change import change_case
from chalicelib.cases.find_cases import find_of_all, find_of_owner
from chalicelib.cases.kind import IllegalMove
from chalicelib.cases.list_cases import PAGE, list_cases, list_waiting, read_counts
from chalicelib.cases.load import load_any, load_case
from chalicelib.cases.model import CaseChange
from chalicelib.refusals import InvalidCursor, NotAllowed, NotFound
from chalicelib.relay.dispatch import Dispatcher
from chalicelib.retention.ask_erasure import ask_erasure
from chalicelib.retention.erase_person import erase_person
from chalicelib.retention.export_person import export_person
from chalicelib.retention.purge import SCHEDULE, Purged, purge
from chalicelib.rows.cases import HEAD
from chalicelib.settings import load_settings
from tests.interleaved import CountedTable
from tests.tables import ENVIRONMENT
from tests.toys.bookings import (
    BOOKING,
    NOBODY,
    Booking,
    BookingUnderWay,
    Visit,
    book,
    confirm,
    visit,
)
from tests.toys.rounds import ROUND, Places, Round, RoundFull, plan

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
INSTALLER = Actor("usr_1", "installer", "page", firm_id="frm_1")
STRANGER = Actor("usr_9", "installer", "page", firm_id="frm_9")
AGENT = Actor("usr_7", "agent", "page")
DAY = date(2026, 3, 20)
WRITERS, PLACES = 32, 20
CALL_S = 0.010


@pytest.fixture(autouse=True)
def toys_are_known() -> Iterator[None]:
    with registry.registered(registry.read_kinds(Path(__file__).parent / "kinds.json")):
        yield


@pytest.fixture
def notices_queue(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    """The queue of the mails to send, in the account of the stage's table."""
    del table
    url = client("sqs").create_queue(QueueName="notices")["QueueUrl"]
    monkeypatch.setenv("NOTICES_QUEUE", url)
    load_settings.cache_clear()


@pytest.fixture
def buckets(table: Table) -> None:
    """The stage's buckets, in the account of its table."""
    del table
    for name in ("UPLOADS_BUCKET", "DOCUMENTS_BUCKET", "DROP_BUCKET"):
        client("s3").create_bucket(
            Bucket=ENVIRONMENT[name],
            CreateBucketConfiguration={"LocationConstraint": "eu-west-3"},
        )


def asked(table: Table, number: int = 1, name: str = "Lefèvre") -> str:
    visit = Visit(name, "Lyon", DAY)
    case_id = f"bkg_{number:03d}"
    return book(visit, case_id, by=INSTALLER, table=table, now=NOW).head.case_id


def planned(table: Table, most: int = PLACES) -> str:
    return plan(Places(most), "rnd_1", by=INSTALLER, table=table, now=NOW).head.case_id


def round_of(table: Table) -> Round:
    return load_case(ROUND, "rnd_1", seen_by=INSTALLER, table=table)


def confirmed(table: Table, case_id: str, round_id: str) -> bool:
    try:
        confirm(case_id, round_id, by=INSTALLER, table=table, now=NOW)
    except RoundFull:
        return False
    return True


def test_two_kinds_move_together_in_one_transaction(table: Table) -> None:
    case_id, round_id = asked(table), planned(table)
    assert confirmed(table, case_id, round_id)
    assert load_any(case_id, seen_by=INSTALLER, table=table).head.status == "confirmed"
    assert round_of(table).data.taken == 1
    ids = {list_whole_journal(table, one)[-1].event_id for one in (case_id, round_id)}
    assert len(ids) == 1


def test_neither_moves_when_there_is_no_place(table: Table) -> None:
    case_id, round_id = asked(table), planned(table, most=0)
    assert not confirmed(table, case_id, round_id)
    assert load_any(case_id, seen_by=INSTALLER, table=table).head.status == "asked"
    assert len(list_whole_journal(table, round_id)) == 1


def test_a_capacity_shared_by_32_writers_is_exact(table: Table) -> None:
    round_id = planned(table)
    ids = [asked(table, number) for number in range(WRITERS)]
    with ThreadPoolExecutor(WRITERS) as pool:
        outcomes = list(pool.map(lambda one: confirmed(table, one, round_id), ids))
    assert sum(outcomes) == PLACES == round_of(table).data.taken
    assert read_counts("frm_1", "rounds", table=table) == {"taken": PLACES}
    counts = read_counts("frm_1", "bookings", table=table)
    assert counts == {"asked": WRITERS - PLACES, "confirmed": PLACES}
    assert verify_chain(list_whole_journal(table, round_id)) == PLACES + 1


def test_a_move_that_the_table_of_statuses_does_not_hold_is_refused(table: Table) -> None:
    case_id = asked(table)
    with pytest.raises(IllegalMove):
        visit(case_id, "rnd_1", by=INSTALLER, table=table, now=NOW)


def test_one_system_hears_a_fact_of_the_other_once(
    table: Table, notices_queue: None, buckets: None
) -> None:
    case_id, round_id = asked(table), planned(table)
    confirm(case_id, round_id, by=INSTALLER, table=table, now=NOW)
    visit(case_id, round_id, by=INSTALLER, table=table, now=NOW)
    events = list_unrelayed(table, real_now())
    for event in (*events, *events):
        assert Dispatcher(table).dispatch(event)
    assert round_of(table).data.done == (case_id,)
    told = [one.kind for one in list_whole_journal(table, round_id)]
    assert told.count("visit_noted") == 1


def test_an_owner_lists_cases_by_status_with_exact_counters(table: Table) -> None:
    ids = [asked(table, number) for number in range(3)]
    confirm(ids[1], planned(table), by=INSTALLER, table=table, now=NOW)
    heads, _next = list_cases(BOOKING, "frm_1", table=table, status="asked")
    assert sorted(one.case_id for one in heads) == [ids[0], ids[2]]
    assert list_cases(BOOKING, "frm_9", table=table) == ((), None)
    assert read_counts("frm_1", "bookings", table=table) == {"asked": 2, "confirmed": 1}


def test_a_page_of_a_list_costs_two_calls_whatever_there_is(table: Table) -> None:
    for number in range(PAGE + 5):
        asked(table, number)
    counted = CountedTable(table)
    heads, start = list_cases(BOOKING, "frm_1", table=counted)
    assert (len(heads), counted.calls) == (PAGE, 2)
    rest, end = list_cases(BOOKING, "frm_1", table=counted, start=start)
    assert (len(rest), end) == (5, None)
    with pytest.raises(InvalidCursor):
        list_cases(BOOKING, "frm_9", table=table, start=start)


def test_agents_find_what_waits_for_them_and_no_more_once_it_is_done(table: Table) -> None:
    case_id = asked(table)
    waiting, _next = list_waiting(BOOKING, "to_confirm", table=table)
    assert [one.case_id for one in waiting] == [case_id]
    confirm(case_id, planned(table), by=INSTALLER, table=table, now=NOW)
    assert list_waiting(BOOKING, "to_confirm", table=table) == ((), None)


def test_a_case_is_found_by_the_beginning_of_its_words_by_who_may_see_it(table: Table) -> None:
    case_id = asked(table)
    asked(table, 2, "Martin")
    found, _next = find_of_owner(BOOKING, "lef", owner_id="frm_1", by=INSTALLER, table=table)
    assert [one.case_id for one in found] == [case_id]
    everywhere, is_cut = find_of_all(BOOKING, "lyon", by=AGENT, table=table)
    assert (len(everywhere), is_cut) == (2, False)
    assert find_of_owner(BOOKING, "lef", owner_id="frm_1", by=STRANGER, table=table)[0] == ()


def test_words_that_are_no_longer_true_find_nothing(table: Table) -> None:
    case_id = asked(table)

    def rename(case: Booking, _now: datetime) -> CaseChange:
        return CaseChange(
            "booking_renamed", replace(case.head, data=replace(case.data, name="Durand"))
        )

    change_case(BOOKING, case_id, rename, by=INSTALLER, table=table, now=NOW)
    names = [
        len(find_of_owner(BOOKING, one, owner_id="frm_1", by=INSTALLER, table=table)[0])
        for one in ("lefevre", "durand")
    ]
    assert names == [0, 1]


def test_what_is_due_makes_its_event_once_on_the_business_clock(table: Table) -> None:
    case_id = asked(table)
    assert act_on_due(table=table, now=NOW + timedelta(days=1)) == 0
    later = NOW + timedelta(days=3)
    assert act_on_due(table=table, now=later) == 1
    assert act_on_due(table=table, now=later) == 0
    kinds = [one.kind for one in list_whole_journal(table, case_id)]
    assert kinds == ["booking_asked", "booking_reminded"]


def test_what_is_done_before_it_is_due_is_not_reminded_of(table: Table) -> None:
    case_id = asked(table)
    confirm(case_id, planned(table), by=INSTALLER, table=table, now=NOW)
    assert list(list_due(table, NOW + timedelta(days=9))) == [()]


def test_another_firms_case_does_not_exist(table: Table) -> None:
    case_id = asked(table)
    with pytest.raises(NotFound):
        load_any(case_id, seen_by=STRANGER, table=table)
    with pytest.raises(NotFound):
        confirm(case_id, planned(table), by=STRANGER, table=table, now=NOW)


def test_five_thousand_rows_a_minute_are_acted_on_at_ten_milliseconds_a_call(table: Table) -> None:
    rows = 40
    for number in range(rows):
        asked(table, number)
    counted = CountedTable(table)
    assert act_on_due(table=counted, now=NOW + timedelta(days=3)) == rows
    calls_a_row = counted.calls / rows
    assert ROWS_AT_A_TIME * 60 / (calls_a_row * CALL_S) >= 5000


def test_a_row_that_cannot_be_acted_on_keeps_no_other_from_its_turn(table: Table) -> None:
    ids = [asked(table, number) for number in range(3)]
    table.write(Update(*HEAD.key(ids[1]), set={"data": "nonsense"}))
    with pytest.raises(DueRowsFailed):
        act_on_due(table=table, now=NOW + timedelta(days=3))
    told = [[one.kind for one in list_whole_journal(table, each)] for each in ids]
    assert [one[-1] for one in told] == ["booking_reminded", "booking_asked", "booking_reminded"]


def test_a_person_is_exported_with_their_journal_and_then_erased_for_good(
    table: Table, buckets: None
) -> None:
    case_id = asked(table)
    told = export_person(case_id, by=AGENT, table=table)
    assert told["visit"] == {"name": "Lefèvre", "city": "Lyon", "on": DAY, "email": ""}
    assert [one["what"] for one in told["journal"]] == ["booking_asked"]
    proof = erase_person(case_id, by=SCHEDULE, why="usr_7", table=table, now=NOW)
    assert proof.is_complete
    assert proof.events == 2
    case = load_case(BOOKING, case_id, seen_by=AGENT, table=table)
    assert case.data == NOBODY
    assert case.head.erased_at == NOW
    assert find_of_all(BOOKING, "lef", by=AGENT, table=table)[0] == ()
    assert erase_person(case_id, by=SCHEDULE, why="usr_7", table=table, now=NOW) == proof


def test_a_person_whose_data_are_needed_is_not_erased(table: Table) -> None:
    case_id = asked(table)
    confirm(case_id, planned(table), by=INSTALLER, table=table, now=NOW)
    with pytest.raises(BookingUnderWay):
        ask_erasure(case_id, by=AGENT, table=table)


def test_an_erasure_that_was_asked_for_is_done_by_the_daily_job(
    table: Table, buckets: None
) -> None:
    case_id = asked(table)
    assert ask_erasure(case_id, by=AGENT, table=table)
    assert not ask_erasure(case_id, by=AGENT, table=table)
    assert purge(table=table, now=NOW).erased == 1
    assert load_case(BOOKING, case_id, seen_by=AGENT, table=table).data == NOBODY


def test_nobody_but_an_agent_exports_or_erases(table: Table) -> None:
    case_id = asked(table)
    for act in (export_person, ask_erasure):
        with pytest.raises(NotAllowed):
            act(case_id, by=INSTALLER, table=table)


def test_a_person_goes_by_the_rule_of_their_kind_and_not_before(
    table: Table, buckets: None
) -> None:
    case_id = asked(table)
    assert purge(table=table, now=NOW).erased == 0
    assert purge(table=table, now=NOW + timedelta(days=99)).erased == 0
    assert load_case(BOOKING, case_id, seen_by=AGENT, table=table).data != NOBODY
    assert purge(table=table, now=NOW + timedelta(days=101)).erased == 1
    assert load_case(BOOKING, case_id, seen_by=AGENT, table=table).data == NOBODY
    assert purge(table=table, now=NOW + timedelta(days=999)) == Purged(0, 0)
