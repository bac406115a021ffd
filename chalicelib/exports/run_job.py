"""Do a job: make its file apart and keep it for a day.

A job that comes twice, or again after it broke off, starts over: its file is written under a
key that holds nothing yet, so that one file stands, and it is done once.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from hashlib import file_digest
from pathlib import Path
from tempfile import TemporaryDirectory

from chalicelib.aws.bucket import Stored, store_once
from chalicelib.aws.clock import real_now
from chalicelib.aws.table import Table, open_table
from chalicelib.exports import store
from chalicelib.exports.carry import Stopped, note_progress
from chalicelib.exports.model import CONTENT_TYPES, LIFE, UNDER_WAY, Job, JobState
from chalicelib.exports.work import Make, work_of
from chalicelib.refusals import Refusal
from chalicelib.rows.objects import EXPORT
from chalicelib.settings import load_settings
from chalicelib.words.kept import keep_values
from chalicelib.words.translation import in_language

log = logging.getLogger(__name__)

type Keep = Callable[[Path, Job, str], Stored]
"""Keeps a file under the job's key; its hash comes third."""


def run_job(
    job_id: str,
    *,
    table: Table | None = None,
    keep: Keep | None = None,
    now: datetime | None = None,
    make: Make | None = None,
) -> JobState | None:
    """Do a job and give where it stands after; None for one that nobody knows (any more).

    `make` does its work, by default what its kind declares. What a rule refuses ends the job with its words: trying again would not help.
    """
    table = table or open_table()
    job = store.find_job(table, job_id)
    if job is None:
        return None
    if (now or real_now()) > job.asked_at + LIFE and job.state in UNDER_WAY:
        return _end(table, job, JobState.FAILED)
    try:
        note_progress(table, job, lines_read=0)
        with in_language(job.language):
            return _finish(table, job, keep or keep_file, make)
    except Stopped:
        found = store.find_job(table, job_id)
        return found.state if found else None
    except Refusal as refusal:
        log.info("job refused", extra={"job_id": job_id, "code": refusal.code})
        return _refuse(table, job, refusal)


def fail_job(job_id: str, *, table: Table | None = None) -> None:
    """Note that a job failed for the last time; what ended otherwise stays as it is."""
    store.move_job(table or open_table(), job_id, JobState.FAILED)


def _end(table: Table, job: Job, state: JobState) -> JobState:
    store.move_job(table, job.job_id, state)
    return state


def _refuse(table: Table, job: Job, refusal: Refusal) -> JobState:
    values = keep_values(refusal.values)
    store.move_job(table, job.job_id, JobState.FAILED, refusal=refusal.code, refusal_values=values)
    return JobState.FAILED


def _finish(table: Table, job: Job, keep: Keep, make: Make | None) -> JobState:
    make = make or work_of(job).make.get()
    with TemporaryDirectory() as folder:
        made = make(job, Path(folder), table=table)
        known = dict(made.known)
        if made.path:
            with made.path.open("rb") as file:
                sha256 = file_digest(file, "sha256").hexdigest()
            known["size_bytes"] = made.path.stat().st_size
            known["file_key"] = key_of(job)
            known["file_version"] = keep(made.path, job, sha256).version_id
    if not store.move_job(table, job.job_id, JobState.DONE, **known):
        raise Stopped
    log.info("job done", extra={"job_id": job.job_id})
    return JobState.DONE


def key_of(job: Job) -> str:
    """Give the key of a job's file in the documents bucket."""
    return EXPORT.key(job.job_id, job.file_name)


def keep_file(path: Path, job: Job, sha256: str) -> Stored:
    """Keep a file in the documents bucket, where it lives a day."""
    bucket = load_settings().documents_bucket
    kind = CONTENT_TYPES[job.format]
    return store_once(path, bucket, key_of(job), content_type=kind, sha256=sha256)
