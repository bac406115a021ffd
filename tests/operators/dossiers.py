"""Dossiers in memory: changes are applied as the table would, without one."""

from collections.abc import Sequence
from datetime import UTC, datetime

from chalicelib.audit.model import platform
from chalicelib.cases.model import Reached
from chalicelib.cases.write import write_change
from chalicelib.dossiers.kind import DOSSIER
from chalicelib.dossiers.kinds import Milestone
from chalicelib.dossiers.model import (
    Change,
    Dossier,
    Head,
    OperatorRequest,
    RequestState,
)
from chalicelib.dossiers.statuses import Status
from chalicelib.operators.apply_milestones import _Step
from chalicelib.operators.model import RawMilestone

NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
FILED = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def filed(status: Status = Status.WITH_OPERATOR) -> Dossier:
    """A dossier whose request is filed and open."""
    head = Head(
        "dos_1",
        "frm_1",
        "usr_1",
        FILED,
        FILED,
        status=status,
        operator="enedis",
        milestones={Milestone.REQUEST_FILED: Reached(FILED, 1)},
    )
    request = OperatorRequest(
        1, "enedis", RequestState.OPEN, FILED, None, external_id="2603P4E000001", filed_at=FILED
    )
    return Dossier(head, requests=(request,))


def carried(dossier: Dossier, change: Change) -> Dossier:
    """The dossier after a change, rows of this room included."""
    written = write_change(
        DOSSIER,
        dossier,
        change,
        by=platform("schedule"),
        operation_id=f"op_{dossier.head.seq}",
        now=NOW,
    )
    after: Dossier = written.after
    return after


def tell(dossier: Dossier, told: Sequence[RawMilestone], number: int = 1) -> Dossier:
    """The dossier once all that was told has had its effect."""
    step = _Step(number, tuple(told))
    for _ in range(60):
        change = step.decide(dossier, NOW)
        if change is None:
            return dossier
        dossier = carried(dossier, change)
    raise AssertionError("it never settles")
