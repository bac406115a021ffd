"""A small world for the library's tests: its buckets on moto, a judge by rule, people who act."""

from dataclasses import dataclass, field
from typing import Any

from chalicelib.audit.model import Actor
from chalicelib.aws.session import client
from chalicelib.aws.table import Table
from chalicelib.cases.files.check_arrival import check_arrival
from chalicelib.cases.files.model import CaseFile
from chalicelib.cases.files.ticket import Ticket
from chalicelib.partner_library.add_item import add_item
from chalicelib.partner_library.list_library import ItemWhole, load_item
from chalicelib.partner_library.model import ItemKind, LibraryItem, Sheet
from chalicelib.partner_library.ticket import open_ticket
from chalicelib.verdicts.arrival import Arrival
from chalicelib.verdicts.check_version import Desk
from tests.documents.worlds import DOCUMENTS, UPLOADS, RuleJudge

AGENT = Actor("usr_7", "agent", "page")
INSTALLER = Actor("usr_1", "installer", "api", firm_id="frm_1")
CLIENT = Actor("usr_3", "client", "page")
CHARTER = Sheet(ItemKind.CHARTER, "Charte de bonnes pratiques")
BROCHURE = Sheet(ItemKind.BROCHURE, "Brochure client", words="À remettre.", for_clients=True)


@dataclass
class World:
    """A library with its buckets, and a desk with a judge by rule."""

    table: Table
    judge: RuleJudge = field(default_factory=RuleJudge)
    scanner: str = "not_configured"

    @property
    def desk(self) -> Desk:
        return Desk(self.judge, self.scanner, DOCUMENTS, self.table)

    def add(self, sheet: Sheet = CHARTER, **how: Any) -> LibraryItem:
        return add_item(sheet, by=AGENT, table=self.table, **how)

    def ticket(self, item_id: str, **how: Any) -> Ticket:
        wanted: dict[str, Any] = {"file_name": "charte.pdf", "size_bytes": 9, "by": AGENT}
        return open_ticket(item_id, table=self.table, **(wanted | how))

    def put(self, key: str, content: bytes, **metadata: str) -> Arrival:
        stored = client("s3").put_object(
            Bucket=UPLOADS, Key=key, Body=content, Metadata=dict(metadata)
        )
        return Arrival(UPLOADS, key, stored["VersionId"])

    def deposit(self, item_id: str, content: bytes = b"good file") -> tuple[str, Arrival]:
        """Take a ticket and store the bytes; give the version's id and what S3 tells."""
        ticket = self.ticket(item_id)
        return ticket.document_id, self.put(ticket.post.fields["key"], content)

    def check(self, *arrivals: Arrival) -> None:
        for arrival in arrivals:
            check_arrival(arrival, self.desk)

    def publish(self, sheet: Sheet = CHARTER) -> LibraryItem:
        """Add a document and have its first version accepted."""
        item = self.add(sheet)
        _, arrival = self.deposit(item.item_id)
        self.check(arrival)
        return self.whole(item.item_id).item

    def whole(self, item_id: str) -> ItemWhole:
        return load_item(item_id, by=AGENT, table=self.table)

    def version(self, item_id: str, document_id: str) -> CaseFile:
        found = [one for one in self.whole(item_id).versions if one.document_id == document_id]
        assert len(found) == 1
        return found[0]

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
    return World(table)
