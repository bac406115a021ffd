"""Ask for a file of a firm's list of dossiers, filtered as its page is."""

from dataclasses import replace

from chalicelib.aws.clock import business_now
from chalicelib.aws.table import Table, open_table
from chalicelib.dossiers.filters import Filter, Order, write_filter
from chalicelib.dossiers.kind import DOSSIER
from chalicelib.dossiers.list_dossiers import load_counters
from chalicelib.dossiers.model import Space
from chalicelib.dossiers.statuses import Status
from chalicelib.exports.ask_job import Send, begin_job, new_job
from chalicelib.exports.model import Job, JobFormat
from chalicelib.exports.work import LIST
from chalicelib.policy.actors import Actor
from chalicelib.reference.days import legal_day


def ask_export(
    wanted: Filter,
    form: JobFormat,
    *,
    idempotency_key: str,
    by: Actor,
    space: Space = Space.SMALL,
    status: Status | None = None,
    table: Table | None = None,
    send: Send | None = None,
) -> Job:
    """Keep the wish for a file of a firm's list, tell the queue, and give the job.

    A repeated key gives the same job and tells the queue again: a message that was lost is
    made up for, one too many does nothing. NotAllowed for whoever has no firm, InvalidKey.
    """
    job = new_job(DOSSIER, LIST, form, idempotency_key=idempotency_key, by=by)
    table = table or open_table()
    asked = {"space": space.value, "status": status.value if status else ""}
    job = replace(
        job,
        file_name=f"dossiers-{legal_day(job.asked_at)}.{form}",
        asked=asked | write_filter(wanted),
        lines_total=_count(table, by, space, status, wanted),
    )
    return begin_job(job, by=by, table=table, send=send)


def _count(table: Table, by: Actor, space: Space, status: Status | None, wanted: Filter) -> int:
    """Count the dossiers that will be looked at, where a counter knows."""
    if wanted.order is not Order.CHANGED:
        return 0
    counters = load_counters(by=by, now=business_now(), space=space, table=table)
    return counters.by_status[status] if status else sum(counters.by_status.values())
