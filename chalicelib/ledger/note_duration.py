"""Keep how long a step took once its milestone is reached: a consumer of the journal's events."""

from chalicelib.audit.model import Event, platform
from chalicelib.aws.clock import real_now
from chalicelib.aws.table import ConditionFailed, Table, open_table
from chalicelib.dossiers.kinds import Milestone
from chalicelib.dossiers.load import load_head
from chalicelib.dossiers.model import Head
from chalicelib.ledger.durations import BEGINS, measure
from chalicelib.ledger.store import duration_row
from chalicelib.refusals import NotFound
from chalicelib.rows.leads import DURATION


def note_duration(event: Event, *, table: Table | None = None) -> None:
    """Keep the durations of the steps that an event ended; the same event counts once.

    Most events end none and cost nothing. A milestone that was taken back meanwhile, or reached
    again since, is not counted by this event. TransientError when the table does not answer.
    """
    steps = [step for step in BEGINS if step in event.reached]
    if not steps:
        return
    table = table or open_table()
    try:
        head = load_head(event.case_id, seen_by=platform("stream"), table=table)
    except NotFound:
        return
    for step in steps:
        _keep(event, head, step, table)


def _keep(event: Event, head: Head, step: Milestone, table: Table) -> None:
    reached, days = head.milestones.get(step), measure(head, step)
    if reached is None or reached.seq != event.seq or days is None or not head.operator:
        return
    row = duration_row(
        DURATION.pk(head.operator, head.space, step),
        reached.at,
        days,
        dossier_id=head.dossier_id,
        event_id=event.event_id,
        kept_at=real_now(),
    )
    try:
        table.put(row, absent=True)
    except ConditionFailed:
        return
