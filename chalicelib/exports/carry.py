"""What every kind of work has in common: how far it is, how it stops, what it leaves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from chalicelib.aws.items import Attribute
from chalicelib.aws.table import Table
from chalicelib.exports import store
from chalicelib.exports.model import Job, JobState


class Stopped(Exception):
    """The job was cancelled while it ran."""


@dataclass(frozen=True, slots=True)
class Made:
    """What a job made: its file if there is one, and what its row tells of it."""

    path: Path | None
    known: Mapping[str, Attribute] = field(default_factory=dict)


def note_progress(table: Table, job: Job, **known: Attribute) -> None:
    """Note how far a job is; Stopped when it is not under way any more."""
    if not store.move_job(table, job.job_id, JobState.RUNNING, **known):
        raise Stopped
