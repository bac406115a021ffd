"""An agent takes a case, or lets it go: colleagues see who is at it, and since when."""

from datetime import datetime
from typing import Any

from chalicelib.aws.table import Table
from chalicelib.cases.kind import AnyKind
from chalicelib.cases.model import CaseChange
from chalicelib.cases.taken import Taken, drop_taken, put_taken, read_taken
from chalicelib.desk.following import follow_case
from chalicelib.desk.of_kind import Desk, Order
from chalicelib.desk.refusals import NothingToFollow, TakenByAnother
from chalicelib.policy.actors import Actor
from chalicelib.reference.days import legal_day
from chalicelib.words.values import Day


def take_case(
    case_id: str,
    *,
    by: Actor,
    name: str,
    operation_id: str = "",
    table: Table | None = None,
    now: datetime | None = None,
) -> Any:
    """Take a case of any kind; taking it twice is taking it once. `name` is the agent's, for colleagues.

    Raises NotAllowed, NotFound, NothingToFollow, and TakenByAnother: of two agents at once the
    second is told who has it.
    """

    def decide(kind: AnyKind, desk: Desk, case: Any, now: datetime) -> CaseChange | None:
        if not desk.may_be_followed(case):
            raise NothingToFollow
        taken = read_taken(case)
        if taken is not None and taken.agent_id == by.person_id:
            return None
        _refuse_other(taken)
        mine = put_taken(kind, case_id, Taken(by.person_id, name, now))
        return CaseChange(desk.taken, case.head, details={"agent": by.person_id}, also=(mine,))

    return follow_case(case_id, decide, by=by, operation_id=operation_id, table=table, now=now)


def release_case(
    case_id: str,
    *,
    by: Actor,
    operation_id: str = "",
    table: Table | None = None,
    now: datetime | None = None,
) -> Any:
    """Let a case go; one that nobody has stays as it is.

    Raises NotAllowed, NotFound, TakenByAnother: a colleague's is handed over, not let go.
    """

    def decide(_kind: AnyKind, desk: Desk, case: Any, _now: datetime) -> CaseChange | None:
        taken = read_taken(case)
        if taken is None:
            return None
        if taken.agent_id != by.person_id:
            _refuse_other(taken)
        gone = drop_taken(case_id)
        return CaseChange(desk.released, case.head, details={"agent": by.person_id}, also=(gone,))

    return follow_case(case_id, decide, by=by, operation_id=operation_id, table=table, now=now)


def take_ordered(order: Order) -> Any:
    """Take a case of a batch."""
    return take_case(
        order.case_id,
        by=order.by,
        name=order.batch.person_name,
        operation_id=order.operation_id,
        table=order.table,
    )


def release_ordered(order: Order) -> Any:
    """Let a case of a batch go."""
    return release_case(
        order.case_id, by=order.by, operation_id=order.operation_id, table=order.table
    )


def _refuse_other(taken: Taken | None) -> None:
    if taken is not None:
        raise TakenByAnother(name=taken.name, day=Day(legal_day(taken.at)))
