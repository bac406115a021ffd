"""Choose a whole list of dossiers, as it is filtered."""

from collections.abc import Mapping
from datetime import datetime

from chalicelib.aws.clock import business_now
from chalicelib.aws.table import Table, open_table
from chalicelib.desk.model import MOST_CHOSEN
from chalicelib.desk.of_kind import Chosen
from chalicelib.dossiers.list_queue import list_queue, rows_of
from chalicelib.dossiers.queue_filter import QueueFilter, read_queue_filter
from chalicelib.dossiers.queue_page import bucket_of
from chalicelib.policy.actors import Actor

MOST_READS = 10
"""Pages of a list that are looked at to find the dossiers of a filter."""


def choose_typed(typed: Mapping[str, str], by: Actor) -> Chosen:
    """Choose the list that a form names, as it is filtered there; a wrong filter is left out."""
    wanted, _problems = read_queue_filter(typed)
    return choose_all(bucket_of(typed), wanted, by=by, now=business_now())


def choose_all(
    bucket: str,
    wanted: QueueFilter,
    *,
    by: Actor,
    now: datetime,
    table: Table | None = None,
) -> Chosen:
    """Choose a filtered list whole, longest wait first, up to what a batch takes."""
    table = table or open_table()
    ids: dict[str, None] = {}
    start: str | None = None
    for _read in range(MOST_READS):
        found = list_queue(
            bucket, wanted, by=by, now=now, start=start, most=rows_of(bucket), table=table
        )
        ids |= dict.fromkeys(line.dossier_id for line in found.lines)
        start = found.next
        if start is None or len(ids) > MOST_CHOSEN:
            break
    return Chosen(tuple(ids)[:MOST_CHOSEN], start is not None or len(ids) > MOST_CHOSEN)
