"""A toy's thread: what is written on a booking has two sides, and ends with it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from chalicelib.audit.model import Actor
from chalicelib.audit.store import list_whole_journal
from chalicelib.aws.table import Table
from chalicelib.cases.registry import read_kinds, registered
from chalicelib.cases.thread import MOST_UNREAD, Thread, put_thread
from chalicelib.messages.list_messages import list_messages
from chalicelib.messages.mark_read import mark_read
from chalicelib.messages.model import ThreadClosed
from chalicelib.messages.of_kind import Party
from chalicelib.messages.post_message import post_message
from chalicelib.messages.views import show_messages
from chalicelib.policy.actors import platform
from chalicelib.policy.model import Action, Ground, Rules
from chalicelib.policy.roles import Stand
from chalicelib.refusals import NotFound
from tests.toys import bookings
from tests.toys.bookings import OnBookings, Visit, book, confirm, visit
from tests.toys.rounds import Places, plan

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
INSTALLER = Actor("usr_1", "installer", "page", firm_id="frm_1")
STRANGER = Actor("usr_9", "installer", "page", firm_id="frm_9")
AGENT = Actor("usr_7", "agent", "page")
CASE_ID = "bkg_001"
WORDS = "Le portail est vert."
MACHINE: Rules = {Stand.PLATFORM: Ground.MACHINE}


@pytest.fixture(autouse=True)
def booking(table: Table) -> Iterator[None]:
    with registered(read_kinds(Path(__file__).parent / "kinds.json")):
        book(
            Visit("Lefèvre", "Lyon", date(2026, 3, 20)), CASE_ID, by=INSTALLER, table=table, now=NOW
        )
        yield


def test_what_the_firm_writes_is_unread_by_our_teams_until_they_read_it(table: Table) -> None:
    for _click in range(2):
        post_message(CASE_ID, WORDS, key="one", by=INSTALLER, table=table, now=NOW)
    page = list_messages(CASE_ID, by=AGENT, table=table)
    (message,) = page.messages
    assert (message.words, message.side, page.side) == (WORDS, "firm", "desk")
    assert page.thread.unread_by("desk") == (message.number,)
    mark_read(CASE_ID, message.number, by=AGENT, table=table, now=NOW)
    assert not list_messages(CASE_ID, by=AGENT, table=table).thread.unread_by("desk")


def test_what_one_of_three_sides_writes_each_other_reads_for_itself(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    class OnWeather(Action):
        WARN = ("booking.warn", MACHINE)

    firm, desk = bookings.THREADS.parties
    sides = (replace(firm, by_mail=True), desk, Party("weather", OnWeather.WARN, "Météo"))
    monkeypatch.setattr(bookings, "THREADS", replace(bookings.THREADS, parties=sides))
    station = platform("schedule")
    post_message(CASE_ID, "Il neigera.", key="one", by=station, table=table, now=NOW)
    page = list_messages(CASE_ID, by=AGENT, table=table)
    (number,) = {one.number for one in page.messages}
    assert page.thread.unread == {"firm": (number,), "desk": (number,)}
    assert list_whole_journal(table, CASE_ID)[-1].details == {"to": "firm,desk", "tells_firm": 1}
    mark_read(CASE_ID, number, by=AGENT, table=table, now=NOW)
    page = list_messages(CASE_ID, by=INSTALLER, table=table)
    assert page.thread.unread == {"firm": (number,)}
    assert [one.who for one in show_messages(page, INSTALLER.person_id)] == ["Météo"]
    post_message(CASE_ID, WORDS, key="two", seen=number, by=INSTALLER, table=table, now=NOW)
    left = list_messages(CASE_ID, by=AGENT, table=table).thread
    assert (left.unread_by("firm"), set(left.unread)) == ((), {"desk", "weather"})


def test_a_side_that_never_reads_keeps_no_other_from_writing(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    firm, desk = bookings.THREADS.parties
    silent = Party("silent", OnBookings.REMIND, "Personne")
    monkeypatch.setattr(
        bookings, "THREADS", replace(bookings.THREADS, parties=(firm, desk, silent))
    )
    full = Thread(60, {"silent": tuple(range(-MOST_UNREAD, 0))})
    table.write(put_thread(CASE_ID, full))
    post_message(CASE_ID, WORDS, key="one", by=INSTALLER, table=table, now=NOW)
    thread = list_messages(CASE_ID, by=AGENT, table=table).thread
    assert len(thread.unread_by("silent")) == MOST_UNREAD
    assert thread.unread_by("silent")[-1] == thread.unread_by("desk")[-1]


def test_another_firm_neither_reads_nor_writes(table: Table) -> None:
    with pytest.raises(NotFound):
        post_message(CASE_ID, WORDS, key="one", by=STRANGER, table=table, now=NOW)
    with pytest.raises(NotFound):
        list_messages(CASE_ID, by=STRANGER, table=table)


def test_nobody_writes_once_the_visit_was_made(table: Table) -> None:
    plan(Places(1), "rnd_1", by=INSTALLER, table=table, now=NOW)
    confirm(CASE_ID, "rnd_1", by=INSTALLER, table=table, now=NOW)
    visit(CASE_ID, "rnd_1", by=INSTALLER, table=table, now=NOW)
    with pytest.raises(ThreadClosed):
        post_message(CASE_ID, WORDS, key="one", by=AGENT, table=table, now=NOW)
