"""A small world for the operators' tests: a table on moto, the sandbox on a free port, a clock."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from chalicelib.audit.model import Actor, Event, platform
from chalicelib.audit.store import list_whole_journal
from chalicelib.aws.table import Table
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.create_draft import create_draft
from chalicelib.dossiers.kinds import EventKind, Milestone
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Change, Dossier, OperatorRequest, PieceState
from chalicelib.dossiers.statuses import Status
from chalicelib.operators.carry_out import carry_out_with, list_due, raise_failures
from chalicelib.operators.connectors import open_connector
from chalicelib.operators.http import HttpConnector
from chalicelib.operators.model import Connector
from chalicelib.operators.poll_requests import poll_requests
from chalicelib.operators.prepare_request import prepare_request
from chalicelib.operators.round import Round
from local.operator_sandbox.api import Sandbox
from local.operator_sandbox.shelf import Shelf

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
REAL = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
INSTALLER = Actor("usr_1", "installer", "api", firm_id="frm_1")
AGENT = Actor("usr_7", "agent", "page")
KEY = "the-sandbox-key"
READY = (
    Milestone.SUBMITTED,
    Milestone.EQUIPMENT_DECLARED,
    Milestone.SUBSCRIPTION_SIGNED,
    Milestone.PIECES_COMPLETE,
    Milestone.CONSUEL_ACCEPTED,
)


def the_key(_fresh: bool) -> str:
    """The key by which the sandbox knows us."""
    return KEY


@contextmanager
def open_sandbox(directory: Path, *, port: int = 0, hang_s: float = 1.0) -> Iterator[Sandbox]:
    """The sandbox, serving on a free port until the end of the block."""
    shelf = Shelf(directory)
    sandbox = Sandbox(shelf, port, KEY, hang_s)
    thread = threading.Thread(target=sandbox.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield sandbox
    finally:
        sandbox.shutdown()
        thread.join()
        sandbox.server_close()
        shelf.close()


def act_on_all(round_: Round) -> int:
    """Do what is due with every operator, as a run does before it asks them."""
    due = list_due(round_)
    with ThreadPoolExecutor(max(1, len(due))) as pool:
        done = list(pool.map(lambda one: carry_out_with(round_, *one), due.items()))
    raise_failures([failure for _count, failures in done for failure in failures])
    return sum(count for count, _failures in done)


@dataclass
class World:
    """Everything that operators touch. `now` is the business instant, the sandbox's too."""

    table: Table
    sandbox: Sandbox
    now: datetime = NOW
    real: datetime = REAL
    connectors: dict[str, Connector] = field(default_factory=dict)
    made: int = 0

    def __post_init__(self) -> None:
        self.connectors["enedis"] = self.http()
        self.set_clocks()

    def http(self, *, read_s: float = 3.0) -> HttpConnector:
        return HttpConnector("enedis", self.sandbox.address, the_key, read_s=read_s)

    def set_clocks(self) -> None:
        self.sandbox.desk.set_clock({"now": self.now.isoformat(), "factor": 0})

    def later(self, **delta: float) -> None:
        """Let business time and real time pass alike."""
        self.now += timedelta(**delta)
        self.real += timedelta(**delta)
        self.set_clocks()

    def connect(self, operator: str) -> Connector:
        return self.connectors.get(operator) or open_connector(operator)

    def round(self, **more: Any) -> Round:
        return Round(self.table, self.now, self.real, connect=self.connect, **more)

    def send(self, *, comment: str = "", operator: str = "enedis") -> str:
        """Make a dossier that is sent, signed and complete, and give its id."""
        self.made += 1
        form: dict[str, Any] = {
            "client": {"last_name": "Martin", "first_name": "Léa", "city": "Lyon"},
            "electricity": {"pdl": "01234567890123", "operator": operator, "phases": "mono"},
            "plant": {"connection_power_kva": 6, "installed_power_kva": 6, "peak_power_kwc": 6},
            "documents": {"comment": comment},
        }
        draft = create_draft(
            form,
            idempotency_key=f"k{self.made}",
            by=INSTALLER,
            table=self.table,
            now=self.now,
        )

        def decide(dossier: Dossier, now: datetime) -> Change:
            head = replace(
                dossier.head, status=Status.NEW, submitted_at=now, operator=operator, postcode=""
            )
            return Change(EventKind.DOSSIER_SUBMITTED, head, reached=READY)

        dossier_id = draft.head.dossier_id
        change_dossier(dossier_id, decide, by=INSTALLER, table=self.table, now=self.now)
        return dossier_id

    def file(self, **how: Any) -> str:
        """Make a dossier whose request is filed."""
        dossier_id = self.send(**how)
        self.prepare(dossier_id)
        self.act()
        return dossier_id

    def prepare(self, dossier_id: str) -> Dossier:
        dossier = prepare_request(
            dossier_id, by=platform("machine"), table=self.table, now=self.now
        )
        # The row is due in the machine's real time, the world's may be before.
        self.real = max(self.real, datetime.now(UTC) + timedelta(seconds=1))
        return dossier

    def act(self) -> int:
        return act_on_all(self.round())

    def poll(self, **more: Any) -> int:
        return poll_requests(self.round(**more), "enedis")

    def work(self, **delta: float) -> None:
        """Let time pass, then run the job as the schedule does."""
        self.later(**delta)
        self.real = max(self.real, datetime.now(UTC) + timedelta(seconds=1))
        self.act()
        self.poll()

    def load(self, dossier_id: str) -> Dossier:
        return load_dossier(dossier_id, seen_by=platform("queue"), table=self.table)

    def status(self, dossier_id: str) -> Status:
        return self.load(dossier_id).head.status

    def request(self, dossier_id: str) -> OperatorRequest:
        request = self.load(dossier_id).current_request()
        assert request is not None
        return request

    def journal(self, dossier_id: str) -> list[Event]:
        return list(list_whole_journal(self.table, dossier_id))

    def kinds(self, dossier_id: str) -> list[str]:
        return [event.kind for event in self.journal(dossier_id)]

    def hand_in(self, dossier_id: str, slot: str) -> None:
        """The awaited piece comes and is accepted: the dossier goes back where it came from."""

        def decide(dossier: Dossier, _now: datetime) -> Change:
            pieces = tuple(
                replace(piece, state=PieceState.ACCEPTED)
                for piece in dossier.pieces
                if piece.slot == slot
            )
            came_from = dossier.head.came_from
            assert came_from is not None
            head = replace(dossier.head, status=came_from, came_from=None)
            return Change(EventKind.PIECES_COMPLETED, head, pieces=pieces)

        change_dossier(dossier_id, decide, by=platform("queue"), table=self.table, now=self.now)

    def forget(self, dossier_id: str, milestone: Milestone) -> None:
        """Take a milestone back."""

        def decide(dossier: Dossier, _now: datetime) -> Change:
            return Change(EventKind.STEP_SAVED, dossier.head, unreached=(milestone,))

        change_dossier(dossier_id, decide, by=platform("queue"), table=self.table, now=self.now)
