"""Documents on the deployed stack: whatever goes wrong on the way, the quiet run's end (R24, R29, R45).

Files are posted by signed forms as browsers post them; S3's own news, the queue, the deployed
checker under its role, its child process and the scheduled sweep do the rest. The scanner is a
stand-in of ClamAV's daemon, which the tests switch off and on.
"""

import json
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote_plus

import boto3
import httpx
import pytest

from chalicelib.accounts.enrol import find_enrolled
from chalicelib.audit.model import Actor
from chalicelib.aws.bucket import list_versions
from chalicelib.aws.clock import real_now
from chalicelib.aws.items import Item, Update
from chalicelib.aws.queue import send_messages
from chalicelib.aws.table import Table
from chalicelib.aws.versions import list_below
from chalicelib.cases.files.by_person import FileReason
from chalicelib.cases.files.rows import WAITS_FOR_SCANNER
from chalicelib.cases.files.sweep_uploads import announce
from chalicelib.cases.files.ticket import Ticket, open_ticket
from chalicelib.documents.decide_piece import refuse_piece
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.create_draft import create_draft
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Change, Dossier, Piece, PieceState
from chalicelib.dossiers.statuses import Status
from chalicelib.partner_library.add_item import add_item
from chalicelib.partner_library.list_library import load_item
from chalicelib.partner_library.model import Act, ItemKind, Sheet
from chalicelib.partner_library.ticket import open_ticket as open_version
from chalicelib.rows.cases import CASE, PIECE
from chalicelib.rows.instants import stamp
from chalicelib.rows.journal import JOURNAL
from chalicelib.settings import load_settings
from chalicelib.verdicts.limits import HELD_AFTER_TRIES, SWEEP_AFTER_S
from chalicelib.verdicts.verdict import ReasonCode
from local.people import INSTALLER
from local.stage import LocalStage
from tests.cloud.steps import post_file, wait_for
from tests.documents.faults import hold_still, still_row
from tests.documents.worlds import AGENT
from tests.verdicts.clamd_stand_in import TEST_VIRUS, ClamdStandIn, clamd_stand_in
from tests.verdicts.made_files import pdf

pytestmark = pytest.mark.cloud

GOOD = pdf()
FORM = {"client": {"last_name": "Martin", "city": "Lyon"}}
LONG_AGO = timedelta(seconds=2 * SWEEP_AFTER_S)
CHECKER = "check_document"


@dataclass
class Deposits:
    """A draft of its own on the deployed stage, and what was deposited in it."""

    stage: LocalStage
    table: Table
    by: Actor
    dossier_id: str
    document_id: str = ""

    @property
    def uploads(self) -> str:
        return load_settings().uploads_bucket

    def ticket(self, size_bytes: int = len(GOOD)) -> Ticket:
        ticket = open_ticket(
            self.dossier_id,
            "facture",
            file_name="facture.pdf",
            size_bytes=size_bytes,
            by=self.by,
            table=self.table,
        )
        self.document_id = ticket.document_id
        return ticket

    def deposit(self, content: bytes = GOOD) -> Ticket:
        """Take a ticket and post the bytes with its form."""
        ticket = self.ticket(len(content))
        post_file(ticket.post, content)
        return ticket

    def piece(self) -> Piece:
        found = self.dossier().find_piece(self.document_id)
        assert found is not None
        return found

    def dossier(self) -> Dossier:
        return load_dossier(self.dossier_id, seen_by=self.by, table=self.table)

    def is_(self, state: PieceState) -> Callable[[], bool]:
        return lambda: self.piece().state is state

    def settled(self) -> bool:
        """Whether nothing of the dossier stands in the uploads and all its events are relayed."""
        lying = list(list_below(self.uploads, f"in/{self.dossier_id}/"))
        return not lying and not [
            row for row in self.rows() if str(row.get("wk")).startswith("UNRELAYED#")
        ]

    def rows(self) -> list[Item]:
        return [
            *self.table.query_all(CASE.pk(self.dossier_id), consistent=True),
            *self.table.query_all(JOURNAL.pk(self.dossier_id), consistent=True),
        ]

    def state(self) -> dict[str, Any]:
        """All that stands of the dossier, without times and what is drawn by lot."""
        documents = load_settings().documents_bucket
        found = {
            "rows": [still_row(row) for row in self.rows()],
            "uploads": sorted(key for key, _ in list_below(self.uploads, f"in/{self.dossier_id}/")),
            "copies": sorted(
                key
                for prefix in ("evidence", "served")
                for key, _ in list_below(documents, f"{prefix}/{self.dossier_id}/")
            ),
        }
        return hold_still(found, dossier=self.dossier_id, document=self.document_id)

    def age(self) -> None:
        """Make the pending file look deposited long ago, so that the sweep takes it now."""
        long_ago = real_now() - LONG_AGO
        piece = self.piece()
        pk, sk = PIECE.key(self.dossier_id, piece.slot, piece.document_id)
        self.table.write(Update(pk, sk, set={"wa": stamp(long_ago)}))

    def sweep(self) -> None:
        self.age()
        self.stage.invoke("sweep_documents")


