"""Read the file of a job: a short-lived address, for who asked for it."""

from datetime import datetime

from chalicelib.aws.bucket import sign_get
from chalicelib.aws.clock import real_now
from chalicelib.aws.table import Table
from chalicelib.cases.load import load_head
from chalicelib.exports.ask_job import load_job
from chalicelib.exports.model import CONTENT_TYPES
from chalicelib.policy.actors import Actor
from chalicelib.refusals import NotFound
from chalicelib.settings import load_settings

LINK_S = 300


def read_file(
    job_id: str, *, by: Actor, table: Table | None = None, now: datetime | None = None
) -> str:
    """Give an address from which a job's file downloads for five minutes, under its name.

    NotFound for another's job, one that is not done, and one whose day is over; and for the file
    of a case that its asker may not see any more, or whose person was erased meanwhile.
    """
    job = load_job(job_id, by=by, table=table)
    if not job.is_kept(now or real_now()):
        raise NotFound
    if job.case_id and getattr(
        load_head(job.case_id, seen_by=by, table=table), "erased_at", None
    ):  # a kind without personal data has no such instant
        raise NotFound
    return sign_get(
        load_settings().documents_bucket,
        job.file_key,
        version_id="",
        disposition=f'attachment; filename="{job.file_name}"',
        content_type=CONTENT_TYPES[job.format],
        expires_s=LINK_S,
    )
