"""Do a batch: each case that had no turn yet, one after the other, its outcome kept at once.

A case that cannot be done keeps no other from its turn: a fault of ours is its outcome, told and
logged; where a service did not answer it has none yet, and the batch comes again.

A batch that comes twice, or again after it broke off, does what is left. Every act of it bears an
operation's id of its own, by which one that was done, and whose outcome was not kept, is known in
the journal: nothing is done twice.
"""

import logging
from collections.abc import Callable
from time import monotonic

from chalicelib.audit.store import list_events
from chalicelib.aws.ids import fingerprint
from chalicelib.aws.table import Table, open_table
from chalicelib.aws.trouble import OutsideTrouble
from chalicelib.cases.registry import kind_named
from chalicelib.desk import store
from chalicelib.desk.acts import carry_out
from chalicelib.desk.model import Line, Outcome, Report, Result
from chalicelib.desk.of_kind import Order
from chalicelib.desk.send_job import Send, send_job
from chalicelib.policy.actors import Actor
from chalicelib.policy.model import Standing
from chalicelib.policy.roles import Role
from chalicelib.refusals import Refusal

log = logging.getLogger(__name__)

LONGEST_RUN_S = 80.0
"""Then the rest is another message's, well before the Lambda is stopped."""

RECENT = 8
"""Events of a case's journal among which an act that was done is looked for."""


def run_batch(
    batch_id: str,
    *,
    table: Table | None = None,
    send: Send | None = None,
    clock_s: Callable[[], float] = monotonic,
) -> Report | None:
    """Do what is left of a batch, and give it; None for one that nobody knows (any more).

    Raises an ExceptionGroup once all had their turn, where some are left by a trouble.
    """
    table = table or open_table()
    report = store.find_report(table, batch_id)
    if report is None:
        return None
    batch, begun_s = report.batch, clock_s()
    kind = kind_named(batch.kind)
    others = tuple(Standing(str(Role.INSTALLER), firm_id) for firm_id in batch.other_firms)
    by = Actor(batch.person_id, str(Role.AGENT), "job", others=others)
    troubles: list[Exception] = []
    for line in report.lines:
        if line.outcome is not None:
            continue
        if clock_s() - begun_s > LONGEST_RUN_S:
            (send or send_job)([{"job_id": batch_id}])
            break
        order = Order(batch, kind, line.case_id, by, operation_of(batch_id, line), table)
        try:
            store.note_outcome(table, batch_id, line, _do(order))
        except Exception as trouble:  # whatever it is, the cases behind it have their turn
            log.exception("case of a batch put off", extra={"case_id": line.case_id})
            troubles.append(trouble)
    log.info("batch run", extra={"job_id": batch_id})
    if troubles:
        raise ExceptionGroup("cases of a batch are left", troubles)
    return store.find_report(table, batch_id)


def operation_of(batch_id: str, line: Line) -> str:
    """Give the id of a line's operation, the same however often the batch is run."""
    return f"op_{fingerprint(f'{batch_id}#{line.number}')[:32]}"


def _do(order: Order) -> Outcome:
    try:
        if _was_done(order):
            return Outcome(Result.DONE)
        is_done = carry_out(order)
    except Refusal as refusal:
        return Outcome(Result.REFUSED, refusal.code, refusal.values)
    except OutsideTrouble:
        raise
    except Exception:  # a fault of ours: trying again would not mend it
        log.exception("case of a batch failed", extra={"case_id": order.case_id})
        return Outcome(Result.FAILED)
    return Outcome(Result.DONE if is_done else Result.ALREADY)


def _was_done(order: Order) -> bool:
    events, _next = list_events(order.table, order.case_id, limit=RECENT)
    return any(event.event_id == order.operation_id for event in events)
