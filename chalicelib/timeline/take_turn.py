"""The two steps of a timeline that act: file the request, order the commissioning.

Both are the operators' use cases, called once the execution says that it is time. They are
harmless when repeated: what was reached is not asked for again.
"""

import logging
from collections.abc import Callable

from chalicelib.audit.model import Actor, platform
from chalicelib.aws.table import Table
from chalicelib.dossiers.kinds import Milestone
from chalicelib.dossiers.load import load_head
from chalicelib.operators.refusals import CommissioningNotReady, FilingNotReady
from chalicelib.refusals import Refusal
from chalicelib.timeline.model import CaseClosed, ExecutionSuperseded

log = logging.getLogger(__name__)

MACHINE = platform("machine")

type Act = Callable[[str, Actor], object]
"""A use case of the operators: takes the dossier's id and who acts."""


def request_filing(dossier_id: str, generation: int, prepare: Act, *, table: Table) -> bool:
    """Have the connection request prepared and filed; False when it was filed already.

    Raises FilingNotReady when the operators' rules refuse for now (the state machine tries
    again), CaseClosed and ExecutionSuperseded when this execution has no more to do.
    """
    if not _has_turn(dossier_id, generation, Milestone.REQUEST_FILED, table):
        return False
    try:
        prepare(dossier_id, MACHINE)
    except Refusal as refusal:
        log.info("filing not ready", extra={"dossier_id": dossier_id, "code": refusal.code})
        raise FilingNotReady(why=refusal.code) from refusal
    return True


def order_commissioning(dossier_id: str, generation: int, order: Act, *, table: Table) -> bool:
    """Have the commissioning ordered; False when it was ordered already.

    Raises CommissioningNotReady when the operators' rules refuse for now, and else as
    `request_filing`.
    """
    if not _has_turn(dossier_id, generation, Milestone.COMMISSIONING_ORDERED, table):
        return False
    try:
        order(dossier_id, MACHINE)
    except Refusal as refusal:
        log.info("commissioning not ready", extra={"dossier_id": dossier_id, "code": refusal.code})
        raise CommissioningNotReady(why=refusal.code) from refusal
    return True


def _has_turn(dossier_id: str, generation: int, aim: Milestone, table: Table) -> bool:
    head = load_head(dossier_id, seen_by=MACHINE, table=table)
    if generation < head.generation:
        raise ExecutionSuperseded
    if not head.is_open:
        raise CaseClosed
    return aim not in head.milestones
