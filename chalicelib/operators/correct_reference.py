"""An agent corrects the number that an operator gave to a request: the one that stood was wrong."""

from dataclasses import replace
from datetime import datetime

from chalicelib.audit.model import Actor
from chalicelib.aws.items import Delete, Operation
from chalicelib.aws.table import ConditionFailed, Table, open_table
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.load import load_head
from chalicelib.dossiers.model import Change, Dossier
from chalicelib.operators.record_filing import check_reference, reference_rows
from chalicelib.operators.refusals import (
    NoLiveRequest,
    ReferenceChanged,
    ReferenceMissing,
    ReferenceTaken,
    ReferenceTakenBy,
)
from chalicelib.operators.view import LIVE
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import require
from chalicelib.refusals import NotFound
from chalicelib.rows.leads import OPERATOR_REFERENCE


def correct_reference(
    dossier_id: str,
    reference: str,
    *,
    was: str,
    by: Actor,
    table: Table | None = None,
    now: datetime | None = None,
) -> Dossier:
    """Give a filed request its right number; the same again changes nothing.

    `was` is the number that was shown. The wrong one is given up: it may be another dossier's.
    Raises NotAllowed, NotFound, NoLiveRequest, ReferenceMissing, ReferenceMalformed,
    ReferenceChanged when somebody was faster, ReferenceTakenBy, which names the other dossier.
    """
    require(by, Connection.CORRECT_REFERENCE)
    table, reference = table or open_table(), reference.strip()

    def decide(dossier: Dossier, _now: datetime) -> Change | None:
        request = dossier.current_request()
        if request is None or request.state not in LIVE:
            raise NoLiveRequest
        if not reference:
            raise ReferenceMissing(field="reference")
        check_reference(request, reference)
        if request.external_id == reference:
            return None
        if request.external_id != was:
            raise ReferenceChanged(field="reference", reference=request.external_id)
        former = tuple(one for one in request.former_ids if one != reference)
        right = replace(request, external_id=reference, former_ids=former)
        return Change(
            EventKind.REFERENCE_CORRECTED,
            dossier.head,
            requests=(right,),
            details={"request": request.number, "operator": request.operator},
            values={"before": was, "after": reference},
            also=(*_give_up(dossier_id, request.operator, was), *reference_rows(dossier_id, right)),
        )

    try:
        return change_dossier(dossier_id, decide, by=by, table=table, now=now)
    except ConditionFailed as failed:
        dossier = load_head(dossier_id, seen_by=by, table=table)
        raise _taken(table, dossier.operator, reference, by) from failed


def _give_up(dossier_id: str, operator: str, reference: str) -> tuple[Operation, ...]:
    if not reference:
        return ()
    mine = {"dossier_id": dossier_id}
    return (Delete(*OPERATOR_REFERENCE.key(operator, reference), expect=mine),)


def _taken(table: Table, operator: str, reference: str, by: Actor) -> ReferenceTaken:
    """Tell which dossier has the number, as far as it can still be seen."""
    row = table.get(*OPERATOR_REFERENCE.key(operator, reference)) or {}
    try:
        other = load_head(str(row.get("dossier_id", "")) or "-", seen_by=by, table=table)
    except NotFound:
        return ReferenceTaken(field="reference")
    return ReferenceTakenBy(field="reference", other=other.reference)
