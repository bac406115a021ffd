"""A small world for receipts: a sent dossier with files, on a table and a bucket of moto."""

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib.audit.model import Actor, Event
from chalicelib.audit.store import list_whole_journal
from chalicelib.aws.session import client
from chalicelib.aws.table import Table
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.create_draft import create_draft
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Change, Dossier, Piece, PieceState
from chalicelib.dossiers.submit import submit_dossier
from chalicelib.receipts.model import Receipt, ReceiptFormat
from chalicelib.receipts.seal_receipt import seal_event, seal_receipt
from chalicelib.receipts.store import list_receipts
from tests.form.whole_form import whole_form
from tests.tables import ENVIRONMENT

AT = datetime(2026, 3, 2, 9, 30, 15, tzinfo=UTC)
LATER = AT + timedelta(days=1)
INSTALLER = Actor("usr_1", "installer", "api", firm_id="frm_1")
STRANGER = Actor("usr_2", "installer", "api", firm_id="frm_2")
AGENT = Actor("usr_7", "agent", "page")
DOCUMENTS = ENVIRONMENT["DOCUMENTS_BUCKET"]
AT_ONCE = 15


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def accepted(slot: str, name: str | None = None) -> Piece:
    return Piece(
        f"doc_{slot}",
        slot,
        PieceState.ACCEPTED,
        AT - timedelta(hours=2),
        "usr_1",
        file_name=name or f"{slot}.pdf",
        content_type="application/pdf",
        size_bytes=12_345,
        sha256=sha(f"original {slot}"),
        served_key=f"served/x/{slot}.pdf",
        served_sha256=sha(f"served {slot}"),
        decided_at=AT - timedelta(hours=1),
        decided_by="platform",
    )


def pending(slot: str) -> Piece:
    return Piece(
        f"doc_{slot}",
        slot,
        PieceState.PENDING,
        AT - timedelta(minutes=1),
        "usr_1",
        file_name=f"{slot}.jpg",
        content_type="image/jpeg",
        size_bytes=777,
    )


PIECES = (accepted("facture"), accepted("photo_installation"), pending("photo_compteur"))


@dataclass
class World:
    """A dossier that was sent, and what receipts do with it."""

    table: Table
    dossier_id: str

    def dossier(self, by: Actor = AGENT) -> Dossier:
        return load_dossier(self.dossier_id, seen_by=by, table=self.table)

    def journal(self) -> tuple[Event, ...]:
        return list_whole_journal(self.table, self.dossier_id)

    def sending(self) -> Event:
        return next(one for one in self.journal() if one.kind == EventKind.DOSSIER_SUBMITTED)

    def relay(self, times: int = 1) -> None:
        for _ in range(times):
            for event in self.journal():
                seal_event(event, table=self.table)

    def seal(self, by: Actor = INSTALLER, now: datetime = LATER) -> Receipt:
        return seal_receipt(self.dossier_id, by=by, table=self.table, now=now)

    def receipts(self) -> tuple[Receipt, ...]:
        return list_receipts(self.dossier())

    def change(self, *pieces: Piece, now: datetime = LATER, **head: Any) -> None:
        """Change files or the head, as some use case would."""

        def decide(dossier: Dossier, _now: datetime) -> Change:
            kind = EventKind.PIECE_ACCEPTED
            return Change(kind, replace(dossier.head, **head), pieces=pieces)

        change_dossier(self.dossier_id, decide, by=AGENT, table=self.table, now=now)

    def put(self, *pieces: Piece) -> None:
        """Put files into the draft."""

        def decide(dossier: Dossier, _now: datetime) -> Change:
            return Change(EventKind.PIECE_UPLOADED, dossier.head, pieces=pieces)

        change_dossier(self.dossier_id, decide, by=INSTALLER, table=self.table, now=AT)

    def content(self, receipt: Receipt, form: ReceiptFormat = ReceiptFormat.JSON) -> bytes:
        key = receipt.form(form).key
        return client("s3").get_object(Bucket=DOCUMENTS, Key=key)["Body"].read()

    def document(self, receipt: Receipt) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.content(receipt))
        return found

    def objects(self) -> list[str]:
        listed = client("s3").list_object_versions(Bucket=DOCUMENTS)
        return sorted(one["Key"] for one in listed.get("Versions", []))


def make_world(
    table: Table, *pieces: Piece, form: dict[str, dict[str, Any]] | None = None
) -> World:
    """Open a world on the table fixture's account, its dossier sent at AT."""
    client("s3").create_bucket(
        Bucket=DOCUMENTS, CreateBucketConfiguration={"LocationConstraint": "eu-west-3"}
    )
    client("s3").put_bucket_versioning(
        Bucket=DOCUMENTS, VersioningConfiguration={"Status": "Enabled"}
    )
    draft = create_draft(
        whole_form(**(form or {})), idempotency_key="key-1", by=INSTALLER, table=table, now=AT
    )
    world = World(table, draft.head.dossier_id)

    kept = pieces or PIECES
    for start in range(0, len(kept), AT_ONCE):
        world.put(*kept[start : start + AT_ONCE])
    submit_dossier(world.dossier_id, by=INSTALLER, table=table, now=AT)
    return world
