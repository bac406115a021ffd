"""A toy's thread: what is written on a booking has two sides, and ends with it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from chalicelib.audit.model import Actor
from chalicelib.aws.table import Table
from chalicelib.cases.registry import read_kinds, registered
from chalicelib.cases.thread import Side
from chalicelib.messages.list_messages import list_messages
from chalicelib.messages.mark_read import mark_read
from chalicelib.messages.model import ThreadClosed
from chalicelib.messages.post_message import post_message
from chalicelib.refusals import NotFound
from tests.toys.bookings import Visit, book, confirm, visit
from tests.toys.rounds import Places, plan

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
INSTALLER = Actor("usr_1", "installer", "page", firm_id="frm_1")
STRANGER = Actor("usr_9", "installer", "page", firm_id="frm_9")
AGENT = Actor("usr_7", "agent", "page")
CASE_ID = "bkg_001"
WORDS = "Le portail est vert."


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
    assert (message.words, message.side, page.side) == (WORDS, Side.INSTALLER, Side.AGENTS)
    assert page.thread.unread_by(Side.AGENTS) == (message.number,)
    mark_read(CASE_ID, message.number, by=AGENT, table=table, now=NOW)
    assert not list_messages(CASE_ID, by=AGENT, table=table).thread.unread_by(Side.AGENTS)


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
