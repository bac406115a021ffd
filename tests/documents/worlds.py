"""A small world for the documents' tests: a dossier and its buckets on moto, a judge by rule."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from chalicelib.audit.model import Actor
from chalicelib.aws.bucket import delete_version
from chalicelib.aws.items import Item, item_from_wire
from chalicelib.aws.session import client
from chalicelib.aws.table import Table
from chalicelib.cases.files.check_arrival import check_arrival
from chalicelib.cases.files.keys import Place, upload_key
from chalicelib.cases.files.ticket import Ticket, open_ticket
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.create_draft import create_draft
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Change, Dossier, Piece
from chalicelib.dossiers.statuses import Status
from chalicelib.readings.model import Reading
from chalicelib.verdicts.arrival import Arrival
from chalicelib.verdicts.check_version import Desk
from chalicelib.verdicts.scanner import GUARDDUTY_TAG
from chalicelib.verdicts.verdict import FileKind, Outcome, ReasonCode, Verdict, rejected
from tests.tables import ENVIRONMENT, create_table

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
INSTALLER = Actor("usr_1", "installer", "api", firm_id="frm_1")
STRANGER = Actor("usr_2", "installer", "api", firm_id="frm_2")
AGENT = Actor("usr_7", "agent", "page")
UPLOADS, DOCUMENTS = ENVIRONMENT["UPLOADS_BUCKET"], ENVIRONMENT["DOCUMENTS_BUCKET"]
FORM: dict[str, Any] = {"client": {"last_name": "Martin", "city": "Lyon"}}


@dataclass
class RuleJudge:
    """Judges by the first bytes: `good` is accepted, `bomb` cannot be derived, others refused."""

    seen: list[bytes] = field(default_factory=list)
    before: Callable[[], object] = lambda: None
    read_in: list[tuple[bytes, str]] = field(default_factory=list)
    says: tuple[Reading, ...] = ()

    def judge(self, path: Path, file_name: str, kinds: frozenset[FileKind]) -> Verdict:
        del file_name
        content = path.read_bytes()
        self.seen.append(content)
        self.before()
        if FileKind.PDF in kinds and content.startswith((b"good", b"bomb")):
            return Verdict(Outcome.ACCEPTED, (), FileKind.PDF, pages=1)
        return rejected(ReasonCode.PDF_UNREADABLE, FileKind.PDF)

    def derive(self, path: Path, kind: FileKind, target: Path) -> Verdict:
        content = path.read_bytes()
        if content.startswith(b"bomb"):
            return rejected(ReasonCode.TOO_HEAVY_TO_READ, kind)
        target.write_bytes(b"served " + content)
        return Verdict(Outcome.ACCEPTED, (), kind)

    def read(self, path: Path, slot: str) -> tuple[bool, tuple[Reading, ...]]:
        self.read_in.append((path.read_bytes(), slot))
        return (True, self.says) if self.says else (False, ())


@dataclass
class World:
    """A draft with its slots, its buckets, and a desk with a judge by rule."""

    table: Table
    dossier_id: str
    judge: RuleJudge
    scanner: str = "not_configured"

    @property
    def desk(self) -> Desk:
        return Desk(self.judge, self.scanner, DOCUMENTS, self.table)

    def dossier(self, seen_by: Actor = INSTALLER) -> Dossier:
        return load_dossier(self.dossier_id, seen_by=seen_by, table=self.table)

    def ticket(self, slot: str = "facture", **how: Any) -> Ticket:
        wanted: dict[str, Any] = {"file_name": "facture.pdf", "size_bytes": 9, "by": INSTALLER}
        return open_ticket(self.dossier_id, slot, table=self.table, **(wanted | how))

    def key(self, ticket: Ticket) -> str:
        return ticket.post.fields["key"]

    def put(self, key: str, content: bytes, **metadata: str) -> Arrival:
        stored = client("s3").put_object(
            Bucket=UPLOADS, Key=key, Body=content, Metadata=dict(metadata)
        )
        return Arrival(UPLOADS, key, stored["VersionId"])

    def deposit(self, content: bytes = b"good file", slot: str = "facture") -> tuple[str, Arrival]:
        """Take a ticket and store the bytes; give the document's id and what S3 tells."""
        ticket = self.ticket(slot)
        return ticket.document_id, self.put(self.key(ticket), content)

    def check(self, *arrivals: Arrival) -> None:
        for arrival in arrivals:
            check_arrival(arrival, self.desk)

    def accept(self, slot: str) -> Piece:
        document_id, arrival = self.deposit(slot=slot)
        self.check(arrival)
        return self.piece(document_id)

    def piece(self, document_id: str) -> Piece:
        found = self.dossier().find_piece(document_id)
        assert found is not None
        return found

    def place(self, slot: str, document_id: str) -> str:
        return upload_key(Place(self.dossier_id, slot, document_id), "bin")

    def send(self) -> None:
        """Make the dossier a sent one, whatever it lacks."""

        def decide(dossier: Dossier, now: datetime) -> Change:
            head = replace(dossier.head, status=Status.NEW, submitted_at=now, reference="X")
            return Change(EventKind.DOSSIER_SUBMITTED, head)

        change_dossier(self.dossier_id, decide, by=INSTALLER, table=self.table)

    def tag(self, arrival: Arrival, word: str) -> None:
        """Tag a version as GuardDuty does."""
        client("s3").put_object_tagging(
            Bucket=arrival.bucket,
            Key=arrival.key,
            VersionId=arrival.version_id,
            Tagging={"TagSet": [{"Key": GUARDDUTY_TAG, "Value": word}]},
        )

    def begin_anew(self) -> None:
        """Forget every row and object, and open a new draft."""
        client("dynamodb").delete_table(TableName=self.table.name)
        create_table()
        for bucket in (UPLOADS, DOCUMENTS):
            for one in client("s3").list_object_versions(Bucket=bucket).get("Versions", []):
                delete_version(bucket, one["Key"], one["VersionId"])
        self.dossier_id = open_draft(self.table)
        self.judge = RuleJudge()

    def rows(self) -> list[Item]:
        """Every row of the table, as it stands."""
        found = client("dynamodb").scan(TableName=self.table.name)["Items"]
        return sorted((item_from_wire(one) for one in found), key=lambda r: (r["pk"], r["sk"]))

    def objects(self, bucket: str) -> list[str]:
        listed = client("s3").list_object_versions(Bucket=bucket)
        return sorted(one["Key"] for one in listed.get("Versions", []))


def make_world(table: Table) -> World:
    """Open a world on the table fixture's account."""
    for bucket in (UPLOADS, DOCUMENTS):
        client("s3").create_bucket(
            Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-3"}
        )
        client("s3").put_bucket_versioning(
            Bucket=bucket, VersioningConfiguration={"Status": "Enabled"}
        )
    return World(table, open_draft(table), RuleJudge())


def open_draft(table: Table, idempotency_key: str = "key-00001") -> str:
    """Open a draft of the installer's, and give its id."""
    draft = create_draft(FORM, idempotency_key=idempotency_key, by=INSTALLER, table=table, now=NOW)
    return draft.head.dossier_id
