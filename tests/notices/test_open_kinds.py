"""A mail that only its system lists: queued, sent, shown and replayed like the portal's own."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from jinja2 import DictLoader, Environment

from chalicelib.audit.model import Actor
from chalicelib.audit.store import list_whole_journal
from chalicelib.aws.mailer import Mail
from chalicelib.aws.session import client
from chalicelib.aws.table import Table
from chalicelib.cases.kind import Later
from chalicelib.cases.registry import Registered, registered
from chalicelib.notices import render
from chalicelib.notices.mails import EventMail, Letter, Mails, Writing
from chalicelib.notices.model import Addressee, Notice, NoticeState
from chalicelib.notices.plan import plan_notices
from chalicelib.notices.replay_notices import replay_notices
from chalicelib.notices.send import Post, send_notice
from chalicelib.notices.store import find_notice
from chalicelib.notices.words import view_notice
from chalicelib.settings import load_settings
from tests.notices.worlds import FakeMailer
from tests.toys.bookings import BOOKING, Booking, Visit, book

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
BY = Actor("usr_1", "installer", "page", firm_id="frm_1")
TO = "zoe@client.example.org"
CASE_ID = "bkg_001"


def write(_notice: Notice, case: Booking, _writing: Writing) -> Letter:
    return Letter(TO, {"city": case.data.city})


MAILS = Mails(
    of_events={"booking_asked": (EventMail("booking_noted", Addressee.CLIENT),)},
    write=write,
    labels={"booking_noted": "Visite notée"},
)
MAILED = replace(BOOKING, mails=Later("tests.notices.test_open_kinds:MAILS"))
WORDS = {
    "booking_noted/subject.txt": "Votre visite à {{ city }}",
    "booking_noted/body.txt": "C’est noté.",
    "booking_noted/body.html": "<p>C’est noté.</p>",
}


@pytest.fixture(autouse=True)
def kind_is_known(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    words = Environment(loader=DictLoader(WORDS), autoescape=True)
    monkeypatch.setattr(render, "_environment", lambda: words)
    with registered({"bkg": Registered(Later("tests.notices.test_open_kinds:MAILED"))}):
        yield


@pytest.fixture
def queue(table: Table, monkeypatch: pytest.MonkeyPatch) -> str:
    del table  # its account comes first
    url = client("sqs").create_queue(QueueName="notices")["QueueUrl"]
    monkeypatch.setenv("NOTICES_QUEUE", url)
    load_settings.cache_clear()
    return url


def called_for(queue: str) -> list[str]:
    """Take the notices whose sending was called for off the queue."""
    answer = client("sqs").receive_message(
        QueueUrl=queue, MaxNumberOfMessages=10, VisibilityTimeout=600
    )
    return [json.loads(message["Body"])["notice_id"] for message in answer.get("Messages", [])]


def test_a_mail_that_only_its_system_lists_goes_the_whole_way(table: Table, queue: str) -> None:
    book(Visit("Lefèvre", "Lyon", date(2026, 3, 20)), CASE_ID, by=BY, table=table, now=NOW)
    for event in list_whole_journal(table, CASE_ID) * 2:
        plan_notices(event, table=table, now=NOW)
    (notice_id,) = set(called_for(queue))
    assert replay_notices(table=table, now=NOW + timedelta(hours=1)) == 1
    assert called_for(queue) == [notice_id]
    mailer = FakeMailer()
    for _ in range(2):
        send_notice(CASE_ID, notice_id, post=Post(table, mailer, clock=lambda: NOW))
    (mail,) = mailer.sent
    assert isinstance(mail, Mail)
    assert (mail.to, mail.subject) == (TO, "Votre visite à Lyon")
    notice = find_notice(table, CASE_ID, notice_id)
    assert notice is not None
    assert (notice.kind, notice.state) == ("booking_noted", NoticeState.SENT)
    assert view_notice(notice).label == "Visite notée"
