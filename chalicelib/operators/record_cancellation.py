"""The operator was told that a request is given up."""

from dataclasses import replace
from datetime import datetime

from chalicelib.audit.model import Actor
from chalicelib.aws.table import Table
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.model import Change, Dossier, RequestState
from chalicelib.operators.apply_milestones import find_request
from chalicelib.operators.rows import drop_watch


def record_cancellation(
    dossier_id: str,
    number: int,
    *,
    by: Actor,
    error: str = "",
    table: Table | None = None,
    now: datetime | None = None,
) -> Dossier:
    """Record that request `number` is cancelled with its operator; again, it changes nothing.

    `error` is what the operator answered when there was nothing left to cancel.
    """

    def decide(dossier: Dossier, _now: datetime) -> Change | None:
        current = find_request(dossier, number)
        if current is None or current.state is not RequestState.TO_CANCEL:
            return None
        told = replace(
            current, state=RequestState.CANCELLED, next_at=None, attempts=0, last_error=error
        )
        return Change(
            EventKind.REQUEST_CANCELLED,
            dossier.head,
            requests=(told,),
            details={"request": told.number, "operator": told.operator},
            also=(drop_watch(dossier.head.dossier_id, told.number),),
        )

    return change_dossier(dossier_id, decide, by=by, table=table, now=now)
