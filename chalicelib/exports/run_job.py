"""Make the file of a job: read the list page by page, write it apart, keep it for a day.

A job that comes twice, or again after it broke off, starts over: its file is written under a
key that holds nothing yet, so that one file stands, and it is done once.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import file_digest
from pathlib import Path
from tempfile import TemporaryDirectory

from chalicelib.audit.model import Actor
from chalicelib.aws.bucket import Stored, store_once
from chalicelib.aws.clock import real_now
from chalicelib.aws.table import Table, open_table
from chalicelib.dossiers.filters import Order, read_filter
from chalicelib.dossiers.list_dossiers import READ_AT_MOST, Line, list_dossiers
from chalicelib.dossiers.model import Space
from chalicelib.dossiers.statuses import Status
from chalicelib.exports import store
from chalicelib.exports.model import CONTENT_TYPES, LIFE, MOST_LINES, UNDER_WAY, Job, JobState
from chalicelib.settings import load_settings

log = logging.getLogger(__name__)

type Keep = Callable[[Path, Job, str], Stored]
"""Keeps a file under the job's key; its hash comes third."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """The lines of a job's list, in its order; `is_cut` when there were more."""

    lines: tuple[Line, ...]
    is_cut: bool


class Stopped(Exception):
    """The job was cancelled while it ran."""


def run_job(
    job_id: str,
    *,
    table: Table | None = None,
    keep: Keep | None = None,
    now: datetime | None = None,
    most: int = MOST_LINES,
) -> JobState | None:
    """Do a job and give where it stands after; None for one that nobody knows (any more)."""
    table = table or open_table()
    job = store.find_job(table, job_id)
    if job is None:
        return None
    if (now or real_now()) > job.asked_at + LIFE and job.state in UNDER_WAY:
        return _end(table, job, JobState.FAILED)
    try:
        _move(table, job, lines_read=0)
        gathered = gather(job, table=table, most=most)
        return _finish(table, job, gathered, keep or keep_file)
    except Stopped:
        found = store.find_job(table, job_id)
        return found.state if found else None


def fail_job(job_id: str, *, table: Table | None = None) -> None:
    """Note that a job failed for the last time; what ended otherwise stays as it is."""
    store.move_job(table or open_table(), job_id, JobState.FAILED)


def gather(job: Job, *, table: Table, most: int) -> Gathered:
    """Read the whole list of a job, noting how far it is; Stopped once it is cancelled.

    By last change it is read from the oldest on: a dossier that changes meanwhile comes again
    at the end, and none is missed.
    """
    wanted, _problems = read_filter(job.filter)
    is_by_change = wanted.order is Order.CHANGED
    walk = replace(wanted, oldest_first=True) if is_by_change else wanted
    by = Actor(job.person_id, "installer", "job", firm_id=job.firm_id)
    status = Status(job.status) if job.status else None
    lines: dict[str, Line] = {}
    start, rows_read = None, 0
    while True:
        page = list_dossiers(
            by=by,
            space=Space(job.space),
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
        _move(table, job, lines_read=rows_read, lines_kept=len(lines))
        if start is None:
            break
    ordered = tuple(lines.values())
    if is_by_change and not wanted.oldest_first:
        ordered = ordered[::-1]
    return Gathered(ordered[:most], len(ordered) > most)


def _move(table: Table, job: Job, **known: int) -> None:
    if not store.move_job(table, job.job_id, JobState.RUNNING, **known):
        raise Stopped


def _end(table: Table, job: Job, state: JobState) -> JobState:
    store.move_job(table, job.job_id, state)
    return state


def _finish(table: Table, job: Job, gathered: Gathered, keep: Keep) -> JobState:
    from chalicelib.exports.write_list import write_list

    with TemporaryDirectory() as folder:
        path = Path(folder) / job.file_name
        write_list(gathered.lines, job.format, path)
        with path.open("rb") as file:
            sha256 = file_digest(file, "sha256").hexdigest()
        size_bytes = path.stat().st_size
        stored = keep(path, job, sha256)
    done = store.move_job(
        table,
        job.job_id,
        JobState.DONE,
        lines_kept=len(gathered.lines),
        is_cut=gathered.is_cut,
        file_key=key_of(job),
        file_version=stored.version_id,
        size_bytes=size_bytes,
    )
    if not done:
        raise Stopped
    log.info("job done", extra={"job_id": job.job_id})
    return JobState.DONE


def key_of(job: Job) -> str:
    """Give the key of a job's file in the documents bucket."""
    return f"exports/{job.job_id}/{job.file_name}"


def keep_file(path: Path, job: Job, sha256: str) -> Stored:
    """Keep a file in the documents bucket, where it lives a day."""
    bucket = load_settings().documents_bucket
    kind = CONTENT_TYPES[job.format]
    return store_once(path, bucket, key_of(job), content_type=kind, sha256=sha256)
