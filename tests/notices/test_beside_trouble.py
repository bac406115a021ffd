"""Mails beside trouble: what passes ends no mail, and what cannot be read holds up itself alone."""

import json
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.aws.clock import real_now
from chalicelib.aws.items import Update
from chalicelib.aws.session import client
from chalicelib.aws.table import Page, Table
from chalicelib.aws.trouble import PermanentError
from chalicelib.connection_mails.kinds import ConnectionMail
from chalicelib.notices.model import Addressee, queue_notice
from chalicelib.notices.replay_notices import replay_notices
from chalicelib.notices.send import send_notice
from chalicelib.notices.store import add_notice
from chalicelib.rows.beside import NOTICE
from chalicelib.settings import load_settings
from tests.notices.worlds import World

CLIENT = Addressee.CLIENT


class Denied(Table):
    """A table that the policies of a deployment do not let be queried."""

    def query(self, pk: str, **how: Any) -> Page:
        raise PermanentError("dynamodb", "AccessDeniedException")


def mailed(world: World) -> list[str]:
    return [mail.to for mail in world.mailer.sent]


def test_a_mail_that_the_table_refused_to_write_leaves_once_the_table_answers(
    table: Table,
) -> None:
    world = World(table)
    dossier_id = world.send_dossier()
    world.relay(dossier_id)
    notice_id = world.notice(dossier_id, "subscription_link").notice_id
    denied = replace(world.post, table=Denied(table.name, table._client))
    with suppress(PermanentError):
        send_notice(dossier_id, notice_id, post=denied)
    world.wait(hours=1)
    world.send_all(dossier_id)
    assert "zoe@client.example.org" in mailed(world)


@pytest.fixture
def queue(table: Table, monkeypatch: pytest.MonkeyPatch) -> str:
    del table  # its account comes first
    url = client("sqs").create_queue(QueueName="notices")["QueueUrl"]
    monkeypatch.setenv("NOTICES_QUEUE", url)
    load_settings.cache_clear()
    return url


def called_for(queue: str) -> list[str]:
    """The notices whose sending was called for."""
    answer = client("sqs").receive_message(QueueUrl=queue, MaxNumberOfMessages=10)
    return [json.loads(message["Body"])["notice_id"] for message in answer.get("Messages", [])]


@pytest.mark.parametrize("column", ["kind", "state"])
def test_a_notice_that_cannot_be_read_keeps_no_other_from_being_replayed(
    table: Table, queue: str, column: str
) -> None:
    old = real_now() - timedelta(hours=2)
    unreadable, unsent = (
        queue_notice(f"evt_{number}", f"dos_{number}", ConnectionMail.REMINDER, CLIENT, now=old)
        for number in (1, 2)
    )
    for notice in (unreadable, unsent):
        add_notice(table, notice)
    key = NOTICE.key(unreadable.case_id, unreadable.notice_id)
    table.update(Update(*key, set={column: "of_the_next_release"}, present=True))
    with suppress(ValueError, ExceptionGroup):
        replay_notices(table=table)
    assert called_for(queue) == [unsent.notice_id]
