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
from chalicelib.cases.files.by_person import FileReason
from chalicelib.cases.files.keys import list_arrivals
from chalicelib.documents import events
from chalicelib.documents.decide_piece import refuse_piece
from chalicelib.dossiers.model import PieceState
from chalicelib.verdicts.arrival import Arrival
from chalicelib.verdicts.check_version import Desk
from chalicelib.verdicts.verdict import ReasonCode
from tests.documents.worlds import AGENT, UPLOADS, World

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


def scan_result(arrival: Arrival, word: str, name: str = "guardduty_scan_result") -> Any:
    """GuardDuty's own event for an arrival, saying what it likes."""
    event = load(f"{name}.json")
    event["detail"]["s3ObjectDetails"] |= {
        "bucketName": arrival.bucket,
        "objectKey": arrival.key,
        "versionId": arrival.version_id,
    }
    event["detail"]["scanResultDetails"]["scanResultStatus"] = word
    return event


def test_a_real_scan_result_tells_which_version_was_scanned() -> None:
    (arrival,) = list_arrivals(load("guardduty_scan_result.json"))
    assert arrival.key == "in/dos_0197c2f4a1b3/facture/doc_0197c2f4a1b3.pdf"
    assert arrival.version_id == "d41d8cd98f00b204e9800998eEXAMPLE"
    assert arrival.is_scanned


@pytest.mark.usefixtures("desk")
def test_a_scan_result_brings_the_file_to_its_verdict_by_the_objects_own_tag(
    world: World,
) -> None:
    world.scanner = "guardduty"
    document_id, arrival = world.deposit()
    assert handle(batch(s3_event(arrival))) == []
    assert world.piece(document_id).state is PieceState.PENDING
    world.tag(arrival, "NO_THREATS_FOUND")
    assert handle(batch(scan_result(arrival, "NO_THREATS_FOUND"))) == []
    assert world.piece(document_id).state is PieceState.ACCEPTED


@pytest.mark.usefixtures("desk")
def test_what_the_scanner_can_never_read_is_held_at_once_with_its_reason(world: World) -> None:
    world.scanner = "guardduty"
    document_id, arrival = world.deposit()
    world.tag(arrival, "UNSUPPORTED")
    handle(batch(scan_result(arrival, "UNSUPPORTED", "guardduty_scan_skipped")))
    piece = world.piece(document_id)
    assert (piece.state, piece.reasons) == (PieceState.HELD, (ReasonCode.NOT_SCANNABLE,))
    assert world.objects(UPLOADS) == [arrival.key]


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("tag", ["", "THREATS_FOUND"])
def test_a_forged_scan_result_changes_nothing_for_the_tag_alone_is_believed(
    world: World, tag: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chalicelib.verdicts.scanner.TAG_PAUSE_S", 0)
    world.scanner = "guardduty"
    document_id, arrival = world.deposit()
    if tag:
        world.tag(arrival, tag)
    handle(batch(scan_result(arrival, "NO_THREATS_FOUND")))
    assert world.piece(document_id).state is not PieceState.ACCEPTED
    assert world.judge.seen == []


@pytest.mark.usefixtures("desk")
def test_a_forged_scan_result_with_a_guessed_id_changes_nothing(world: World) -> None:
    world.deposit()
    before = world.rows()
    for dossier_id in ("dos_" + "1" * 24, world.dossier_id):
        key = world.place("facture", "doc_" + "0" * 24).replace(world.dossier_id, dossier_id)
        guessed = Arrival(UPLOADS, key, "v1")
        assert handle(batch(scan_result(guessed, "NO_THREATS_FOUND"))) == []
    assert world.rows() == before


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("times", [2, 3])
def test_late_and_repeated_scan_results_move_nothing_after_a_decision(
    world: World, times: int
) -> None:
    world.scanner = "guardduty"
    document_id, arrival = world.deposit()
    world.tag(arrival, "NO_THREATS_FOUND")
    world.check(arrival)
    world.send()
    refuse_piece(
        world.dossier_id, document_id, FileReason.INCORRECT, "Non.", by=AGENT, table=world.table
    )
    before = world.rows()
    for word in ("NO_THREATS_FOUND", "THREATS_FOUND"):
        assert handle(batch(*[scan_result(arrival, word)] * times)) == []
    assert world.rows() == before


def test_the_module_imports_neither_pydantic_nor_jinja_nor_a_parser() -> None:
    import subprocess

    code = (
        "import sys; from chalicelib.cases.files import check_arrival, sweep_pending; from chalicelib.documents import events, slots; "
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


def test_the_scheduled_jobs_do_what_they_are_called_for(world: World) -> None:
    """Invoked as EventBridge does, on a stage where all is well."""
    told = ("version", "account", "region", "detail-type", "source", "time")
    scheduled = {**dict.fromkeys(told, ""), "id": "run-1", "detail": {}, "resources": []}
    assert events.sweep_documents(scheduled, None) == {}
    found = events.reconcile_documents(scheduled, LastsLong())
    assert (found["cases"], found["missing"]) == (1, 0)


class LastsLong:
    """An invocation's context with all its time before it."""

    def get_remaining_time_in_millis(self) -> int:
        return 900_000
