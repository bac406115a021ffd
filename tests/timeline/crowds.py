"""A stage with so many open dossiers, all running, that nothing but their number is kept; virtual time."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Any

from chalicelib.aws.items import Item, Operation
from chalicelib.aws.machine import PAGE, Execution, RunningPage, RunState
from chalicelib.aws.table import Page, Table
from chalicelib.cases.model import Reached
from chalicelib.dossiers.kinds import Milestone
from chalicelib.dossiers.model import Head
from chalicelib.dossiers.statuses import Status
from chalicelib.dossiers.store import head_to_item
from chalicelib.rows.cases import CASE
from chalicelib.rows.instants import stamp
from chalicelib.rows.listings import OPEN
from chalicelib.timeline import store
from chalicelib.timeline.model import Token, execution_name
from chalicelib.timeline.pace import Pace
from chalicelib.timeline.walk import Paces, usual_paces
from tests.timeline.machines import FakeMachine

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
EVERY = timedelta(seconds=2.88)
"""Thirty thousand executions start a day."""

NOTED_AFTER = timedelta(seconds=0.2)
CALL_S, FOREIGN_S, WORKERS = 0.010, 0.100, 8
LISTS, DESCRIBES = (100, 2.0), (250, 10.0)
"""What Step Functions take in Paris: so many calls at once, and then so many a second."""
WAITS_FOR = (Milestone.REQUEST_QUALIFIED, Milestone.CONSUEL_ACCEPTED)
PASSED = (
    Milestone.SUBMITTED,
    Milestone.EQUIPMENT_DECLARED,
    Milestone.SUBSCRIPTION_SIGNED,
    Milestone.PIECES_COMPLETE,
    Milestone.REQUEST_FILED,
)
WAITING = Head("dos", "frm_1", "usr_1", NOW, NOW, status=Status.WITH_OPERATOR)
HEAD = head_to_item(replace(WAITING, milestones={one: Reached(NOW, 3) for one in PASSED}))
"""As the table gives it; the id is put in its place."""


def id_of(number: int) -> str:
    return f"dos_{number:032x}"


def started(number: int) -> datetime:
    """The start of a dossier's execution: the first one is the latest."""
    return NOW - number * EVERY


TOKENS = [dict(store.put_token(Token("", 1, one, "x" * 700, NOW)).item) for one in WAITS_FOR]
"""The tokens that a dossier waits behind, as long as those of Step Functions."""


def is_within(instants: Sequence[float], quota: tuple[int, float]) -> bool:
    """Say whether a bucket that begins full has a turn for each call."""
    at_once, a_second = quota
    left, seen = float(at_once), 0.0
    for instant in sorted(instants):
        left, seen = min(at_once, left + (instant - seen) * a_second) - 1, instant
        if left < 0:
            return False
    return True


@dataclass
class Clock:
    """Virtual seconds, which calls and pauses spend."""

    now: float = 0.0
    lock: Lock = field(default_factory=Lock)

    def read(self) -> float:
        return self.now

    def spend(self, seconds: float) -> None:
        with self.lock:
            self.now += seconds

    def pace(self, usual: Pace) -> Pace:
        """The same pace by this clock."""
        return Pace(usual._a_second, usual._at_once, clock=self.read, pause=self.spend)

    def paces(self) -> Paces:
        usual = usual_paces()
        return Paces(*map(self.pace, (usual.lists, usual.describes, usual.stops)))


class Crowd(Table):
    """A table with so many open dossiers, each of which waits for its operator and its Consuel."""

    def __init__(self, dossiers: int, clock: Clock) -> None:
        super().__init__("crowd", None)  # type: ignore[arg-type] # no client: every call is our own
        self.dossiers, self.clock = dossiers, clock
        self.place: Item | None = None
        self.looked_at = 0
        self.moved = 0

    def query(self, pk: str, *, start: str | None = None, **_how: Any) -> Page:
        if pk != OPEN.pk("dossier"):
            self.clock.spend(CALL_S / WORKERS)
            with self.clock.lock:
                self.looked_at += 1
            return Page(tuple({**one, "case_id": CASE.id_in(pk)} for one in TOKENS))
        self.clock.spend(CALL_S)
        first = int(start or 0)
        last = min(first + store.PAGE, self.dossiers)
        rows: list[Item] = [
            {"case_id": id_of(one), "wa": stamp(started(one) + NOTED_AFTER)}
            for one in range(first, last)
        ]
        return Page(tuple(rows), str(last) if last < self.dossiers else None)

    def get(self, pk: str, sk: str, *, consistent: bool = False) -> Item | None:
        del pk, sk, consistent
        return self.place

    def write(self, operation: Operation) -> None:
        del operation
        self.moved += 1

    def put(self, item: Any, *, absent: bool = False) -> None:
        del absent
        self.place = dict(item)

    def batch_get(
        self, keys: Sequence[tuple[str, str]], *, consistent: bool = False
    ) -> tuple[Item, ...]:
        del consistent
        self.clock.spend(CALL_S)
        return tuple({**HEAD, "dossier_id": CASE.id_in(pk)} for pk, _sk in keys)


class CrowdMachine(FakeMachine):
    """A machine that runs an execution for each of so many dossiers; it notes when it was asked."""

    def __init__(self, dossiers: int, clock: Clock, *, is_listed: bool = True) -> None:
        super().__init__({})
        self.listed = dossiers if is_listed else 0
        self.clock = clock
        self.lists: list[float] = []
        self.describes: list[float] = []

    def list_running(self, start: str = "") -> RunningPage:
        self.lists.append(self.clock.now)
        self.clock.spend(FOREIGN_S)
        first = int(start or 0)
        last = min(first + PAGE, self.listed)
        found = tuple(
            Execution(execution_name(id_of(one), 1), RunState.RUNNING, started(one))
            for one in range(first, last)
        )
        return RunningPage(found, str(last) if last < self.listed else "")

    def find(self, name: str) -> Execution | None:
        self.describes.append(self.clock.now)
        self.clock.spend(FOREIGN_S / WORKERS)
        return Execution(name, RunState.RUNNING, NOW)
