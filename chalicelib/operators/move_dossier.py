"""An agent moves a dossier by hand, with a reason: as far as the table of statuses allows.

The move is told as the milestone that stands for it, so that dates, requests and what follows are
the same as if the operator had told it.
"""

from collections.abc import Mapping
from datetime import date, datetime

from chalicelib.audit.model import Actor
from chalicelib.aws.table import Table, open_table
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Dossier
from chalicelib.dossiers.statuses import MOVES, Move, Status, next_status
from chalicelib.operators.record_by_hand import FILED, record_by_hand
from chalicelib.operators.refusals import MoveWithoutEffect
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import require
from chalicelib.refusals import FieldProblem, InvalidFields
from chalicelib.words.translation import _

LONGEST_REASON = 500

CODES: Mapping[Move, str] = {
    Move.FILE: FILED,
    Move.VALIDATE: "VALID",
    Move.REFUSE: "REFUS",
    Move.ORDER: "MESC",
    Move.REPLAN: "INRP",
    Move.COMMISSION: "CPRE",
}
"""What is told for each move. Pieces and cancellations have their own pages."""


def list_moves(status: Status) -> tuple[tuple[Move, Status], ...]:
    """List the moves by hand that a status allows, each with where it leads."""
    return tuple((move, MOVES[status, move]) for move in CODES if (status, move) in MOVES)


def move_dossier(
    dossier_id: str,
    move: str,
    on: date,
    reason: str,
    *,
    by: Actor,
    table: Table | None = None,
    now: datetime | None = None,
) -> Dossier:
    """Move a dossier as of a day, for a reason that the journal keeps; give it as it is after.

    Raises NotAllowed, NotFound, IllegalMove, InvalidFields (a reason, a move), NoLiveRequest,
    MilestoneUnreadable for a day to come, and MoveWithoutEffect when something later says otherwise.
    """
    require(by, Connection.MOVE)
    wanted, reason = _require(move, reason)
    table = table or open_table()
    head = load_dossier(dossier_id, seen_by=by, table=table).head
    following = next_status(head.status, wanted, head.came_from)
    after = record_by_hand(
        dossier_id, CODES[wanted], on, by=by, values={"reason": reason}, table=table, now=now
    )
    if after.head.status is head.status:
        raise MoveWithoutEffect(status=following)
    return after


def _require(move: str, reason: str) -> tuple[Move, str]:
    reason = reason.replace("\r\n", "\n").strip()
    problems: list[FieldProblem] = []
    if move not in CODES:
        words = _("Nouveau statut : choisissez-le dans la liste.")
        problems.append(FieldProblem("move", "missing", words))
    if not reason:
        words = _("Motif : dites pourquoi vous déplacez le dossier.")
        problems.append(FieldProblem("reason", "missing", words))
    if len(reason) > LONGEST_REASON:
        words = _("Motif : {most} caractères au plus.")
        problems.append(FieldProblem("reason", "too-long", words, {"most": LONGEST_REASON}))
    if problems:
        raise InvalidFields(tuple(problems))
    return Move(move), reason
