"""A dossier led along its way by the house's own rules, day by day, on a table of moto."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib.audit.model import Actor, Event, platform
from chalicelib.audit.store import list_whole_journal
from chalicelib.aws.table import Table
from chalicelib.documents.model import change_pieces
from chalicelib.dossiers.change import Decide, change_dossier
from chalicelib.dossiers.create_draft import create_draft
from chalicelib.dossiers.kinds import EventKind, Milestone
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Change, Dossier, Piece, PieceState
from chalicelib.dossiers.submit import submit_dossier
from chalicelib.operators.apply_milestones import apply_milestones
from chalicelib.operators.model import RawMilestone
from chalicelib.operators.prepare_request import prepare_request
from chalicelib.operators.record_filing import record_filing
from tests.form.whole_form import whole_form

BEGUN = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
INSTALLER = Actor("usr_1", "installer", "page", firm_id="frm_1")
AGENT = Actor("usr_7", "agent", "page")
FIRST = ("facture", "photo_installation", "photo_compteur")
KINDS = {
    PieceState.PENDING: EventKind.PIECE_UPLOADED,
    PieceState.ACCEPTED: EventKind.PIECE_ACCEPTED,
    PieceState.REJECTED: EventKind.PIECE_REFUSED,
    PieceState.HELD: EventKind.PIECE_HELD,
    PieceState.EXPECTED: EventKind.PIECE_REQUESTED,
}


@dataclass
class World:
    """One dossier and its business clock."""

    table: Table
    dossier_id: str = ""
    now: datetime = BEGUN
    told: tuple[RawMilestone, ...] = ()

    def day(self, number: int) -> None:
        """Go to the same hour of a day, counted from the first one."""
        self.now = BEGUN + timedelta(days=number)

    def load(self) -> Dossier:
        return load_dossier(self.dossier_id, seen_by=INSTALLER, table=self.table)

    def journal(self) -> tuple[Event, ...]:
        return list_whole_journal(self.table, self.dossier_id)

    def begin(self, key: str = "key-1") -> None:
        draft = create_draft(
            whole_form(), idempotency_key=key, by=INSTALLER, table=self.table, now=self.now
        )
        self.dossier_id = draft.head.dossier_id

    def piece(self, slot: str, state: PieceState, document_id: str = "") -> None:
        """Bring a file to a state, as the documents' room does; an older one asked for gives way."""
        document_id = document_id or f"doc_{slot}"

        def decide(dossier: Dossier, now: datetime) -> Change:
            known = dossier.find_piece(document_id)
            fresh = Piece(document_id, slot, state, now, "usr_1")
            piece = replace(known, state=state, decided_at=now) if known else fresh
            replaced = (
                replace(one, state=PieceState.SUPERSEDED)
                for one in dossier.pieces_of(slot)
                if one.document_id != document_id
                and state in {PieceState.ACCEPTED, PieceState.REJECTED}
                and one.state in {PieceState.EXPECTED, PieceState.REJECTED}
            )
            return change_pieces(dossier, KINDS[state], (piece, *replaced), now)

        self.change(decide)

    def accept(self, *slots: str) -> None:
        for slot in slots:
            self.piece(slot, PieceState.PENDING)
            self.piece(slot, PieceState.ACCEPTED)

    def submit(self) -> None:
        submit_dossier(self.dossier_id, by=INSTALLER, table=self.table, now=self.now)

    def sign(self) -> None:
        self.happen(EventKind.SUBSCRIPTION_SIGNED, Milestone.SUBSCRIPTION_SIGNED)

    def happen(self, kind: EventKind, *reached: Milestone, **head: Any) -> None:
        """Something happens to the dossier, as another room would have it."""

        def decide(dossier: Dossier, _now: datetime) -> Change:
            return Change(kind, replace(dossier.head, **head), reached=reached)

        self.change(decide)

    def change(self, decide: Decide) -> None:
        change_dossier(
            self.dossier_id,
            decide,
            by=platform("queue"),
            table=self.table,
            now=self.now,
        )

    def file(self, reference: str = "") -> None:
        prepare_request(self.dossier_id, by=AGENT, table=self.table, now=self.now)
        record_filing(self.dossier_id, 1, reference, by=AGENT, table=self.table, now=self.now)

    def tell(self, code: str, at: datetime | None = None) -> None:
        """The operator says something, now or of a day that is over."""
        number = len(self.told) + 1
        raw = RawMilestone("http", "2603P4E000001", number, code, code, at or self.now)
        self.told = (*self.told, raw)
        apply_milestones(self.dossier_id, 1, self.told, by=AGENT, table=self.table, now=self.now)
