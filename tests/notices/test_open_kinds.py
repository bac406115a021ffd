"""A mail that only its system lists and words: queued, sent, shown and replayed like the portal's."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from chalicelib.audit.model import Actor
from chalicelib.audit.store import list_whole_journal
from chalicelib.aws.mailer import Mail
from chalicelib.aws.session import client
from chalicelib.aws.table import Table
from chalicelib.cases.registry import read_kinds, registered
from chalicelib.notices.model import NoticeState
from chalicelib.notices.plan import plan_notices
from chalicelib.notices.replay_notices import replay_notices
from chalicelib.notices.send import Post, send_notice
from chalicelib.notices.store import find_notice
from chalicelib.notices.words import view_notice
from chalicelib.settings import load_settings
from tests.notices.worlds import FakeMailer
from tests.toys.bookings import Visit, book, confirm
from tests.toys.rounds import Places, plan

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
BY = Actor("usr_1", "installer", "page", firm_id="frm_1")
TO = "zoe@client.example.org"
CASE_ID = "bkg_001"

TOYS = Path(__file__).parents[1] / "toys" / "kinds.json"


@pytest.fixture(autouse=True)
def toys_are_known() -> Iterator[None]:
    with registered(read_kinds(TOYS)):
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
    book(Visit("Lefèvre", "Lyon", date(2026, 3, 20), TO), CASE_ID, by=BY, table=table, now=NOW)
    plan(Places(1), "rnd_1", by=BY, table=table, now=NOW)
    confirm(CASE_ID, "rnd_1", by=BY, table=table, now=NOW)
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
    assert "Nous viendrons le 20 mars 2026." in mail.text
    assert (mail.to, mail.subject) == (TO, "Votre visite à Lyon est confirmée")
    notice = find_notice(table, CASE_ID, notice_id)
    assert notice is not None
    assert (notice.kind, notice.state) == ("visit_confirmed", NoticeState.SENT)
    assert view_notice(notice).label == "Visite confirmée"
