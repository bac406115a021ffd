"""A request is filed, or its operator gives it a reference: by answer, by file or by an agent."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from chalicelib.audit.model import Actor
from chalicelib.aws.items import Operation
from chalicelib.aws.table import ConditionFailed, Table
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.kinds import EventKind, Milestone
from chalicelib.dossiers.model import Change, Dossier, OperatorRequest, RequestState
from chalicelib.dossiers.signing import find_held_until
from chalicelib.dossiers.statuses import Move, Status, next_status
from chalicelib.operators.apply_milestones import find_request
from chalicelib.operators.connectors import is_polled
from chalicelib.operators.refusals import (
    FilingTooEarly,
    NoLiveRequest,
    ReferenceMalformed,
    ReferenceTaken,
)
from chalicelib.operators.rows import Watch, put_reference, put_watch
from chalicelib.operators.view import LIVE
from chalicelib.reference.days import legal_day
from chalicelib.reference.operators import load_operator
from chalicelib.words.values import Day


def record_filing(
    dossier_id: str,
    number: int,
    external_id: str,
    *,
    by: Actor,
    filed_at: datetime | None = None,
    values: Mapping[str, str] | None = None,
    table: Table | None = None,
    now: datetime | None = None,
) -> Dossier:
    """Record that request `number` is filed; its reference may be empty and come later.

    From then on its operator is asked about it, if it can be. `filed_at` is when, if not now.
    `values` are what an agent says of it, kept erasable. Again, it changes nothing. Raises ReferenceMalformed, ReferenceTaken when another dossier has it, NoLiveRequest when the
    request is over or the dossier waits for a piece before its filing, FilingTooEarly while a
    consumer who asked for no earlier start may withdraw.
    """

    def decide(dossier: Dossier, now: datetime) -> Change | None:
        request = find_request(dossier, number)
        if request is None:
            raise NoLiveRequest
        check_reference(request, external_id)
        if request.state is RequestState.TO_FILE:
            filed = _file(dossier, request, external_id, filed_at or now)
            return replace(filed, values=values or {})
        if not external_id or is_recorded(request, external_id):
            return None
        if request.state not in LIVE:
            raise NoLiveRequest
        return _rename(dossier, request, external_id)

    try:
        return change_dossier(dossier_id, decide, by=by, table=table, now=now)
    except ConditionFailed as failed:
        raise ReferenceTaken(field="reference") from failed


def is_recorded(request: OperatorRequest, external_id: str) -> bool:
    """Say whether a request is filed under this reference: to record it again would change nothing."""
    return request.state is not RequestState.TO_FILE and request.external_id == external_id


def check_reference(request: OperatorRequest, external_id: str) -> None:
    """Refuse a number that is not written as its operator writes them (ReferenceMalformed)."""
    operator = load_operator(request.operator)
    if external_id and not operator.is_reference(external_id):
        raise ReferenceMalformed(
            field="reference", operator=operator.label, legend=operator.reference_legend
        )


def _file(dossier: Dossier, request: OperatorRequest, external_id: str, at: datetime) -> Change:
    head = dossier.head
    held = find_held_until(dossier)
    if held is not None and at < held:
        raise FilingTooEarly(day=Day(legal_day(held, head.postcode)))
    match head.status:
        case Status.NEW:
            head = replace(head, status=next_status(head.status, Move.FILE))
        case Status.WITH_OPERATOR:
            pass
        case _:
            raise NoLiveRequest
    filed = replace(
        request,
        state=RequestState.OPEN,
        external_id=external_id,
        filed_at=at,
        next_at=None,
        attempts=0,
        last_error="",
    )
    return Change(
        EventKind.REQUEST_FILED,
        head,
        requests=(filed,),
        reached=(Milestone.REQUEST_FILED,),
        reached_at=at,
        details={"request": request.number, "operator": request.operator},
        also=reference_rows(head.dossier_id, filed),
    )


def _rename(dossier: Dossier, request: OperatorRequest, external_id: str) -> Change:
    former = (*request.former_ids, request.external_id) if request.external_id else ()
    renamed = replace(
        request,
        external_id=external_id,
        former_ids=tuple(one for one in dict.fromkeys(former) if one != external_id),
    )
    return Change(
        EventKind.REQUEST_MILESTONE,
        dossier.head,
        requests=(renamed,),
        details={"request": request.number, "operator": request.operator, "reference": 1},
        also=reference_rows(dossier.head.dossier_id, renamed),
    )


def reference_rows(dossier_id: str, request: OperatorRequest) -> tuple[Operation, ...]:
    """Write the rows by which a filed request is found: its number, and its operator's list."""
    if not request.external_id:
        return ()
    operator, number = request.operator, request.number
    reference = put_reference(operator, request.external_id, dossier_id, number)
    if not is_polled(operator) or request.filed_at is None:
        return (reference,)
    watch = Watch(dossier_id, number, operator, request.external_id, request.filed_at)
    return (reference, put_watch(watch))
