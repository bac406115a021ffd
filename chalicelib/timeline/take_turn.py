"""The step of a process that acts: what brings a milestone about, once the execution says it is time.

What is done is a use case that the kind's process names. It is harmless when repeated: what was
reached is not asked for again.
"""

import logging
from collections.abc import Callable

from chalicelib.audit.model import platform
from chalicelib.aws.table import Table
from chalicelib.cases.kind import AnyKind, Later
from chalicelib.cases.load import load_head
from chalicelib.cases.registry import kind_of
from chalicelib.refusals import Refusal
from chalicelib.timeline.model import CaseClosed, ExecutionSuperseded, TooEarly

log = logging.getLogger(__name__)

MACHINE = platform("machine")


type Act = Callable[..., object]
"""A use case: takes the case's id and, as `by`, who acts."""


def find_act(kind: AnyKind, milestone: str) -> Act:
    """Find the use case that brings a milestone about; LookupError when the process names none."""
    place = kind.process.get().act_of(milestone) if kind.process else ""
    if not place:
        raise LookupError(f"{kind.name}: nothing brings {milestone} about")
    return Later[Act](place).get()


def take_turn(
    case_id: str,
    generation: int,
    milestone: str,
    *,
    table: Table,
    find: Callable[[AnyKind, str], Act] = find_act,
) -> bool:
    """Have done what brings a milestone about; False when it was reached already.

    Raises TooEarly when the use case refuses for now (the state machine tries again), CaseClosed and
    ExecutionSuperseded when this execution has no more to do.
    """
    kind = kind_of(case_id)
    if not _has_turn(kind, case_id, generation, milestone, table):
        return False
    act = find(kind, milestone)
    try:
        act(case_id, by=MACHINE)
    except Refusal as refusal:
        log.info("too early to act", extra={"case_id": case_id, "code": refusal.code})
        raise TooEarly(why=refusal.code) from refusal
    return True


def _has_turn(kind: AnyKind, case_id: str, generation: int, milestone: str, table: Table) -> bool:
    head = load_head(case_id, seen_by=MACHINE, kind=kind, table=table)
    if generation < head.generation:
        raise ExecutionSuperseded
    if kind.statuses.is_over(head.status):
        raise CaseClosed
    return milestone not in head.milestones
