"""A case whose person is erased stands still, whatever its kind: no act changes it any more."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from chalicelib.audit.model import Actor, Event
from chalicelib.audit.store import list_whole_journal
from chalicelib.aws.session import client
from chalicelib.aws.table import Table
from chalicelib.cases import registry
from chalicelib.cases.act_on_due import act_on_due
from chalicelib.cases.change import change_case, change_cases
from chalicelib.cases.erased import CaseErased
from chalicelib.cases.kind import Consumer
from chalicelib.cases.load import load_case
from chalicelib.cases.model import CaseChange
from chalicelib.messages.post_message import post_message
from chalicelib.refusals import Refusal
from chalicelib.relay.dispatch import Dispatcher
from chalicelib.retention.erase_person import erase_person
from chalicelib.retention.purge import SCHEDULE
from chalicelib.rows.cases import DUE
from chalicelib.rows.instants import stamp
from chalicelib.rows.listings import DUE_LIST
from tests.interleaved import OvertakenBy
from tests.relay.consumers import Given
from tests.tables import ENVIRONMENT
from tests.toys.bookings import BOOKING, NOBODY, Booking, Visit, book, confirm
from tests.toys.rounds import ROUND, Places, plan

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
INSTALLER = Actor("usr_1", "installer", "page", firm_id="frm_1")
BOOKED, ROUND_ID = "bkg_1", "rnd_1"


@pytest.fixture(autouse=True)
def toys_are_known() -> Iterator[None]:
    with registry.registered(registry.read_kinds(Path(__file__).parent / "kinds.json")):
        yield


@pytest.fixture
def kept(table: Table) -> Table:
    """A booking that was asked for, and a round."""
    for name in ("UPLOADS_BUCKET", "DOCUMENTS_BUCKET", "DROP_BUCKET"):
        client("s3").create_bucket(
            Bucket=ENVIRONMENT[name],
            CreateBucketConfiguration={"LocationConstraint": "eu-west-3"},
        )
    visit = Visit("Lefèvre", "Lyon", date(2026, 3, 20))
    book(visit, BOOKED, by=INSTALLER, table=table, now=NOW)
    plan(Places(3), ROUND_ID, by=INSTALLER, table=table, now=NOW)
    return table


@pytest.fixture
def erased(kept: Table) -> Table:
    """A booking whose person is erased."""
    erase(kept)
    return kept


def erase(table: Table) -> None:
    erase_person(BOOKED, by=SCHEDULE, why="usr_7", table=table, now=NOW)


def load(table: Table) -> Booking:
    return load_case(BOOKING, BOOKED, seen_by=INSTALLER, table=table)


def rename(case: Booking, _now: datetime) -> CaseChange:
    """Write a name back into a case."""
    data = replace(case.data, name="Lefèvre")
    return CaseChange("booking_renamed", replace(case.head, data=data))


def test_no_act_changes_a_case_whose_person_is_erased(erased: Table) -> None:
    before = load(erased)
    with pytest.raises(CaseErased):
        change_case(BOOKING, BOOKED, rename, by=INSTALLER, table=erased, now=NOW)
    assert load(erased) == before
    assert [one.kind for one in list_whole_journal(erased, BOOKED)] == [
        "booking_asked",
        "booking_erased",
    ]


def test_a_case_that_moves_with_an_erased_one_does_not_move(erased: Table) -> None:
    with pytest.raises(CaseErased):
        confirm(BOOKED, ROUND_ID, by=INSTALLER, table=erased, now=NOW)
    moved = load_case(ROUND, ROUND_ID, seen_by=INSTALLER, table=erased)
    assert moved.data.taken == 0


def test_a_decision_that_changes_nothing_is_not_refused(erased: Table) -> None:
    after = change_cases((BOOKED,), lambda _cases, _now: None, by=INSTALLER, table=erased, now=NOW)
    assert after[BOOKED].head.erased_at == NOW


def test_nobody_writes_on_an_erased_case(erased: Table) -> None:
    with pytest.raises(Refusal):
        post_message(BOOKED, "Bonjour", key="1", by=INSTALLER, table=erased, now=NOW)


def test_who_loses_against_an_erasure_is_refused_and_writes_nothing(kept: Table) -> None:
    overtaken = OvertakenBy(kept, lambda: erase(kept))
    with pytest.raises(CaseErased):
        change_case(BOOKING, BOOKED, rename, by=INSTALLER, table=overtaken, now=NOW)
    assert load(kept).data == NOBODY


def test_what_is_due_of_an_erased_case_is_no_trouble(erased: Table) -> None:
    row = {"rule_id": "late", "acts": "booking_reminded", **DUE_LIST.entry(at=stamp(NOW))}
    erased.put(DUE.columns(BOOKED, "late", 0) | row)
    assert act_on_due(table=erased, now=NOW) == 0


def test_who_hears_of_an_event_and_finds_its_case_erased_is_done(erased: Table) -> None:
    def hear(_event: Event) -> None:
        change_case(BOOKING, BOOKED, rename, by=INSTALLER, table=erased, now=NOW)

    event = list_whole_journal(erased, BOOKED)[0]
    dispatcher = Dispatcher(erased, lambda _event: (Consumer("late", Given(hear)),))
    assert dispatcher.dispatch(event)
