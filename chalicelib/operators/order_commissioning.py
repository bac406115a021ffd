"""Order the commissioning: recorded first, then carried out by the scheduled job."""

from dataclasses import replace
from datetime import datetime

from chalicelib.audit.model import Actor
from chalicelib.aws.clock import real_now
from chalicelib.aws.table import Table
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.kinds import EventKind, Milestone
from chalicelib.dossiers.model import Change, Dossier, RequestState
from chalicelib.dossiers.statuses import Status
from chalicelib.operators.connectors import is_by_hand
from chalicelib.operators.refusals import CommissioningNotReady

NEEDED = (
    Milestone.REQUEST_VALIDATED,
    Milestone.CONSUEL_ACCEPTED,
    Milestone.EQUIPMENT_DECLARED,
)
"""Everything that must be present before commissioning is ordered (F160, F162)."""


def order_commissioning(
    dossier_id: str, *, by: Actor, table: Table | None = None, now: datetime | None = None
) -> Dossier:
    """Ask for the commissioning of a validated request; asking again changes nothing.

    Raises CommissioningNotReady while the validation, the Consuel or the equipment is missing.
    """

    def decide(dossier: Dossier, _now: datetime) -> Change | None:
        if dossier.reached(Milestone.COMMISSIONING_ORDERED) or not dossier.head.is_open:
            return None
        request = dossier.current_request()
        if request is not None and request.state is RequestState.TO_ORDER:
            return None
        ready = dossier.head.status is Status.COMMISSIONING_PENDING
        if request is None or request.state is not RequestState.VALIDATED or not ready:
            raise CommissioningNotReady
        if not all(dossier.reached(one) for one in NEEDED):
            raise CommissioningNotReady
        next_at = None if is_by_hand(request.operator) else real_now()
        asked = replace(request, state=RequestState.TO_ORDER, next_at=next_at, attempts=0)
        return Change(
            EventKind.REQUEST_MILESTONE,
            dossier.head,
            requests=(asked,),
            details={"request": request.number, "operator": request.operator, "asked": "order"},
        )

    return change_dossier(dossier_id, decide, by=by, table=table, now=now)
