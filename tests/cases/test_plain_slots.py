"""A kind that names one slot has the whole way of a file: form, arrival, verdict, sweep, lateness."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.audit.model import Actor
from chalicelib.audit.store import list_whole_journal
from chalicelib.aws.clock import business_now, real_now
from chalicelib.aws.session import client
from chalicelib.aws.table import Table
from chalicelib.cases.change import create_case
from chalicelib.cases.files.check_arrival import check_arrival
from chalicelib.cases.files.model import FileState
from chalicelib.cases.files.plain_slots import PlainSlot, PlainSlots
from chalicelib.cases.files.read_file import sign_copy
from chalicelib.cases.files.refusals import NotReadable, SlotFull, SlotUnknown
from chalicelib.cases.files.sweep_pending import sweep_pending
from chalicelib.cases.files.ticket import Ticket, open_ticket
from chalicelib.cases.kind import Kind, Later, Statuses
from chalicelib.cases.load import load_case
from chalicelib.cases.model import CaseChange
from chalicelib.cases.plain import PlainCase, PlainCodec, begin_plain
from chalicelib.cases.registry import Registered, registered
from chalicelib.policy.model import Action, Facts, Ground, Rules
from chalicelib.policy.roles import Role, Stand
from chalicelib.refusals import NotAllowed, NotFound
from chalicelib.verdicts.arrival import Arrival
from chalicelib.verdicts.check_version import Desk
from chalicelib.verdicts.limits import SLOT_MAX_PENDING
from chalicelib.verdicts.verdict import ReasonCode
from tests.documents.worlds import AGENT, DOCUMENTS, INSTALLER, STRANGER, UPLOADS, RuleJudge

CASE_ID = "vst_0123456789ab"
RULES: Rules = {
    Role.INSTALLER: Ground.FIRM,
    Role.AGENT: Ground.BACK_OFFICE,
    Stand.PLATFORM: Ground.MACHINE,
}
DEPOSITORS: Rules = {Role.INSTALLER: Ground.FIRM}


class OnVisits(Action):
    """What may be done with a visit."""

    SEE = ("visit.see", RULES)
    CHANGE = ("visit.change", RULES)
    UPLOAD = ("visit.upload", DEPOSITORS)


class SentSlots(PlainSlots[str]):
    """Slots of a visit; one whose data are an instant was sent at it."""

    def sent_at(self, case: PlainCase[str]) -> datetime | None:
        """Give the instant that the data name."""
        return datetime.fromisoformat(case.data) if case.data else None


SLOTS = SentSlots((PlainSlot("report", formats=("pdf",)),), OnVisits.UPLOAD)
VISIT: Kind[PlainCase[str], CaseChange] = Kind(
    name="visit",
    prefix="vst",
    statuses=Statuses("open", {}),
    codec=PlainCodec("visit", str),
    see=OnVisits.SEE,
    change=OnVisits.CHANGE,
    facts=lambda head: Facts(head.case_id, firm_id=head.owner_id),
    slots=Later(f"{__name__}:SLOTS"),
)


class Visits:
    """A visit on moto, its buckets, and a judge by rule."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.judge = RuleJudge()

    def open(self, data: str = "") -> None:
        head = begin_plain(
            CASE_ID, data, owner_id="frm_1", by="usr_1", status="open", now=business_now()
        )
        create_case(VISIT, CaseChange("visit_asked", head), by=INSTALLER, table=self.table)

    def ticket(self, by: Actor = INSTALLER, slot: str = "report", **how: Any) -> Ticket:
        wanted: dict[str, Any] = {"file_name": "rapport.pdf", "size_bytes": 9} | how
        return open_ticket(CASE_ID, slot, by=by, table=self.table, **wanted)

    def send(self, ticket: Ticket, content: bytes = b"good file") -> None:
        key = ticket.post.fields["key"]
        stored = client("s3").put_object(Bucket=UPLOADS, Key=key, Body=content)
        desk = Desk(self.judge, "not_configured", DOCUMENTS, self.table)
        check_arrival(Arrival(UPLOADS, key, stored["VersionId"]), desk)

    def states(self) -> list[str]:
        case = load_case(VISIT, CASE_ID, seen_by=INSTALLER, table=self.table)
        return [one.state for one in case.files]

    def events(self) -> list[str]:
        return [one.kind for one in list_whole_journal(self.table, CASE_ID)]


@pytest.fixture
def visits(table: Table) -> Iterator[Visits]:
    for bucket in (UPLOADS, DOCUMENTS):
        client("s3").create_bucket(
            Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-3"}
        )
        client("s3").put_bucket_versioning(
            Bucket=bucket, VersioningConfiguration={"Status": "Enabled"}
        )
    with registered({"vst": Registered(Later(f"{__name__}:VISIT"))}):
        yield Visits(table)


def test_a_file_is_announced_judged_and_read_and_the_newest_takes_its_place(visits: Visits) -> None:
    visits.open()
    visits.send(visits.ticket())
    visits.send(visits.ticket(), b"wrong file")
    visits.send(visits.ticket())
    assert visits.states() == [FileState.SUPERSEDED, FileState.REJECTED, FileState.READABLE]
    assert visits.events() == [
        "visit_asked",
        *("file_announced", "file_readable", "file_announced", "file_rejected"),
        *("file_announced", "file_readable"),
    ]
    _, refused, newest = load_case(VISIT, CASE_ID, seen_by=INSTALLER, table=visits.table).files
    assert newest.document_id in sign_copy(newest)
    with pytest.raises(NotReadable):
        sign_copy(refused)


def test_only_who_may_deposits_and_only_in_a_slot_that_there_is(visits: Visits) -> None:
    visits.open()
    with pytest.raises(NotFound):
        visits.ticket(STRANGER)
    with pytest.raises(NotAllowed):
        visits.ticket(AGENT)
    with pytest.raises(SlotUnknown):
        visits.ticket(slot="plan")
    for _ in range(SLOT_MAX_PENDING):
        visits.ticket()
    with pytest.raises(SlotFull):
        visits.ticket()


def test_what_never_comes_is_forgotten_and_taken_back_if_it_comes_after_all(
    visits: Visits,
) -> None:
    visits.open()
    ticket = visits.ticket()
    late = real_now() + timedelta(minutes=26)
    done = sweep_pending(
        table=visits.table, uploads_bucket=UPLOADS, send=lambda _messages: None, real=late
    )
    assert (dict(done), visits.states()) == ({"forgotten": 1}, [FileState.SUPERSEDED])
    visits.send(ticket)
    assert visits.states() == [FileState.READABLE]


def test_what_was_announced_before_a_sending_and_comes_after_it_is_no_part_of_it(
    visits: Visits,
) -> None:
    sent_at = business_now() - timedelta(minutes=5)
    visits.open(sent_at.isoformat())
    visits.send(visits.ticket(now=sent_at - timedelta(minutes=5)))
    case = load_case(VISIT, CASE_ID, seen_by=INSTALLER, table=visits.table)
    (file,) = case.files
    assert (file.state, file.reasons) == (
        FileState.REJECTED,
        (str(ReasonCode.ARRIVED_AFTER_SENDING),),
    )
    assert visits.judge.seen == []
