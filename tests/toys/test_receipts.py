"""A toy booking's receipt: sealed by the relay, drawn, verified by those who see it, checked by anybody."""

import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from chalicelib.audit.model import Actor
from chalicelib.audit.store import list_unrelayed
from chalicelib.aws.clock import real_now
from chalicelib.aws.items import Update
from chalicelib.aws.session import client
from chalicelib.aws.table import Table
from chalicelib.cases.change import change_case
from chalicelib.cases.files.model import CaseFile, FileState
from chalicelib.cases.load import load_case
from chalicelib.cases.plain import PlainChange
from chalicelib.cases.registry import read_kinds, registered
from chalicelib.receipts.check_copy import CopyStanding, Standing, check_copy
from chalicelib.receipts.model import NothingToSeal, Receipt, ReceiptFormat, ReceiptKind, hash_bytes
from chalicelib.receipts.seal_receipt import seal_event, seal_receipt
from chalicelib.receipts.store import list_receipts
from chalicelib.receipts.verify_receipt import Kept, verify_receipt
from chalicelib.refusals import NotFound
from chalicelib.relay.dispatch import Dispatcher
from chalicelib.retention.erase_person import erase_person
from chalicelib.retention.purge import SCHEDULE
from chalicelib.rows.journal import EVENT
from chalicelib.settings import load_settings
from tests.accounts.conftest import People, people, portal
from tests.dossiers.conftest import Callers, callers
from tests.tables import ENVIRONMENT
from tests.toys.bookings import BOOKING, Booking, Visit, book, confirm, visit
from tests.toys.rounds import Places, plan

__all__ = ["callers", "people", "portal"]

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
INSTALLER = Actor("usr_1", "installer", "page", firm_id="frm_1")
STRANGER = Actor("usr_9", "installer", "page", firm_id="frm_9")
AGENT = Actor("usr_7", "agent", "page")
CASE_ID, ROUND_ID = "bkg_001", "rnd_1"
VISIT = Visit("Lefèvre", "Lyon", date(2026, 3, 20))
DOCUMENTS = ENVIRONMENT["DOCUMENTS_BUCKET"]
ORIGINAL, COPY = hash_bytes(b"original"), hash_bytes(b"copy")


def photo(document_id: str, state: FileState = FileState.ACCEPTED) -> CaseFile:
    return CaseFile(
        document_id,
        "photo",
        state,
        NOW,
        "usr_1",
        file_name=f"{document_id}.jpg",
        content_type="image/jpeg",
        size_bytes=12_345,
        sha256=ORIGINAL,
        served_sha256=COPY,
        decided_at=NOW,
    )


