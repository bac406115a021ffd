"""Act on one request with its operator: file, order, cancel, send what it awaits."""

from dataclasses import replace
from datetime import datetime

from chalicelib.aws.trouble import PermanentError, TransientError
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.model import Change, Dossier, OperatorRequest, RequestState
from chalicelib.dossiers.signing import find_held_until
from chalicelib.dossiers.statuses import Status
from chalicelib.operators.apply_milestones import find_request
from chalicelib.operators.filing import filing_of
from chalicelib.operators.labels import find_operator_of
from chalicelib.operators.model import Connector, request_key
from chalicelib.operators.record_cancellation import record_cancellation
from chalicelib.operators.record_filing import record_filing
from chalicelib.operators.round import Round, change_in, put_off
from chalicelib.operators.rows import list_kept
from chalicelib.operators.steps import ordered
from chalicelib.operators.view import LIVE, view_of
from chalicelib.reference.operators import Meaning, load_operator

BACK = frozenset({Status.WITH_OPERATOR, Status.COMMISSIONING_PENDING})
"""Statuses in which what the operator awaited may be sent."""


def act_on_request(round_: Round, dossier: Dossier, request: OperatorRequest) -> None:
    """Do what a request waits for, with its operator; raises the operator's trouble and what refuses."""
    connector = round_.connect(request.operator)
    match request.state:
        case RequestState.TO_FILE:
            _file(round_, connector, dossier, request)
        case RequestState.TO_ORDER if not request.awaited_piece:
            _order(round_, connector, dossier, request)
        case RequestState.TO_CANCEL:
            _cancel(round_, connector, dossier, request)
        case _:
            send_awaited(round_, connector, dossier, request)


def _file(round_: Round, connector: Connector, dossier: Dossier, request: OperatorRequest) -> None:
    if dossier.head.status not in {Status.NEW, Status.WITH_OPERATOR}:
        put_off(round_, dossier, request)
        return
    held = find_held_until(dossier)
    if held is not None and round_.now < held:
        put_off(round_, dossier, request, until=held)
        return
    external_id = connector.file_request(filing_of(dossier, request))
    if external_id and not load_operator(request.operator).is_reference(external_id):
        raise TransientError(request.operator, "nonsense: reference")
    record_filing(
        dossier.head.dossier_id,
        request.number,
        external_id,
        by=round_.by,
        table=round_.table,
        now=round_.now,
    )


def _order(round_: Round, connector: Connector, dossier: Dossier, request: OperatorRequest) -> None:
    head = dossier.head
    if head.status is not Status.COMMISSIONING_PENDING:
        put_off(round_, dossier, request)
        return
    key = request_key(head.dossier_id, request.number)
    connector.order_commissioning(key, request.external_id, _order_key(round_, dossier, request))

    def decide(dossier: Dossier, now: datetime) -> Change | None:
        operator = find_operator_of(dossier, request.operator, table=round_.table)
        view = view_of(dossier, request.number, operator, now, round_.real_now)
        if view is None or view.request.state is not RequestState.TO_ORDER:
            return None
        if connector.confirms_orders:
            return ordered(view, None)
        told = replace(view.request, next_at=None, attempts=0, last_error="")
        return Change(
            EventKind.REQUEST_MILESTONE,
            dossier.head,
            requests=(told,),
            details={"request": told.number, "operator": told.operator, "sent": "order"},
        )

    change_in(round_, dossier, decide)


def _order_key(round_: Round, dossier: Dossier, request: OperatorRequest) -> str:
    """Our key of an order: another one only once a visit that was ordered came to nothing.

    It must not follow the dossier's generation: the supervisor may start another between an
    order and its record, and the operator would be sent twice.
    """
    operator = find_operator_of(dossier, request.operator, table=round_.table)
    codes = (
        operator.find_code(one.raw.code)
        for one in list_kept(dossier, request.number)
        if one.settled
    )
    setbacks = sum(1 for code in codes if code and code.meaning is Meaning.REPLANNED)
    return f"{request_key(dossier.head.dossier_id, request.number)}-c{setbacks + 1}"


def _cancel(
    round_: Round, connector: Connector, dossier: Dossier, request: OperatorRequest
) -> None:
    key = request_key(dossier.head.dossier_id, request.number)
    error = ""
    try:
        connector.cancel_request(key, request.external_id)
    except PermanentError as refused:
        # It is over at the operator's: an agent reads why, and there is nothing left to cancel.
        error = refused.reason

    record_cancellation(
        dossier.head.dossier_id,
        request.number,
        by=round_.by,
        error=error,
        table=round_.table,
        now=round_.now,
    )


def send_awaited(
    round_: Round, connector: Connector, dossier: Dossier, request: OperatorRequest
) -> bool:
    """Send the piece that the operator awaits once the dossier has it; says whether it went."""
    piece = request.awaited_piece
    if not piece or request.state not in LIVE or dossier.head.status not in BACK:
        if request.next_at is not None:
            put_off(round_, dossier, request)
        return False
    key = request_key(dossier.head.dossier_id, request.number)
    connector.send_complement(key, request.external_id, piece)

    def decide(dossier: Dossier, _now: datetime) -> Change | None:
        current = find_request(dossier, request.number)
        if current is None or current.awaited_piece != piece:
            return None
        # An order that waited with the dossier is due at once.
        next_at = round_.real_now if current.state is RequestState.TO_ORDER else None
        told = replace(
            current, awaited_piece="", asked_at=None, next_at=next_at, attempts=0, last_error=""
        )
        return Change(
            EventKind.REQUEST_MILESTONE,
            dossier.head,
            requests=(told,),
            details={"request": told.number, "operator": told.operator, "sent": piece},
        )

    change_in(round_, dossier, decide)
    return True
