"""Supervise: find the open dossiers whose execution is lost, and start the next generation.

An execution may fail, be stopped by hand, die with its service or grow too old; a step may
have failed to register its token, or a token may have stayed without its answer. Whatever
happened, the table says where each dossier is, and the next generation starts from there.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import batched

from chalicelib.audit.model import platform
from chalicelib.aws.machine import Execution, Machine, RunState
from chalicelib.aws.table import Table
from chalicelib.cases.process import after_acts, awaited
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.load_heads import load_heads
from chalicelib.dossiers.model import Change, Dossier, Head
from chalicelib.dossiers.process import PROCESS
from chalicelib.dossiers.statuses import Status
from chalicelib.timeline import store
from chalicelib.timeline.follow import start_execution, wake_steps
from chalicelib.timeline.model import OLDEST_EXECUTION, SETTLING, Token, execution_name

log = logging.getLogger(__name__)

WORKERS = 8
"""How many dossiers are put right at a time: Step Functions throttles describes and starts."""

SUSPICION = timedelta(minutes=10)
"""How long an execution must look stalled: a step that refuses is retried for some minutes."""

BATCH = 100
LIVE = frozenset({RunState.RUNNING, RunState.PENDING_REDRIVE})
AFTER_AN_ACT = after_acts(PROCESS)
"""What is awaited behind a step that acts: the filing, the order of commissioning."""


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
    """One open dossier as the supervisor sees it."""

    row: store.OpenRow
    head: Head
    execution: Execution | None
    waiting: frozenset[str]
    """The milestones for which a token of the current generation is registered."""


def judge(watched: Watched, real: datetime) -> Finding:
    """Judge one dossier's execution at a real instant; pure."""
    execution, reached = watched.execution, watched.head.milestones
    if execution is None:
        return Finding.LOST
    age = real - execution.started_at
    if age > OLDEST_EXECUTION:
        return Finding.TOO_OLD
    if watched.waiting & reached.keys():
        return Finding.UNANSWERED
    if age <= SETTLING or expected_tokens(watched.head) <= watched.waiting:
        return Finding.SOUND
    since = watched.row.suspect_since
    return Finding.STALLED if since and real - since >= SUSPICION else Finding.SUSPECT


def expected_tokens(head: Head) -> frozenset[str]:
    """Give the milestones for which a token should be registered.

    While a dossier waits for a piece the steps that act are refused and tried again: what
    comes after them has no token yet.
    """
    acting = AFTER_AN_ACT if head.status is Status.AWAITING_PIECE else frozenset()
    return awaited(PROCESS, head.milestones) - acting


def supervise(*, table: Table, machine: Machine, real: datetime) -> Mapping[Finding, int]:
    """Put right every open dossier's execution, and count what was found.

    A dossier that fails harms no other: its trouble is raised once all had their turn.
    """
    running = {one.name: one for one in machine.list_running()}
    tokens = _tokens_by_dossier(store.list_tokens(table))
    counts = dict.fromkeys(Finding, 0)
    with ThreadPoolExecutor(WORKERS) as pool:
        acts: list[Future[None]] = []
        for watched in _watch(store.list_open(table), tokens, running, table):
            finding = judge(watched, real)
            counts[finding] += 1
            acts.append(pool.submit(repair, watched, finding, table, machine, real))
    failures = [error for act in acts if isinstance(error := act.exception(), Exception)]
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
            wake_steps(_load(dossier_id, table), table=table, machine=machine)
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
        start_execution(dossier, table=table, machine=machine)
        wake_steps(dossier, table=table, machine=machine)


def _next_generation(head: Head, why: Finding, table: Table) -> Dossier:
    def decide(dossier: Dossier, _now: datetime) -> Change | None:
        current = dossier.head
        if not current.is_open or current.generation != head.generation:
            return None
        renewed = replace(current, generation=current.generation + 1)
        return Change(EventKind.EXECUTION_RESTARTED, renewed, details={"why": str(why)})

    log.warning("execution restarted", extra={"dossier_id": head.dossier_id, "why": str(why)})
    return change_dossier(head.dossier_id, decide, by=platform("schedule"), table=table)


def _watch(
    rows: Iterable[store.OpenRow],
    tokens: Mapping[str, list[Token]],
    running: Mapping[str, Execution],
    table: Table,
) -> Iterator[Watched]:
    for some in batched(rows, BATCH, strict=False):
        heads = load_heads([row.dossier_id for row in some], table=table)
        for row in some:
            head = heads.get(row.dossier_id)
            if head is not None and head.is_open:
                execution = running.get(execution_name(head.dossier_id, head.generation))
                mine = tokens.get(row.dossier_id, [])
                waiting = {one.milestone for one in mine if one.generation == head.generation}
                yield Watched(row, head, execution, frozenset(waiting))


def _tokens_by_dossier(tokens: Iterable[Token]) -> Mapping[str, list[Token]]:
    grouped: dict[str, list[Token]] = {}
    for token in tokens:
        grouped.setdefault(token.case_id, []).append(token)
    return grouped


def _load(dossier_id: str, table: Table) -> Dossier:
    return load_dossier(dossier_id, seen_by=platform("schedule"), table=table)