@pytest.fixture(autouse=True)
def toys_are_known(table: Table, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The toys beside the tree's systems, with the stage's buckets and its queue of mails."""
    place: Any = {"LocationConstraint": "eu-west-3"}
    for name in ("UPLOADS_BUCKET", "DOCUMENTS_BUCKET", "DROP_BUCKET"):
        client("s3").create_bucket(Bucket=ENVIRONMENT[name], CreateBucketConfiguration=place)
    url = client("sqs").create_queue(QueueName="notices")["QueueUrl"]
    monkeypatch.setenv("NOTICES_QUEUE", url)
    load_settings.cache_clear()
    with registered(read_kinds(Path(__file__).parent / "kinds.json")):
        yield


def ask(table: Table, by: Actor = INSTALLER) -> None:
    book(VISIT, CASE_ID, by=by, table=table, now=NOW)
    plan(Places(1), ROUND_ID, by=by, table=table, now=NOW)


def keep(table: Table, *files: CaseFile) -> None:
    def decide(case: Booking, _now: datetime) -> PlainChange:
        return PlainChange("file_accepted", case.head, files=files)

    change_case(BOOKING, CASE_ID, decide, by=AGENT, table=table, now=NOW)


def relay(table: Table, times: int = 1) -> None:
    for event in list_unrelayed(table, real_now()) * times:
        assert Dispatcher(table).dispatch(event)


def receipts(table: Table) -> tuple[Receipt, ...]:
    return list_receipts(load_case(BOOKING, CASE_ID, seen_by=AGENT, table=table))


def content(receipt: Receipt, form: ReceiptFormat) -> bytes:
    return client("s3").get_object(Bucket=DOCUMENTS, Key=receipt.form(form).key)["Body"].read()


def sealed(table: Table, by: Actor = INSTALLER) -> Receipt:
    """A booking with a photo that was confirmed, and what the relay sealed of it."""
    ask(table, by)
    keep(table, photo("doc_1"), photo("doc_2", FileState.SUPERSEDED))
    confirm(CASE_ID, ROUND_ID, by=by, table=table, now=NOW)
    relay(table)
    (receipt,) = receipts(table)
    return receipt


def test_a_confirmation_is_sealed_once_however_often_the_relay_brings_it(table: Table) -> None:
    ask(table)
    relay(table)
    assert receipts(table) == ()
    confirm(CASE_ID, ROUND_ID, by=INSTALLER, table=table, now=NOW)
    relay(table, times=3)
    (receipt,) = receipts(table)
    assert (receipt.case_id, receipt.number) == (CASE_ID, "BKG-001-R01")
    assert (receipt.kind, receipt.event_seq, receipt.seq) == (ReceiptKind.EVENT, 2, 2)
    assert {receipt.form(one).key.split("/")[1] for one in ReceiptFormat} == {CASE_ID}


def test_the_document_says_what_by_whom_when_and_at_which_event(table: Table) -> None:
    receipt = sealed(table)
    said = json.loads(content(receipt, ReceiptFormat.JSON))
    assert hash_bytes(content(receipt, ReceiptFormat.JSON)) == receipt.json.sha256
    assert said["case"] == {
        "kind": "booking",
        "kind_label": "Visite",
        "reference": "BKG-001",
        "status": "confirmed",
        "status_label": "Confirmée",
    }
    assert (said["event"]["kind"], said["event"]["utc"]) == (
        "booking_confirmed",
        "2026-03-02T09:30:00Z",
    )
    assert said["event"]["by"]["person_id"] == "usr_1"
    assert said["journal"]["event"] == {"seq": 3, "hash": receipt.event_hash}
    assert [(one["label"], one["value"], one["text"]) for one in said["fields"]] == [
        ("Client", "Lefèvre", "Lefèvre"),
        ("Ville", "Lyon", "Lyon"),
        ("Jour de la visite", "2026-03-20", "20 mars 2026"),
        ("E-mail", "", ""),
    ]
    (file,) = said["files"]
    assert (file["document_id"], file["slot_label"]) == ("doc_1", "Photo du lieu")
    assert (file["original_sha256"], file["served_sha256"]) == (ORIGINAL, COPY)


def test_the_paper_prints_all_of_it(table: Table) -> None:
    receipt = sealed(table)
    drawn = pypdfium2.PdfDocument(io.BytesIO(content(receipt, ReceiptFormat.PDF)))
    text = " ".join(page.get_textpage().get_text_range() for page in drawn)
    printed = re.sub(r"\s+", " ", text)
    for words in (
        "Reçu scellé de la confirmation",
        "BKG-001-R01",
        "Confirmée le",
        "Installateur, usr_1",
        "Lefèvre",
        "Jour de la visite",
        "20 mars 2026",
        "Sans réponse : E-mail.",
        "doc_1.jpg",
    ):
        assert words in printed
    assert "doc_2.jpg" not in printed


def test_a_later_state_is_sealed_on_demand_and_says_what_came_since(table: Table) -> None:
    first = sealed(table)
    visit(CASE_ID, ROUND_ID, by=INSTALLER, table=table, now=LATER)
    keep(table, replace(photo("doc_3"), sha256=hash_bytes(b"3")))
    second = seal_receipt(CASE_ID, by=INSTALLER, table=table, now=LATER)
    assert (second.kind, second.ordinal) == (ReceiptKind.STATE, 2)
    addendum = json.loads(content(second, ReceiptFormat.JSON))["addendum"]
    assert addendum["of"]["sha256"] == first.json.sha256
    assert [one["document_id"] for one in addendum["copies"]] == ["doc_3", "doc_3"]
    relay(table)
    assert receipts(table) == (first, second)


def test_before_a_confirmation_and_after_an_erasure_there_is_nothing_to_seal(table: Table) -> None:
    ask(table)
    with pytest.raises(NothingToSeal):
        seal_receipt(CASE_ID, by=INSTALLER, table=table)
    confirm(CASE_ID, ROUND_ID, by=INSTALLER, table=table, now=NOW)
    visit(CASE_ID, ROUND_ID, by=INSTALLER, table=table, now=NOW)
    receipt = seal_receipt(CASE_ID, by=INSTALLER, table=table)
    assert erase_person(CASE_ID, by=SCHEDULE, why="usr_7", table=table, now=LATER).is_complete
    assert receipts(table) == ()
    with pytest.raises(NothingToSeal):
        seal_receipt(CASE_ID, by=AGENT, table=table)
    answer = check_copy(receipt.json.sha256, "", source_address="192.0.2.1", table=table)
    assert answer.receipt is Standing.AUTHENTIC


def test_anybody_who_holds_it_has_it_checked_and_a_changed_copy_is_seen(table: Table) -> None:
    receipt = sealed(table)
    paper = content(receipt, ReceiptFormat.PDF)

    def check(receipt_bytes: bytes, copy: bytes) -> tuple[Standing, CopyStanding]:
        found = check_copy(
            hash_bytes(receipt_bytes), hash_bytes(copy), source_address="192.0.2.1", table=table
        )
        return found.receipt, found.file

    assert check(paper, b"original") == (Standing.AUTHENTIC, CopyStanding.ORIGINAL)
    assert check(paper, b"copy") == (Standing.AUTHENTIC, CopyStanding.SERVED)
    assert check(paper, b"another") == (Standing.AUTHENTIC, CopyStanding.UNKNOWN)
    assert check(paper + b" ", b"original") == (Standing.UNKNOWN, CopyStanding.UNKNOWN)


@pytest.mark.parametrize("form", list(ReceiptFormat))
def test_our_own_bytes_that_were_changed_are_seen(table: Table, form: ReceiptFormat) -> None:
    receipt = sealed(table)
    assert verify_receipt(CASE_ID, 1, by=INSTALLER, table=table).is_sound
    client("s3").put_object(Bucket=DOCUMENTS, Key=receipt.form(form).key, Body=b"forged")
    found = verify_receipt(CASE_ID, 1, by=INSTALLER, table=table)
    assert {ReceiptFormat.JSON: found.json, ReceiptFormat.PDF: found.pdf}[form] is Kept.CHANGED
    assert not found.is_sound


def test_a_journal_that_was_changed_is_seen(table: Table) -> None:
    sealed(table)
    table.write(Update(*EVENT.key(CASE_ID, 1), set={"actor_id": "usr_forged"}))
    found = verify_receipt(CASE_ID, 1, by=AGENT, table=table)
    assert (found.broken_at, found.is_sealed_part_sound, found.is_sound) == (1, False, False)


def test_another_firm_has_no_receipt_of_it(table: Table) -> None:
    sealed(table)
    with pytest.raises(NotFound):
        verify_receipt(CASE_ID, 1, by=STRANGER, table=table)
    with pytest.raises(NotFound):
        seal_receipt(CASE_ID, by=STRANGER, table=table)


def test_a_kind_that_says_nothing_of_receipts_has_none(table: Table) -> None:
    ask(table)
    with pytest.raises(NotFound):
        seal_receipt(ROUND_ID, by=INSTALLER, table=table)


def test_its_page_and_its_api_show_and_verify_it(
    table: Table, people: People, callers: Callers
) -> None:
    receipt = sealed(table, replace(INSTALLER, firm_id=people.installer.firm_id))
    browser, rival = callers.browser("installer"), callers.browser("rival")
    page = browser.get(f"/recus/{CASE_ID}").body
    assert receipt.number in page
    assert f'href="/recus/{CASE_ID}/1/pdf"' in page
    assert browser.post(f"/recus/{CASE_ID}").headers["location"] == f"/recus/{CASE_ID}"
    assert "Ce reçu est vérifié" in browser.get(f"/recus/{CASE_ID}/1").body
    assert receipt.pdf.key in browser.get(f"/recus/{CASE_ID}/1/pdf").headers["location"]
    public = browser.get(f"/verifier?recu={receipt.pdf.sha256}&fichier={ORIGINAL}").body
    assert "Reçu authentique" in public
    assert "c’est l’original déposé" in public
    caller = callers.api("installer")
    listed = caller.call("GET", f"/cases/{CASE_ID}/receipts").json()["receipts"]
    assert [(one["case_id"], one["number"]) for one in listed] == [(CASE_ID, receipt.number)]
    assert caller.call("POST", f"/cases/{CASE_ID}/receipts").json() == listed[0]
    assert caller.call("GET", f"/cases/{CASE_ID}/receipts/1/verification").json()["sound"] is True
    assert caller.call("GET", f"/cases/{CASE_ID}/receipts/1/file?format=pdf").status == 303
    for path in (f"/recus/{CASE_ID}", f"/recus/{CASE_ID}/1", f"/recus/{CASE_ID}/1/json"):
        assert rival.get(path).status == 404
    assert callers.api("rival").call("GET", f"/cases/{CASE_ID}/receipts").status == 404


def test_an_event_that_comes_back_calls_for_another_unless_one_was_sealed_since(
    table: Table,
) -> None:
    sealed(table)

    def decide(case: Booking, _now: datetime) -> PlainChange:
        return PlainChange("booking_confirmed", case.head)

    for _times in range(2):
        change_case(BOOKING, CASE_ID, decide, by=INSTALLER, table=table, now=LATER)
    relay(table, times=2)
    assert [(one.kind, one.event_seq, one.seq) for one in receipts(table)] == [
        (ReceiptKind.EVENT, 3, 3),
        (ReceiptKind.STATE, 5, 5),
    ]


def test_only_the_event_that_the_kind_names_calls_for_one(table: Table) -> None:
    ask(table)
    for event in list_unrelayed(table, real_now()):
        if event.case_id == CASE_ID:
            seal_event(event, table=table)
    assert receipts(table) == ()
