"""Do what is due with the operators: file, order, cancel, send complements.

What is due stands in the work index by real instant. A connector that fails is left alone for a
while, twice as long each time, and harms no other dossier; what it refuses for good waits for an
agent. Every verb bears our own key, so that a crash between the call and its record repeats the
call without repeating its effect.
"""

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from chalicelib.aws.trouble import PermanentError, TransientError
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Change, Dossier, OperatorRequest, RequestState
from chalicelib.dossiers.signing import find_held_until
from chalicelib.dossiers.statuses import Status
from chalicelib.operators.apply_milestones import find_request
from chalicelib.operators.connectors import is_by_hand
from chalicelib.operators.filing import filing_of
from chalicelib.operators.health import Health, load_health, note_failure, note_success
from chalicelib.operators.labels import find_operator_of
from chalicelib.operators.model import Connector, request_key
from chalicelib.operators.record_cancellation import record_cancellation
from chalicelib.operators.record_filing import record_filing
from chalicelib.operators.round import Round, change_in, put_aside, put_off, try_later
from chalicelib.operators.rows import list_kept
from chalicelib.operators.steps import ordered
from chalicelib.operators.view import LIVE, view_of
from chalicelib.reference.operators import Meaning, load_operator
from chalicelib.refusals import NotFound, Refusal
from chalicelib.rows.cases import CASE
from chalicelib.rows.instants import stamp
from chalicelib.rows.listings import TO_DO

log = logging.getLogger(__name__)

PAGE = 100
BACK = frozenset({Status.WITH_OPERATOR, Status.COMMISSIONING_PENDING})
"""Statuses in which what the operator awaited may be sent."""


def carry_out(round_: Round) -> int:
    """Do everything that is due, as far as time allows; gives how many requests were acted on."""
    healths: dict[str, Health] = {}
    done = 0
    for dossier_id, number, operator in _list_due(round_):
        if round_.is_over():
            break
        if is_by_hand(operator):
            continue  # an agent does it, and finds it on a page
        health = healths.get(operator) or load_health(round_.table, operator)
        healths[operator] = health
        if health.is_left_alone(round_.real_now):
            continue
        healths[operator] = _act_safely(round_, health, dossier_id, number)
        done += 1
    return done


def _list_due(round_: Round) -> Iterator[tuple[str, int, str]]:
    start: str | None = None
    up_to = stamp(round_.real_now)
    while True:
        page = round_.table.query(TO_DO.pk(), index="work", up_to=up_to, limit=PAGE, start=start)
        for item in page.items:
            yield CASE.id_in(item["pk"]), item["number"], item["operator"]
        start = page.next
        if start is None:
            return


def _act_safely(round_: Round, health: Health, dossier_id: str, number: int) -> Health:
    extra = {"dossier_id": dossier_id, "operator": health.operator}
    try:
        dossier = load_dossier(dossier_id, seen_by=round_.by, table=round_.table)
    except NotFound:
        log.warning("request of a dossier that is gone", extra=extra)
        return health
    request = find_request(dossier, number)
    if request is None or request.next_at is None or request.next_at > round_.real_now:
        return health
    try:
        _act(round_, dossier, request)
        return note_success(round_.table, health, round_.real_now)
    except TransientError as busy:
        return _after_busy(round_, health, dossier, request, busy)
    except PermanentError as refused:
        log.warning("operator refuses", extra=extra | {"why": refused.reason})
        put_aside(round_, dossier, request, refused.reason)
    except Refusal as refusal:
        # The dossier moved meanwhile, or another has its reference: it may be right later.
        log.info("request not acted on", extra=extra | {"code": refusal.code})
        try_later(round_, dossier, request, refusal.code)
    except Exception:  # one dossier's bug must not stop the others' job
        log.exception("request cannot be acted on", extra=extra)
        try_later(round_, dossier, request, "bug")
    return health


def _after_busy(
    round_: Round, health: Health, dossier: Dossier, request: OperatorRequest, busy: TransientError
) -> Health:
    extra = {"dossier_id": dossier.head.dossier_id, "operator": health.operator}
    log.warning("operator does not answer", extra=extra | {"why": busy.reason})
    try_later(round_, dossier, request, busy.reason)
    if busy.service != health.operator:
        return health
    return note_failure(round_.table, health, busy.reason, round_.real_now)


def _act(round_: Round, dossier: Dossier, request: OperatorRequest) -> None:
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
        told = replace(current, awaited_piece="", next_at=next_at, attempts=0, last_error="")
        return Change(
            EventKind.REQUEST_MILESTONE,
            dossier.head,
            requests=(told,),
            details={"request": told.number, "operator": told.operator, "sent": piece},
        )

    change_in(round_, dossier, decide)
    return True
