"""A small world for the timeline's tests: a table on moto, a machine in memory, a dossier."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib.audit.model import Actor, Event, platform
from chalicelib.audit.store import list_whole_journal
from chalicelib.aws.table import Table
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.create_draft import create_draft
from chalicelib.dossiers.kinds import EventKind, Milestone
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Change, Dossier
from chalicelib.dossiers.statuses import Status
from chalicelib.timeline.finding import Finding
from chalicelib.timeline.follow import follow
from chalicelib.timeline.model import Token, execution_name
from chalicelib.timeline.register_token import register_token
from chalicelib.timeline.supervise import supervise
from chalicelib.timeline.take_turn import take_turn
from tests.timeline.machines import FakeMachine

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
INSTALLER = Actor("usr_1", "installer", "api", firm_id="frm_1")
FORM: dict[str, Any] = {
    "client": {"last_name": "Martin", "postcode": "69003"},
    "plant": {"connection_power_kva": 6},
}


@dataclass
class World:
    """Everything a timeline touches; `now` is the business instant."""

    table: Table
    machine: FakeMachine = field(init=False)
    now: datetime = NOW
    filings: list[str] = field(default_factory=list)
    orders: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.machine = FakeMachine(
            {
                "RegisterToken": self._register,
                "TakeTurn": self._take_turn,
            }
        )

    def _register(self, event: Any) -> None:
        token = Token(
            event["case_id"],
            event["generation"],
            event["milestone"],
            event["token"],
            NOW,
        )
        register_token(token, table=self.table, machine=self.machine)

    def _take_turn(self, event: Any) -> None:
        done = {Milestone.REQUEST_FILED: self.filings, Milestone.COMMISSIONING_ORDERED: self.orders}
        aim = Milestone(event["milestone"])
        take_turn(
            event["case_id"],
            event["generation"],
            aim,
            table=self.table,
            find=lambda _kind, _milestone: lambda case_id, by: done[aim].append(case_id),
        )

    def send(self, key: str = "k1") -> str:
        """Make a sent dossier and give its id."""
        draft = create_draft(
            FORM, idempotency_key=key, by=INSTALLER, table=self.table, now=self.now
        )
        dossier_id = draft.head.dossier_id

        def decide(dossier: Dossier, now: datetime) -> Change:
            sent = replace(dossier.head, status=Status.NEW, submitted_at=now, postcode="69003")
            reached = (Milestone.SUBMITTED, Milestone.EQUIPMENT_DECLARED)
            return Change(EventKind.DOSSIER_SUBMITTED, sent, reached=reached)

        change_dossier(dossier_id, decide, by=INSTALLER, table=self.table, now=self.now)
        return dossier_id

    def move(
        self,
        dossier_id: str,
        *,
        reached: tuple[Milestone, ...] = (),
        unreached: tuple[Milestone, ...] = (),
        status: Status | None = None,
        kind: EventKind = EventKind.REQUEST_MILESTONE,
    ) -> Dossier:
        """Reach or take back milestones, as some use case would."""

        def decide(dossier: Dossier, _now: datetime) -> Change:
            head = replace(dossier.head, status=status or dossier.head.status)
            return Change(kind, head, reached=reached, unreached=unreached)

        by = platform("queue")
        return change_dossier(dossier_id, decide, by=by, table=self.table, now=self.now)

    def load(self, dossier_id: str) -> Dossier:
        return load_dossier(dossier_id, seen_by=platform("queue"), table=self.table)

    def journal(self, dossier_id: str) -> tuple[Event, ...]:
        return list_whole_journal(self.table, dossier_id)

    def follow(self, event: Event) -> None:
        follow(event, table=self.table, machine=self.machine)

    def follow_all(self, dossier_id: str) -> None:
        for event in self.journal(dossier_id):
            self.follow(event)

    def supervise(self, real: datetime, **how: Any) -> Mapping[Finding, int]:
        """Have the supervisor look at all that is open, at a real instant."""
        return supervise(
            table=self.table, real=real, open_machine=lambda _process: self.machine, **how
        )

    def later(self, **delta: int) -> datetime:
        self.now += timedelta(**delta)
        return self.now

    def current(self, dossier_id: str) -> str:
        return execution_name(dossier_id, self.load(dossier_id).head.generation)
