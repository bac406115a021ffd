"""What taking, letting go and handing over share: the case's kind, and who may follow it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from chalicelib.aws.table import Table
from chalicelib.cases.change import change_case
from chalicelib.cases.kind import AnyKind
from chalicelib.cases.model import CaseChange
from chalicelib.cases.registry import kind_of
from chalicelib.desk.of_kind import Desk, desk_of
from chalicelib.policy.actors import Actor
from chalicelib.policy.require import require, require_on

type DecideFollowed = Callable[[AnyKind, Desk, Any, datetime], CaseChange | None]


def follow_case(
    case_id: str,
    decide: DecideFollowed,
    *,
    by: Actor,
    operation_id: str,
    table: Table | None,
    now: datetime | None,
) -> Any:
    """Change who looks after a case, as `decide` says of it; NotAllowed but for who may follow it.

    NotFound also for a kind that has no desk.
    """
    kind = kind_of(case_id)
    desk = desk_of(kind)
    require(by, desk.follow)

    def decide_one(case: Any, now: datetime) -> CaseChange | None:
        require_on(by, desk.follow, kind.facts(case.head))
        return decide(kind, desk, case, now)

    return change_case(
        kind, case_id, decide_one, by=by, operation_id=operation_id, table=table, now=now
    )
