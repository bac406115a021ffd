"""The Lambda's own part: all records of all messages, S3's test message, and only what failed."""

import copy
import json
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import pytest
from chalice.app import SQSEvent

from chalicelib.aws.session import client
from chalicelib.documents import events
from chalicelib.documents.keys import list_arrivals
from chalicelib.dossiers.model import PieceState
from chalicelib.verdicts.arrival import Arrival
from chalicelib.verdicts.check_version import Desk
from tests.documents.worlds import UPLOADS, World

EVENTS = Path(__file__).parents[1] / "events"


def load(name: str) -> Any:
    return json.loads((EVENTS / name).read_text(encoding="utf-8"))


def s3_event(*arrivals: Arrival) -> Any:
    """S3's own event for these arrivals, all in one message."""
    event = load("s3_object_created.json")
    (record,) = event["Records"]
    event["Records"] = []
    for arrival in arrivals:
        told = copy.deepcopy(record)
        told["s3"]["object"] |= {"key": quote_plus(arrival.key), "versionId": arrival.version_id}
        event["Records"].append(told)
    return event


def batch(*bodies: object) -> SQSEvent:
    event = load("sqs_batch.json")
    (message,) = event["Records"]
    event["Records"] = [
        message | {"messageId": f"m{place}", "body": json.dumps(body)}
        for place, body in enumerate(bodies)
    ]
    return SQSEvent(event, None)


@pytest.fixture
def desk(world: World, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(events, "_open_desk", lambda: world.desk)
    return world.desk


def handle(event: SQSEvent) -> list[str]:
    answer = events.check_document(event.to_dict(), None)
    return [one["itemIdentifier"] for one in answer["batchItemFailures"]]


def test_a_real_event_is_read_decoded_once() -> None:
    (arrival,) = list_arrivals(load("s3_object_created.json"))
    assert arrival.key == "in/dos_0197c2f4a1b3/facture/doc_+1 é.pdf"
    assert arrival.version_id == "096fKKXTRTtl3on89fVO.nfljtsv6qko"


@pytest.mark.usefixtures("desk")
def test_s3s_test_message_is_taken_and_done() -> None:
    assert handle(batch(load("s3_test_event.json"))) == []


@pytest.mark.usefixtures("desk")
def test_all_records_of_all_messages_are_handled(world: World) -> None:
    deposited = [world.deposit(slot=slot) for slot in ("facture", "mairie", "consuel")]
    arrivals = [arrival for _, arrival in deposited]
    assert handle(batch(s3_event(*arrivals[:2]), s3_event(arrivals[2]))) == []
    states = {world.piece(document_id).state for document_id, _ in deposited}
    assert states == {PieceState.ACCEPTED}


@pytest.mark.usefixtures("desk")
def test_one_poison_message_of_ten_comes_back_and_the_others_are_done(world: World) -> None:
    _, arrival = world.deposit()
    bodies: list[object] = [s3_event(arrival) for _ in range(9)]
    bodies.insert(4, {"Records": [{"s3": "nonsense"}]})
    assert handle(batch(*bodies)) == ["m4"]
    assert len(world.judge.seen) == 1


@pytest.mark.usefixtures("desk")
def test_a_forged_result_for_a_guessed_dossier_changes_nothing_and_does_not_come_back(
    world: World,
) -> None:
    key = world.place("facture", "doc_" + "0" * 24).replace(world.dossier_id, "dos_" + "1" * 24)
    assert handle(batch(s3_event(world.put(key, b"good")))) == []


@pytest.mark.usefixtures("desk")
def test_a_service_in_trouble_brings_the_message_back(world: World) -> None:
    _, arrival = world.deposit()
    client("s3").delete_bucket_policy(Bucket=UPLOADS)
    elsewhere = Arrival("raccordo-no-such-bucket", arrival.key, arrival.version_id)
    told = s3_event(elsewhere)
    told["Records"][0]["s3"]["bucket"]["name"] = elsewhere.bucket
    assert handle(batch(told)) == ["m0"]


def test_the_module_imports_neither_pydantic_nor_jinja_nor_a_parser() -> None:
    import subprocess

    code = (
        "import sys; from chalicelib.documents import check_upload, events, sweep_pending; "
        "from chalicelib.verdicts import warm_child; print([m for m in sys.modules if m.split('.')[0] in "
        "{'pydantic','jinja2','pikepdf','PIL','magic','pypdfium2','app'}])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert done.stdout.strip() == "[]"
