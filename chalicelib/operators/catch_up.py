"""A dossier no longer waits for its piece: what its operator told meanwhile has its effect now."""

from chalicelib.audit.model import Actor, Event
from chalicelib.aws.clock import real_now
from chalicelib.aws.table import Table, open_table
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import RequestState
from chalicelib.dossiers.postpone_request import postpone_request
from chalicelib.dossiers.statuses import Status
from chalicelib.operators.apply_milestones import apply_milestones
from chalicelib.operators.connectors import is_by_hand
from chalicelib.refusals import NotFound

ACTS = frozenset({RequestState.TO_FILE, RequestState.TO_ORDER})


def catch_up(event: Event, *, table: Table | None = None) -> None:
    """After an event that took a dossier back where it came from, apply what waited with it.

    What is to be filed, ordered or sent is due at once. Any other event, and the same again,
    changes nothing: a consumer of the relay.
    """
    if event.status_before != Status.AWAITING_PIECE or event.status_after == Status.AWAITING_PIECE:
        return
    table = table or open_table()
    by = Actor("platform", "platform", "stream")
    try:
        request = load_dossier(event.case_id, seen_by=by, table=table).current_request()
        if request is None:
            return
        dossier = apply_milestones(event.case_id, request.number, (), by=by, table=table)
    except NotFound:
        return
    request = dossier.current_request()
    if request is None or is_by_hand(request.operator) or request.next_at is None:
        return
    if request.awaited_piece or request.state in ACTS:
        postpone_request(table, event.case_id, request, real_now(), attempts=request.attempts)
