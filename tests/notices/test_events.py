"""The Lambdas, on the events that SQS and the schedule bring."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from chalice.app import SQSEvent

from chalicelib.aws.session import client
from chalicelib.aws.table import Table
from chalicelib.notices import events
from chalicelib.notices.replay_notices import replay_notices
from chalicelib.settings import load_settings
from tests.notices.ses_events import EVENTS, body_of, ses_event
from tests.notices.worlds import World


def load_event(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((EVENTS / f"{name}.json").read_text())
    return loaded


def sqs(*bodies: str) -> dict[str, Any]:
    record = load_event("sqs_notices")["Records"][0]
    records = [record | {"messageId": f"m{at}", "body": body} for at, body in enumerate(bodies)]
    return {"Records": records}


@pytest.fixture
def queue(table: Table, monkeypatch: pytest.MonkeyPatch) -> str:
    url = client("sqs").create_queue(QueueName="notices")["QueueUrl"]
    monkeypatch.setenv("NOTICES_QUEUE", url)
    load_settings.cache_clear()
    return url


def take_messages(url: str) -> list[dict[str, str]]:
    answer = client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10)
    return [json.loads(message["Body"]) for message in answer.get("Messages", [])]


def test_one_poison_message_comes_back_alone() -> None:
    done: list[str] = []

    def act(body: str) -> None:
        if body == "poison":
            raise ValueError(body)
        done.append(body)

    bodies = ["a", "b", "c", "d", "poison", "e", "f", "g", "h", "i"]
    answer = events.each_message(SQSEvent(sqs(*bodies), None), act)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "m4"}]}
    assert done == [body for body in bodies if body != "poison"]


def test_feedback_as_sqs_brings_it_is_recorded(table: Table) -> None:
    world = World(table)
    dossier_id = world.send_dossier()
    world.relay(dossier_id)
    notice = world.notice(dossier_id, "subscription_link")
    bodies = [body_of(ses_event(name, notice)) for name in ("send", "delivery_delay", "delivery")]
    answer = events.record_feedback(sqs(*bodies), None)
    assert answer == {"batchItemFailures": []}
    assert world.notice(dossier_id, "subscription_link").state == "delivered"


def test_old_feedback_of_unknown_notices_is_not_kept_coming_back(table: Table) -> None:
    event = load_event("sqs_mail_feedback")
    for record in event["Records"]:
        record["body"] = record["body"].replace("2026-11-21", "2025-11-21")
    assert events.record_feedback(event, None) == {"batchItemFailures": []}


def test_the_replay_calls_for_what_is_due_and_for_nothing_else(table: Table, queue: str) -> None:
    world = World(table)
    dossier_id = world.send_dossier()
    world.relay(dossier_id)
    assert replay_notices(table=table, now=world.now) == 0
    world.wait(minutes=2)
    assert replay_notices(table=table, now=world.now) == 2
    wanted = {one.notice_id for one in world.notices(dossier_id)}
    assert {message["notice_id"] for message in take_messages(queue)} == wanted
    world.send_all(dossier_id)
    world.wait(days=1)
    assert replay_notices(table=table, now=world.now) == 0


def test_the_schedule_replays(table: Table, queue: str) -> None:
    assert events.replay_notices(load_event("schedule"), None) == {
        "replayed": 0,
        "summaries": 0,
    }


def test_event_lambdas_import_neither_pydantic_nor_jinja2() -> None:
    code = (
        "import sys, chalicelib.notices.events, chalicelib.notices.plan, "
        "chalicelib.notices.send, chalicelib.notices.queue_summaries, chalicelib.connection_mails.summary, chalicelib.notices.record_feedback, chalicelib.notices.feedback;"
        "print([name for name in ('pydantic', 'jinja2', 'babel', 'phonenumbers') if name in sys.modules])"
    )
    root = Path(__file__).parents[2]
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "[]"
