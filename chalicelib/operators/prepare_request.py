"""Prepare a dossier's connection request: from then on the scheduled job files it."""

from dataclasses import replace
from datetime import datetime

from chalicelib.audit.model import Actor
from chalicelib.aws.clock import real_now
from chalicelib.aws.table import Table
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.kinds import EventKind, Milestone
from chalicelib.dossiers.model import Change, Dossier, OperatorRequest, RequestState
from chalicelib.operators.connectors import is_by_hand
from chalicelib.operators.refusals import FilingNotReady, NoLiveRequest
from chalicelib.reference.operators import DEFAULT, load_operator

NEEDED = (Milestone.SUBSCRIPTION_SIGNED, Milestone.PIECES_COMPLETE)
"""The client's signature and the pieces gate the filing."""

OVER = frozenset({RequestState.REFUSED, RequestState.LAPSED, RequestState.CANCELLED})


def prepare_request(
    dossier_id: str, *, by: Actor, table: Table | None = None, now: datetime | None = None
) -> Dossier:
    """Make the row of a request to file, once: a dossier that has a live one keeps it.

    Raises FilingNotReady while the signature or a piece is missing.
    """

    def decide(dossier: Dossier, now: datetime) -> Change | None:
        current = dossier.current_request()
        if current is not None and current.state not in OVER:
            return None
        if not dossier.head.is_open or not all(dossier.reached(one) for one in NEEDED):
            raise FilingNotReady
        operator = load_operator(dossier.head.operator or DEFAULT.code).code
        request = OperatorRequest(
            number=current.number + 1 if current else 1,
            operator=operator,
            state=RequestState.TO_FILE,
            prepared_at=now,
            next_at=None if is_by_hand(operator) else real_now(),
        )
        return Change(
            EventKind.REQUEST_PREPARED,
            dossier.head,
            requests=(request,),
            details={"request": request.number, "operator": operator},
        )

    return change_dossier(dossier_id, decide, by=by, table=table, now=now)


def release_request(
    dossier_id: str,
    *,
    by: Actor,
    operation_id: str = "",
    table: Table | None = None,
    now: datetime | None = None,
) -> Dossier:
    """Let the job act again, now, on a request that was refused, failed or put aside.

    Raises NoLiveRequest when there is nothing to act on.
    """

    def decide(dossier: Dossier, _now: datetime) -> Change | None:
        request = dossier.current_request()
        acts = {RequestState.TO_FILE, RequestState.TO_ORDER, RequestState.TO_CANCEL}
        if request is None or request.state not in acts or is_by_hand(request.operator):
            raise NoLiveRequest
        again = replace(request, next_at=real_now(), attempts=0, last_error="")
        return Change(
            EventKind.REQUEST_PREPARED,
            dossier.head,
            requests=(again,),
            details={"request": request.number, "operator": request.operator, "again": 1},
        )

    return change_dossier(
        dossier_id, decide, by=by, operation_id=operation_id, table=table, now=now
    )
