"""What every kind of work has in common while it runs: how far it is, how it stops."""

from chalicelib.aws.items import Attribute
from chalicelib.aws.table import Table
from chalicelib.exports import store
from chalicelib.exports.model import Job, JobState


class Stopped(Exception):
    """The job was cancelled while it ran."""


def note_progress(table: Table, job: Job, **known: Attribute) -> None:
    """Note how far a job is; Stopped when it is not under way any more."""
    if not store.move_job(table, job.job_id, JobState.RUNNING, **known):
        raise Stopped