@pytest.fixture
def open_draft(stage: LocalStage) -> Callable[[], Deposits]:
    person = find_enrolled(stage.table(), INSTALLER.email)
    assert person is not None
    by = Actor(person.user_id, "installer", "page", firm_id=person.firm_id)

    def begin() -> Deposits:
        draft = create_draft(FORM, idempotency_key=uuid.uuid4().hex, by=by, table=stage.table())
        return Deposits(stage, stage.table(), by, draft.head.dossier_id)

    return begin


@pytest.fixture
def quiet(open_draft: Callable[[], Deposits]) -> dict[str, Any]:
    """The end of a run in which every event comes once."""
    deposits = open_draft()
    deposits.deposit()
    wait_for(deposits.is_(PieceState.ACCEPTED))
    wait_for(deposits.settled)
    return deposits.state()


@contextmanager
def checker_with(stage: LocalStage, **variables: str) -> Iterator[None]:
    """Give the deployed checker and sweep other settings for a while."""
    functions = boto3.client("lambda")
    names = [stage.place.function_name(one) for one in (CHECKER, "sweep_documents", "api_handler")]
    before = {}
    for name in names:
        found = functions.get_function_configuration(FunctionName=name)
        before[name] = found["Environment"]["Variables"]
        changed = {**before[name], **variables}
        functions.update_function_configuration(
            FunctionName=name, Environment={"Variables": changed}
        )
    try:
        yield
    finally:
        for name, kept in before.items():
            functions.update_function_configuration(
                FunctionName=name, Environment={"Variables": kept}
            )


@contextmanager
def checker_off(stage: LocalStage) -> Iterator[None]:
    """Let no news reach the checker for a while."""
    functions = boto3.client("lambda")
    name = stage.place.function_name(CHECKER)
    (mapping,) = functions.list_event_source_mappings(FunctionName=name)["EventSourceMappings"]
    functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=False)
    try:
        yield
    finally:
        functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=True)


def news_of(ticket: Ticket) -> Mapping[str, object]:
    return announce(load_settings().uploads_bucket, ticket.post.fields["key"])


def test_the_quiet_run_leaves_two_copies_and_no_upload(quiet: dict[str, Any]) -> None:
    assert quiet["uploads"] == []
    assert len(quiet["copies"]) == 2


def test_news_that_come_five_times_end_as_those_that_come_once(
    open_draft: Callable[[], Deposits], quiet: dict[str, Any]
) -> None:
    deposits = open_draft()
    ticket = deposits.deposit()
    send_messages(load_settings().uploads_queue, [news_of(ticket)] * 4)
    wait_for(deposits.is_(PieceState.ACCEPTED))
    send_messages(load_settings().uploads_queue, [news_of(ticket)] * 4)
    wait_for(deposits.settled)
    wait_for(queue_is_empty)
    assert deposits.state() == quiet


