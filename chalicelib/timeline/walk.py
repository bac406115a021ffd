"""One run's way along the open cases of a kind: a hundred at a time, each looked at and put right."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from chalicelib.audit.model import platform
from chalicelib.aws.machine import Machine, RunState
from chalicelib.aws.table import Table
from chalicelib.cases.change import change_case
from chalicelib.cases.kind import AnyKind
from chalicelib.cases.load import load_case, load_heads
from chalicelib.cases.model import CaseChange
from chalicelib.timeline import store
from chalicelib.timeline.executions import RESTARTED, start_execution, wake_steps
from chalicelib.timeline.finding import Finding, Watched, judge
from chalicelib.timeline.model import execution_name
from chalicelib.timeline.pace import Pace
from chalicelib.timeline.running import Running

log = logging.getLogger(__name__)

LIVE = frozenset({RunState.RUNNING, RunState.PENDING_REDRIVE})
BY = platform("schedule")


LISTS_A_SECOND, DESCRIBES_A_SECOND, STOPS_A_SECOND = 1, 8, 12
"""An account has 2, 10 and 25 a second in Paris, after 100, 250 and 500 at once; starts and answers have
150 and 300, to which eight workers never come near."""


@dataclass(frozen=True, slots=True)
class Paces:
    """How often a run asks Step Functions, whatever it finds."""

    lists: Pace
    describes: Pace
    stops: Pace


def usual_paces() -> Paces:
    """Make the paces of one run, all kinds together."""
    return Paces(
        lists=Pace(LISTS_A_SECOND, 10),
        describes=Pace(DESCRIBES_A_SECOND, 100),
        stops=Pace(STOPS_A_SECOND, 100),
    )


class Walk:
    """A run's way along the open cases of one kind, from where the last run stopped."""

    def __init__(
        self, kind: AnyKind, *, table: Table, machine: Machine, paces: Paces, real: datetime
    ) -> None:
        """`kind` has a process, which `machine` runs; `real` is the real instant of the run."""
        if kind.process is None:
            raise ValueError(f"{kind.name} has no process")
        self._kind, self._process = kind, kind.process.get()
        self._table, self._machine, self._paces, self._real = table, machine, paces, real
        self._begun = self._place = store.find_place(table, kind.name)
        self._running = Running(machine, self._place.running, paces.lists)
        self.is_over = False

    def next_cases(self) -> Iterator[Watched]:
        """Give the next hundred cases, with when the execution of each started, where it is seen to run."""
        rows, following = store.list_open(self._table, self._kind.name, self._place.cases)
        if rows:
            self._running.look(rows[0].since, rows[-1].since)
        heads = load_heads(self._kind, [one.case_id for one in rows], table=self._table)
        self._place = store.Place(following, self._running.place if following else "")
        self.is_over = not following
        for row in rows:
            head = heads.get(row.case_id)
            if head is not None and not self._kind.statuses.is_over(head.status):
                name = execution_name(head.case_id, head.generation)
                yield Watched(row, head, self._running.find(name))

    def note(self) -> None:
        """Note where the next run goes on."""
        if self._place != self._begun:
            store.note_place(self._table, self._kind.name, self._place)

    def look_at(self, watched: Watched) -> Finding:
        """Look at one case and do what is found to be needed, once more from the truth."""
        if watched.started_at is None:
            watched = self._ask_about(watched)
        head = watched.head
        tokens = store.list_tokens(self._table, head.case_id)
        waiting = frozenset(one.milestone for one in tokens if one.generation == head.generation)
        finding = judge(replace(watched, waiting=waiting), self._process, self._real)
        self._put_right(watched, finding)
        return finding

    def _ask_about(self, watched: Watched) -> Watched:
        """Ask for an execution by its name.

        One that runs after all takes the place of its start among the open cases: it is found there
        from now on.
        """
        head = watched.head
        self._paces.describes.take()
        found = self._machine.find(execution_name(head.case_id, head.generation))
        if found is None or found.state not in LIVE:
            return replace(watched, dead=found is not None)
        if found.started_at != watched.row.since:
            store.move_open(self._table, head.case_id, found.started_at)
        return replace(watched, started_at=found.started_at)

    def _put_right(self, watched: Watched, finding: Finding) -> None:
        case_id, suspected = watched.head.case_id, watched.row.suspect_since
        match finding:
            case Finding.SOUND:
                if suspected:
                    store.note_suspicion(self._table, case_id, None)
            case Finding.SUSPECT:
                if not suspected:
                    store.note_suspicion(self._table, case_id, self._real)
            case Finding.UNANSWERED:
                self._wake(self._load(case_id))
            case Finding.LOST | Finding.TOO_OLD | Finding.STALLED:
                self._restart(watched, finding)

    def _restart(self, watched: Watched, why: Finding) -> None:
        """Start what is missing: this generation if nothing of its name ever ran, else the next one."""
        head = watched.head
        if watched.started_at is not None:
            self._paces.stops.take()
            self._machine.stop(execution_name(head.case_id, head.generation), why)
        has_run = watched.dead or watched.started_at is not None
        case = self._begin_next(head, why) if has_run else self._load(head.case_id)
        if not self._kind.statuses.is_over(case.head.status):
            start_execution(case, table=self._table, machine=self._machine)
            self._wake(case)

    def _begin_next(self, head: Any, why: Finding) -> Any:
        """Begin the next generation of a case, unless somebody has, and give the case."""

        def decide(case: Any, _now: datetime) -> CaseChange | None:
            current = case.head
            if self._kind.statuses.is_over(current.status):
                return None
            if current.generation != head.generation:
                return None
            renewed = replace(current, generation=current.generation + 1)
            return CaseChange(RESTARTED, renewed, details={"why": str(why)})

        log.warning("execution restarted", extra={"case_id": head.case_id, "why": str(why)})
        return change_case(self._kind, head.case_id, decide, by=BY, table=self._table)

    def _wake(self, case: Any) -> None:
        wake_steps(case, self._kind, self._process, table=self._table, machine=self._machine)

    def _load(self, case_id: str) -> Any:
        return load_case(self._kind, case_id, seen_by=BY, table=self._table)
