"""A side has read its messages: up to the one that it had before its eyes, no further."""

from datetime import datetime
from typing import Any

from chalicelib.audit.model import Actor
from chalicelib.aws.table import Table
from chalicelib.cases.change import change_case
from chalicelib.cases.model import CaseChange, CaseLike
from chalicelib.cases.registry import kind_of
from chalicelib.cases.thread import put_thread, read_thread
from chalicelib.messages.of_kind import threads_of


def mark_read(
    case_id: str,
    up_to: int,
    *,
    by: Actor,
    operation_id: str = "",
    table: Table | None = None,
    now: datetime | None = None,
) -> Any:
    """Note that a side has read its messages up to a number; again, it changes nothing.

    Gives the case as it is after. A message that came meanwhile stays unread. Raises NotFound for a
    case of others.
    """
    kind = kind_of(case_id)
    threads = threads_of(kind)
    side = threads.side_of(by)

    def decide(case: CaseLike, _now: datetime) -> CaseChange | None:
        thread = read_thread(case)
        after = thread.read(up_to, by=side)
        if after == thread:
            return None
        return CaseChange(
            threads.read,
            case.head,
            details={"by": side, "up_to": up_to},
            also=(put_thread(case_id, after),),
        )

    return change_case(
        kind, case_id, decide, by=by, operation_id=operation_id, table=table, now=now
    )