def queue_is_empty() -> bool:
    found = boto3.client("sqs").get_queue_attributes(
        QueueUrl=load_settings().uploads_queue,
        AttributeNames=["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
    )
    return not any(int(number) for number in found["Attributes"].values())


def test_a_form_used_three_times_counts_its_first_file_in_whatever_order_the_news_come(
    open_draft: Callable[[], Deposits], stage: LocalStage, quiet: dict[str, Any]
) -> None:
    deposits = open_draft()
    with checker_off(stage):
        ticket = deposits.ticket()
        for content in (GOOD, b"%PDF-1.7 bad" + bytes(20), GOOD):
            post_file(ticket.post, content[: len(GOOD)])
        first = list_versions(deposits.uploads, ticket.post.fields["key"])[0].version_id
    wait_for(deposits.is_(PieceState.ACCEPTED))
    wait_for(deposits.settled)
    assert deposits.piece().upload_version == first
    state = deposits.state()
    rows = [row for row in state["rows"] if row["sk"] != "SURPLUS"]
    assert {**state, "rows": rows} == quiet
    (surplus,) = (row for row in state["rows"] if row["sk"] == "SURPLUS")
    assert surplus["files"] == 2


def test_lost_news_are_made_up_for_by_the_deployed_sweep(
    open_draft: Callable[[], Deposits], stage: LocalStage, quiet: dict[str, Any]
) -> None:
    deposits = open_draft()
    with checker_off(stage):
        deposits.deposit()
        boto3.client("sqs").purge_queue(QueueUrl=load_settings().uploads_queue)
        time.sleep(1)  # a purge takes its moment
    assert deposits.piece().state is PieceState.PENDING
    deposits.sweep()
    wait_for(deposits.is_(PieceState.ACCEPTED))
    wait_for(deposits.settled)
    assert deposits.state() == quiet


def test_late_news_move_nothing_after_an_agents_decision(
    open_draft: Callable[[], Deposits],
) -> None:
    deposits = open_draft()
    ticket = deposits.deposit()
    wait_for(deposits.is_(PieceState.ACCEPTED))

    def sent(dossier: Dossier, now: datetime) -> Change:
        head = replace(dossier.head, status=Status.NEW, submitted_at=now)
        return Change(EventKind.DOSSIER_SUBMITTED, head)

    change_dossier(deposits.dossier_id, sent, by=deposits.by, table=deposits.table)
    words = "Elle est illisible."
    refuse_piece(
        deposits.dossier_id,
        deposits.document_id,
        FileReason.INCORRECT,
        words,
        by=AGENT,
        table=deposits.table,
    )
    wait_for(deposits.settled)
    before = deposits.piece()
    post_file(ticket.post, GOOD)
    send_messages(load_settings().uploads_queue, [news_of(ticket)] * 3)
    wait_for(queue_is_empty)
    wait_for(deposits.settled)
    assert deposits.piece() == before


def test_a_checker_killed_in_the_middle_leaves_what_the_sweep_brings_to_its_end(
    open_draft: Callable[[], Deposits], stage: LocalStage, quiet: dict[str, Any]
) -> None:
    deposits = open_draft()
    functions, name = boto3.client("lambda"), stage.place.function_name(CHECKER)
    with clamd_stand_in() as clamd:
        clamd.mood = "mute"
        with checker_with(stage, SCANNER="clamd", SCANNER_ADDRESS=clamd.address):
            functions.update_function_configuration(FunctionName=name, Timeout=4)
            deposits.deposit()
            wait_for(lambda: clamd.streams)
            wait_for(nobody_works)
            functions.update_function_configuration(FunctionName=name, Timeout=120)
    assert deposits.piece().state is PieceState.PENDING
    boto3.client("sqs").purge_queue(QueueUrl=load_settings().uploads_queue)
    time.sleep(1)  # a purge takes its moment
    deposits.sweep()
    wait_for(deposits.is_(PieceState.ACCEPTED))
    wait_for(deposits.settled)
    assert deposits.state() == quiet


def nobody_works() -> bool:
    """Whether the killed checker's message has come back, or waits to."""
    time.sleep(6)  # longer than the killed function may run
    return True


def test_while_the_scanner_is_down_nothing_is_approved_and_nothing_is_lost(
    open_draft: Callable[[], Deposits], stage: LocalStage, quiet: dict[str, Any]
) -> None:
    deposits = open_draft()
    with clamd_stand_in() as clamd:
        clamd.mood = "hangs_up"
        with checker_with(stage, SCANNER="clamd", SCANNER_ADDRESS=clamd.address):
            deposits.deposit()
            wait_for(lambda: deposits.piece().waiting_for == WAITS_FOR_SCANNER)
            wait_for(queue_is_empty)
            for _ in range(HELD_AFTER_TRIES):
                deposits.sweep()
                wait_for(queue_is_empty)
                assert deposits.piece().state is PieceState.PENDING
            deposits.sweep()
            assert deposits.piece().state is PieceState.HELD
            assert deposits.piece().reasons == (ReasonCode.SCANNER_SILENT,)
            assert health_of(stage) == (503, False)
            recover(deposits, clamd)
            assert health_of(stage) == (200, True)
    wait_for(deposits.settled)
    copies = deposits.state()["copies"]
    assert copies == quiet["copies"]


def recover(deposits: Deposits, clamd: ClamdStandIn) -> None:
    """Switch the scanner on again: the next sweep brings back what was held for it."""
    clamd.mood = "well"
    deposits.stage.invoke("sweep_documents")
    wait_for(deposits.is_(PieceState.ACCEPTED))


def health_of(stage: LocalStage) -> tuple[int, object]:
    answer = httpx.get(
        f"{stage.connect_to}/api/v1/health",
        headers={"Host": stage.portal.removeprefix("http://")},
        timeout=60,
    )
    return answer.status_code, answer.json()["scanner_is_answering"]


def test_what_the_scanner_finds_is_refused_and_not_kept(
    open_draft: Callable[[], Deposits], stage: LocalStage
) -> None:
    deposits = open_draft()
    with (
        clamd_stand_in() as clamd,
        checker_with(stage, SCANNER="clamd", SCANNER_ADDRESS=clamd.address),
    ):
        deposits.deposit(GOOD + TEST_VIRUS)
        wait_for(deposits.is_(PieceState.REJECTED))
        wait_for(deposits.settled)
    assert deposits.piece().reasons == (ReasonCode.MALWARE,)
    assert deposits.state()["copies"] == []


def test_a_poison_message_keeps_no_file_from_its_verdict(
    open_draft: Callable[[], Deposits], quiet: dict[str, Any]
) -> None:
    deposits = open_draft()
    queue = load_settings().uploads_queue
    poison = {"Records": [{"s3": "nonsense", "id": uuid.uuid4().hex}]}
    key = quote_plus(f"in/dos_{'0' * 20}/facture/doc_{'0' * 20}.pdf")
    forged = {"Records": [{"s3": {"bucket": {"name": deposits.uploads}, "object": {"key": key}}}]}
    boto3.client("sqs").set_queue_attributes(QueueUrl=queue, Attributes={"VisibilityTimeout": "1"})
    try:
        send_messages(queue, [poison, forged])
        deposits.deposit()
        send_messages(queue, [forged])
        wait_for(deposits.is_(PieceState.ACCEPTED))
        wait_for(lambda: json.dumps(poison) in dead_letters())
    finally:
        boto3.client("sqs").set_queue_attributes(
            QueueUrl=queue, Attributes={"VisibilityTimeout": "720"}
        )
    wait_for(deposits.settled)
    assert deposits.state() == quiet


def dead_letters() -> list[str]:
    """Look at what lies in the dead letters, and leave it there."""
    client = boto3.client("sqs")
    url = client.get_queue_url(QueueName=f"raccordo-{load_settings().stage}-uploads-dead")
    found = client.receive_message(
        QueueUrl=url["QueueUrl"], MaxNumberOfMessages=10, VisibilityTimeout=1
    )
    return [message["Body"] for message in found.get("Messages", [])]


def test_the_deployed_comparison_finds_nothing_missing(
    stage: LocalStage, quiet: dict[str, Any]
) -> None:
    assert quiet
    stage.invoke("reconcile_documents")


def test_a_version_of_the_library_goes_the_same_way_and_its_events_are_relayed(
    stage: LocalStage,
) -> None:
    agent, table = Actor("usr_7", "agent", "page"), stage.table()
    item = add_item(Sheet(ItemKind.CHARTER, "Charte"), by=agent, table=table)
    ticket = open_version(
        item.item_id, file_name="charte.pdf", size_bytes=len(GOOD), by=agent, table=table
    )
    post_file(ticket.post, GOOD)
    wait_for(lambda: load_item(item.item_id, by=agent, table=table).item.is_shown)
    journal = JOURNAL.pk(item.item_id)
    wait_for(lambda: not any("wk" in row for row in table.query_all(journal, consistent=True)))
    acts = [one.act for one in load_item(item.item_id, by=agent, table=table).records]
    assert acts == [Act.VERSION_ACCEPTED, Act.VERSION_ANNOUNCED, Act.ADDED]
