"""Make the file of a list of dossiers: read it page by page, write its lines in its order."""

from dataclasses import dataclass, replace
from pathlib import Path

from chalicelib.aws.table import Table
from chalicelib.connection_jobs.write_list import lay_out
from chalicelib.dossiers.filters import Order, read_filter
from chalicelib.dossiers.list_dossiers import READ_AT_MOST, Line, list_dossiers
from chalicelib.dossiers.model import Space
from chalicelib.dossiers.statuses import Status
from chalicelib.exports.carry import note_progress
from chalicelib.exports.model import MOST_LINES, Job
from chalicelib.exports.work import Made
from chalicelib.exports.write_table import write_table


@dataclass(frozen=True, slots=True)
class Gathered:
    """The lines of a job's list, in its order; `is_cut` when there were more."""

    lines: tuple[Line, ...]
    is_cut: bool


def make_list(job: Job, folder: Path, /, *, table: Table, most: int = MOST_LINES) -> Made:
    """Write the file of a job's list, of so many lines at most; Stopped once it is cancelled."""
    gathered = gather(job, table=table, most=most)
    path = folder / job.file_name
    write_table(lay_out(gathered.lines), job.format, path)
    return Made(path, {"lines_kept": len(gathered.lines), "is_cut": gathered.is_cut})


def gather(job: Job, *, table: Table, most: int) -> Gathered:
    """Read the whole list of a job, noting how far it is; Stopped once it is cancelled.

    By last change it is read from the oldest on: a dossier that changes meanwhile comes again
    at the end, and none is missed.
    """
    wanted, _problems = read_filter(job.asked)
    is_by_change = wanted.order is Order.CHANGED
    walk = replace(wanted, oldest_first=True) if is_by_change else wanted
    status = Status(job.asked["status"]) if job.asked["status"] else None
    lines: dict[str, Line] = {}
    start, rows_read = None, 0
    while True:
        page = list_dossiers(
            by=job.actor,
            space=Space(job.asked["space"]),
            status=status,
            wanted=walk,
            start=start,
            most=READ_AT_MOST,
            table=table,
        )
        for line in page.lines:
            lines.pop(line.dossier_id, None)
            lines[line.dossier_id] = line
        rows_read, start = rows_read + page.rows_read, page.next
        note_progress(table, job, lines_read=rows_read, lines_kept=len(lines))
        if start is None:
            break
    ordered = tuple(lines.values())
    if is_by_change and not wanted.oldest_first:
        ordered = ordered[::-1]
    return Gathered(ordered[:most], len(ordered) > most)
