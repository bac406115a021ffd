"""Sent dossiers, quickly made, each with what an agent's list may find it by."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib.audit.model import Actor, Event, platform
from chalicelib.audit.store import list_whole_journal
from chalicelib.aws.table import Table
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.create_draft import create_draft
from chalicelib.dossiers.kinds import EventKind, Milestone
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import (
    Change,
    Dossier,
    OperatorRequest,
    Piece,
    PieceState,
    RequestState,
)
from chalicelib.dossiers.statuses import Status

PASSWORD = "une phrase de passe"
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
INSTALLER = Actor("usr_1", "installer", "page", firm_id="frm_1")
ANA = Actor("usr_ana", "agent", "page")
BEN = Actor("usr_ben", "agent", "page")


@dataclass
class Desk:
    """A table with dossiers, and its business clock."""

    table: Table
    now: datetime = NOW
    made: int = 0

    def later(self, **delta: float) -> None:
        self.now += timedelta(**delta)

    def send(self, name: str = "Martin", **head: Any) -> str:
        """Make a sent dossier that waits for nobody here."""
        self.made += 1
        form = {"client": {"last_name": name, "city": "Lyon"}}
        draft = create_draft(
            form, idempotency_key=f"key-{self.made}", by=INSTALLER, table=self.table, now=self.now
        )
        dossier_id = draft.head.dossier_id
        told = {"status": Status.NEW, "operator": "enedis", "reference": f"REF{self.made:04d}"}

        def decide(dossier: Dossier, now: datetime) -> Change:
            sent = replace(dossier.head, submitted_at=now, **{**told, **head})
            return Change(EventKind.DOSSIER_SUBMITTED, sent, reached=(Milestone.SUBMITTED,))

        self.change(dossier_id, decide)
        return dossier_id

    def change(self, dossier_id: str, decide: Callable[[Dossier, datetime], Change | None]) -> None:
        change_dossier(dossier_id, decide, by=platform("queue"), table=self.table, now=self.now)

    def happen(
        self, dossier_id: str, kind: EventKind, *requests: OperatorRequest, **head: Any
    ) -> None:
        self.change(
            dossier_id,
            lambda dossier, _now: Change(kind, replace(dossier.head, **head), requests=requests),
        )

    def piece(self, dossier_id: str, state: PieceState, slot: str = "facture") -> None:
        """Give a dossier a file in a state, decided now."""

        def decide(_dossier: Dossier, now: datetime) -> Change:
            file = Piece(f"doc_{slot}", slot, state, now, "usr_1", decided_at=now)
            return Change(EventKind.PIECE_UPLOADED, _dossier.head, pieces=(file,))

        self.change(dossier_id, decide)

    def ask(self, dossier_id: str, state: RequestState, **more: Any) -> None:
        """Give a dossier a connection request in a state."""
        request = OperatorRequest(1, "enedis", state, self.now, **more)
        self.happen(dossier_id, EventKind.REQUEST_MILESTONE, request)

    def load(self, dossier_id: str) -> Dossier:
        return load_dossier(dossier_id, seen_by=ANA, table=self.table)

    def journal(self, dossier_id: str) -> tuple[Event, ...]:
        return list_whole_journal(self.table, dossier_id)

    def kinds(self, dossier_id: str) -> list[str]:
        return [event.kind for event in self.journal(dossier_id)]
