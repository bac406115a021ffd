"""Supervise: find the open dossiers whose execution is lost, and start the next generation.

An execution may fail, be stopped by hand, die with its service or grow too old; a step may
have failed to register its token, or a token may have stayed without its answer. Whatever
happened, the table says where each dossier is, and the next generation starts from there.
"""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from chalicelib.audit.model import platform
from chalicelib.aws.machine import Machine, RunState
from chalicelib.aws.table import Table
from chalicelib.cases.process import expected_tokens
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.kind import DOSSIER
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.load_heads import load_heads
from chalicelib.dossiers.model import Change, Dossier, Head
from chalicelib.dossiers.process import PROCESS
from chalicelib.timeline import store
from chalicelib.timeline.executions import start_execution, wake_steps
from chalicelib.timeline.model import OLDEST_EXECUTION, SETTLING, execution_name

log = logging.getLogger(__name__)

WORKERS = 8
"""How many dossiers are put right at a time: Step Functions throttles describes and starts."""

SUSPICION = timedelta(minutes=10)
"""How long an execution must look stalled: a step that refuses is retried for some minutes."""

LIVE = frozenset({RunState.RUNNING, RunState.PENDING_REDRIVE})


class Finding(StrEnum):
    """What the supervisor finds of one dossier's execution."""

    SOUND = "sound"
    LOST = "lost"
    TOO_OLD = "too_old"
    UNANSWERED = "unanswered"
    SUSPECT = "suspect"
    STALLED = "stalled"


@dataclass(frozen=True, slots=True)
class Watched:
    """One open dossier as the supervisor sees it; `started_at` is None when no execution runs."""

    row: store.OpenRow
    head: Head
    started_at: datetime | None
    waiting: frozenset[str]
    """The milestones for which a token of the current generation is registered."""


@dataclass(frozen=True, slots=True)
class Overview:
    """What runs and what waits on the whole stage, by execution, in a few bytes each.

    Names are kept as hashes and milestones as bits: a hundred thousand open dossiers are some 25 MB.
    """

    started_s: Mapping[int, int]
    waiting: Mapping[int, int]

    def find(self, name: str) -> tuple[datetime | None, frozenset[str]]:
        """Give when an execution started (None when it does not run), and what it has tokens for."""
        started_s, bits = self.started_s.get(hash(name)), self.waiting.get(hash(name), 0)
        started_at = datetime.fromtimestamp(started_s, UTC) if started_s is not None else None
        return started_at, frozenset(one for one, bit in BITS.items() if bits & bit)


BITS = {node.milestone: 1 << place for place, node in enumerate(PROCESS.nodes)}


def read_overview(table: Table, machine: Machine) -> Overview:
    """Read what runs and what waits, a page at a time."""
    running = {hash(one.name): int(one.started_at.timestamp()) for one in machine.list_running()}
    waiting: dict[int, int] = {}
    for token in store.list_tokens(table):
        name = hash(execution_name(token.case_id, token.generation))
        waiting[name] = waiting.get(name, 0) | BITS.get(token.milestone, 0)
    return Overview(running, waiting)


def judge(watched: Watched, real: datetime) -> Finding:
    """Judge one dossier's execution at a real instant; pure."""
    started_at, reached = watched.started_at, watched.head.milestones
    if started_at is None:
        return Finding.LOST
    age = real - started_at
    if age > OLDEST_EXECUTION:
        return Finding.TOO_OLD
    if watched.waiting & reached.keys():
        return Finding.UNANSWERED
    expected = expected_tokens(PROCESS, reached, watched.head.status)
    if age <= SETTLING or expected <= watched.waiting:
        return Finding.SOUND
    since = watched.row.suspect_since
    return Finding.STALLED if since and real - since >= SUSPICION else Finding.SUSPECT


def supervise(
    *,
    table: Table,
    machine: Machine,
    real: datetime,
    is_time_up: Callable[[], bool] = lambda: False,
) -> Mapping[Finding, int]:
    """Put right the open dossiers' executions, from where the last run stopped; count what was found.

    `is_time_up` is asked after each hundred: the next run goes on behind them. A dossier that fails
    harms no other: its trouble is raised once all had their turn.
    """
    overview = read_overview(table, machine)
    counts, failures = dict.fromkeys(Finding, 0), list[Exception]()
    begin, following = store.find_supervised(table), ""
    with ThreadPoolExecutor(WORKERS) as pool:
        for rows, after in store.list_open_pages(table, begin):
            found = [(one, judge(one, real)) for one in _watch(rows, overview, table)]
            for _watched, finding in found:
                counts[finding] += 1
            amiss = [
                pool.submit(repair, one, finding, table, machine, real)
                for one, finding in found
                if finding is not Finding.SOUND or one.row.suspect_since
            ]
            failures += [e for act in amiss if isinstance(e := act.exception(), Exception)]
            if is_time_up():
                following = after or ""
                break
    if following != begin:
        store.note_supervised(table, following)
    if failures:
        raise ExceptionGroup("dossiers not put right", failures)
    return counts


def repair(
    watched: Watched, finding: Finding, table: Table, machine: Machine, real: datetime
) -> None:
    """Do what a finding asks for, once more from the truth."""
    dossier_id, suspected = watched.head.dossier_id, watched.row.suspect_since
    match finding:
        case Finding.SOUND:
            if suspected:
                store.note_suspicion(table, dossier_id, None)
        case Finding.SUSPECT:
            if not suspected:
                store.note_suspicion(table, dossier_id, real)
        case Finding.UNANSWERED:
            _wake(_load(dossier_id, table), table, machine)
        case Finding.LOST | Finding.TOO_OLD | Finding.STALLED:
            restart(watched.head, finding, table=table, machine=machine)


def restart(head: Head, why: Finding, *, table: Table, machine: Machine) -> None:
    """Start what is missing: this generation if it never ran, else the next one."""
    name = execution_name(head.dossier_id, head.generation)
    found = machine.find(name)
    if found is None:
        dossier = _load(head.dossier_id, table)
    elif why is Finding.LOST and found.state in LIVE:
        return
    else:
        machine.stop(name, why)
        dossier = _next_generation(head, why, table)
    if dossier.head.is_open:
        start_execution(dossier.head, table=table, machine=machine)
        _wake(dossier, table, machine)


def _wake(dossier: Dossier, table: Table, machine: Machine) -> None:
    wake_steps(dossier, DOSSIER, PROCESS, table=table, machine=machine)


def _next_generation(head: Head, why: Finding, table: Table) -> Dossier:
    def decide(dossier: Dossier, _now: datetime) -> Change | None:
        current = dossier.head
        if not current.is_open or current.generation != head.generation:
            return None
        renewed = replace(current, generation=current.generation + 1)
        return Change(EventKind.EXECUTION_RESTARTED, renewed, details={"why": str(why)})

    log.warning("execution restarted", extra={"dossier_id": head.dossier_id, "why": str(why)})
    return change_dossier(head.dossier_id, decide, by=platform("schedule"), table=table)


def _watch(rows: Sequence[store.OpenRow], overview: Overview, table: Table) -> Iterator[Watched]:
    heads = load_heads([row.dossier_id for row in rows], table=table)
    for row in rows:
        head = heads.get(row.dossier_id)
        if head is not None and head.is_open:
            name = execution_name(head.dossier_id, head.generation)
            yield Watched(row, head, *overview.find(name))


def _load(dossier_id: str, table: Table) -> Dossier:
    return load_dossier(dossier_id, seen_by=platform("schedule"), table=table)
