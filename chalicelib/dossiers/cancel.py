"""Cancel a dossier, with a reason; after filing, its operator is told."""

from dataclasses import replace
from datetime import datetime

from chalicelib.audit.model import Actor
from chalicelib.aws.clock import real_now
from chalicelib.aws.table import Table
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.model import Change, Dossier, OperatorRequest, RequestState
from chalicelib.dossiers.statuses import Move, Status, is_before_filing, next_status
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import can
from chalicelib.refusals import FieldProblem, InvalidFields, Refusal
from chalicelib.words.translation import _

LONGEST_REASON = 500


class AlreadyFiled(Refusal):
    """After filing, the installer asks an agent: the operator has to be told."""

    code = "already-filed"
    status = 409
    message = (
        "La demande de raccordement est déjà déposée : demandez l’annulation à nos équipes par "
        "« Demander une modification », sur la page du dossier. Elles préviennent le gestionnaire "
        "de réseau."
    )


def cancel_dossier(
    dossier_id: str,
    reason: str,
    *,
    by: Actor,
    table: Table | None = None,
    now: datetime | None = None,
) -> Dossier:
    """Cancel a dossier, and give it as it is after; cancelling twice is cancelling once.

    The installer may until the request is filed (AlreadyFiled), agents and the client at any
    time before it is closed (IllegalMove). Raises InvalidFields without a reason.
    """
    reason = _require_reason(reason)

    def decide(dossier: Dossier, now: datetime) -> Change | None:
        head = dossier.head
        if head.status is Status.CANCELLED:
            return None
        if can(by, Connection.CANCEL_UNFILED) and not is_before_filing(head.status, head.came_from):
            raise AlreadyFiled
        return cancelled_by(dossier, reason, by.role, now)

    return change_dossier(dossier_id, decide, by=by, table=table, now=now)


def cancelled_by(dossier: Dossier, reason: str, role: str, now: datetime) -> Change:
    """Give the change that cancels a dossier, its operator to be told; IllegalMove once closed."""
    status = next_status(dossier.head.status, Move.CANCEL)
    return Change(
        EventKind.DOSSIER_CANCELLED,
        replace(dossier.head, status=status, closed_at=now),
        requests=_withdraw(dossier),
        values={"reason": reason},
        details={"by": role},
    )


def _require_reason(reason: str) -> str:
    reason = reason.strip()
    if not reason:
        problem = FieldProblem("reason", "missing", _("Motif : indiquez pourquoi vous annulez."))
        raise InvalidFields((problem,))
    if len(reason) > LONGEST_REASON:
        words = _("Motif : {most} caractères au plus.")
        raise InvalidFields((FieldProblem("reason", "too-long", words, {"most": LONGEST_REASON}),))
    return reason


def _withdraw(dossier: Dossier) -> tuple[OperatorRequest, ...]:
    """List the current request as one to cancel with its operator, or to drop if never filed."""
    request = dossier.current_request()
    if request is None:
        return ()
    match request.state:
        case RequestState.TO_FILE:
            # It may have been filed a moment ago and its reply lost: the job asks the operator.
            state = RequestState.TO_CANCEL
        case (
            RequestState.OPEN
            | RequestState.VALIDATED
            | RequestState.TO_ORDER
            | RequestState.ORDERED
        ):
            state = RequestState.TO_CANCEL
        case _:
            return ()
    return (replace(request, state=state, next_at=real_now(), attempts=0),)
