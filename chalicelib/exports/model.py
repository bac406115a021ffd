"""A job: an export that somebody asked for, how far it is, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum


class Format(StrEnum):
    """The form of an exported list."""

    CSV = "csv"
    XLSX = "xlsx"


class JobState(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    """It was tried as often as its queue tries; nothing more happens by itself."""
    CANCELLED = "cancelled"


UNDER_WAY = frozenset({JobState.WAITING, JobState.RUNNING})
CONTENT_TYPES: Mapping[Format, str] = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
LIFE = timedelta(days=1)
"""How long a finished file can be downloaded: its bucket forgets it then."""
MOST_LINES = 20_000
"""Lines of one file; whoever has more narrows the list by a span of days."""


@dataclass(frozen=True, slots=True)
class Job:
    """An export, seen by the person who asked for it alone. Instants are real time."""

    job_id: str
    person_id: str
    firm_id: str
    format: Format
    space: str
    asked_at: datetime
    status: str = ""
    filter: Mapping[str, str] = field(default_factory=dict)
    """The list's filter, as `dossiers.filters` writes it."""
    state: JobState = JobState.WAITING
    lines_read: int = 0
    lines_total: int = 0
    """How many dossiers the list has in all; 0 where no counter knows."""
    lines_kept: int = 0
    is_cut: bool = False
    """The list is longer than a file may be: the file holds its first lines."""
    file_key: str = ""
    file_version: str = ""
    size_bytes: int = 0

    @property
    def file_name(self) -> str:
        """Give the name under which the file is downloaded."""
        return f"dossiers-{self.asked_at:%Y-%m-%d}.{self.format}"

    def is_kept(self, now: datetime) -> bool:
        """Say whether the file of a finished job can still be downloaded."""
        return self.state is JobState.DONE and now < self.asked_at + LIFE
