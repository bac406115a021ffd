"""Hand a case over to a named colleague, with a word for them."""

from datetime import datetime
from typing import Any

from chalicelib.accounts.model import Member
from chalicelib.aws.table import Table
from chalicelib.cases.kind import AnyKind
from chalicelib.cases.model import CaseChange
from chalicelib.cases.taken import Taken, put_taken, read_taken
from chalicelib.desk.following import follow_case
from chalicelib.desk.of_kind import Desk, Order
from chalicelib.desk.refusals import HandedOverMeanwhile, NothingToFollow
from chalicelib.policy.actors import Actor
from chalicelib.refusals import FieldProblem, InvalidFields
from chalicelib.words.translation import _
from chalicelib.words.values import Text

LONGEST_NOTE = 500


def hand_over(
    case_id: str,
    to: Member,
    note: str = "",
    *,
    by: Actor,
    name: str,
    was: str | None = None,
    operation_id: str = "",
    table: Table | None = None,
    now: datetime | None = None,
) -> Any:
    """Hand a case over, whoever has it, as for a colleague who left; again, nothing changes.

    `was` is the id of who had it when that was shown ("" for nobody), None for anyone. Raises
    NotAllowed, NotFound, NothingToFollow, HandedOverMeanwhile, InvalidFields for a long note.
    """
    note = require_note(note)

    def decide(kind: AnyKind, desk: Desk, case: Any, now: datetime) -> CaseChange | None:
        if not desk.may_be_followed(case):
            raise NothingToFollow
        taken = read_taken(case)
        holder = taken.agent_id if taken else ""
        if holder == to.user_id:
            return None
        if was is not None and holder != was:
            raise HandedOverMeanwhile(name=taken.name if taken else Text(_("personne")))
        given = Taken(to.user_id, to.name, now, note, "" if to.user_id == by.person_id else name)
        return CaseChange(
            desk.handed_over,
            case.head,
            details={"agent": to.user_id, "from": holder},
            values={"note": note} if note else {},
            also=(put_taken(kind, case_id, given),),
        )

    return follow_case(case_id, decide, by=by, operation_id=operation_id, table=table, now=now)


def hand_over_ordered(order: Order) -> Any:
    """Hand a case of a batch over to the colleague that the batch names."""
    batch = order.batch
    to = Member(batch.to_id, batch.to_name, is_admin=False, since=batch.asked_at)
    return hand_over(
        order.case_id,
        to,
        batch.note,
        by=order.by,
        name=batch.person_name,
        operation_id=order.operation_id,
        table=order.table,
    )


def require_note(note: str) -> str:
    """Refuse a note that is too long."""
    note = note.replace("\r\n", "\n").strip()
    if len(note) > LONGEST_NOTE:
        words = _("Mot : {most} caractères au plus.")
        raise InvalidFields((FieldProblem("note", "too-long", words, {"most": LONGEST_NOTE}),))
    return note
