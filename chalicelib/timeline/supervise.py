"""Supervise: find the open cases whose execution is lost, and start the next generation.

An execution may fail, be stopped by hand, die with its service or grow too old; a step may
have failed to register its token, or a token may have stayed without its answer. Whatever
happened, the table says where each case is, and the next generation starts from there.

Every kind with a process has its turn, a hundred cases after the other kinds' hundred, from where the
last run stopped: what a run holds, and how often it asks, does not grow with how many cases there are.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final

from chalicelib.aws import machine as machines
from chalicelib.aws.machine import Machine
from chalicelib.aws.table import Table
from chalicelib.cases.registry import list_kinds
from chalicelib.cases.side_by_side import work_side_by_side
from chalicelib.timeline import store
from chalicelib.timeline.finding import Finding, Watched
from chalicelib.timeline.walk import Paces, Walk, usual_paces

log = logging.getLogger(__name__)

WORKERS: Final = 8
"""How many cases are looked at at a time: a read of its tokens each, most of it waiting."""

AHEAD: Final = 2 * store.PAGE
"""How many wait for a worker at most: work for all of them while the next hundred is read."""


class CasesNotPutRight(ExceptionGroup[Exception]):
    """Some cases, or a kind's machine, gave trouble: the next round comes back, an alarm tells people."""


def supervise(
    *,
    table: Table,
    real: datetime,
    open_machine: Callable[[str], Machine] = machines.open_machine,
    paces: Paces | None = None,
    is_time_up: Callable[[], bool] = lambda: False,
) -> Mapping[Finding, int]:
    """Put right the executions of every kind's open cases; count what was found.

    `is_time_up` is asked after each hundred of every kind: the next run goes on behind them. A case that
    fails or is slow harms no other, nor a kind another. Raises CasesNotPutRight once all had their turn.
    """
    paces = paces or usual_paces()
    walks = [
        Walk(
            kind,
            table=table,
            machine=open_machine(kind.process.get().name),
            paces=paces,
            real=real,
        )
        for kind in list_kinds()
        if kind.process
    ]
    counts, failures = dict.fromkeys(Finding, 0), list[Exception]()
    cases = _take_turns(walks, is_time_up, failures)
    for outcome in work_side_by_side(_look_at, cases, workers=WORKERS, ahead=AHEAD):
        if isinstance(outcome, Exception):
            failures.append(outcome)
        else:
            counts[outcome] += 1
    for walk in walks:
        walk.note()
    if failures:
        raise CasesNotPutRight("cases not put right", failures)
    return counts


def _take_turns(
    walks: Iterable[Walk], is_time_up: Callable[[], bool], failures: list[Exception]
) -> Iterator[tuple[Walk, Watched]]:
    """Give a hundred cases of each walk in turn, until all are over or time is up."""
    under_way = list(walks)
    while under_way:
        for walk in tuple(under_way):
            try:
                yield from ((walk, one) for one in walk.next_cases())
            except Exception as trouble:
                log.exception("a kind's open cases cannot be read")
                failures.append(trouble)
                under_way.remove(walk)
        under_way = [one for one in under_way if not one.is_over]
        if is_time_up():
            return


def _look_at(turn: tuple[Walk, Watched]) -> Finding | Exception:
    walk, watched = turn
    try:
        return walk.look_at(watched)
    except Exception as trouble:
        log.exception("execution not put right", extra={"case_id": watched.head.case_id})
        return trouble
