"""A job: long work that somebody asked for, how far it is, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.audit.model import Actor
from chalicelib.policy.roles import Role
from chalicelib.words.translation import language_now


class JobFormat(StrEnum):
    """The form of a job's file."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"
    ZIP = "zip"
    PDF = "pdf"


class ListFormat(StrEnum):
    """What a list may be had as; a case comes as a ZIP alone."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"


class JobState(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    """It was tried as often as its queue tries; nothing more happens by itself."""
    CANCELLED = "cancelled"


UNDER_WAY = frozenset({JobState.WAITING, JobState.RUNNING})
CONTENT_TYPES: Mapping[JobFormat, str] = {
    JobFormat.CSV: "text/csv; charset=utf-8",
    JobFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    JobFormat.JSON: "application/json",
    JobFormat.ZIP: "application/zip",
    JobFormat.PDF: "application/pdf",
}
LIFE = timedelta(days=1)
"""How long a finished file can be downloaded: its bucket forgets it then."""
MOST_LINES = 20_000
"""Lines of one file; whoever has more narrows the list."""


@dataclass(frozen=True, slots=True)
class Job:
    """Long work, seen by the person who asked for it alone. Instants are real time.

    `of` is the prefix of the kind of case that it is about, `kind` its name among the kind's jobs
    (`work.py`). What it counts are the cases of a list, the files of a case, or the lines of a sheet.
    """

    job_id: str
    person_id: str
    firm_id: str
    of: str
    kind: str
    format: JobFormat
    asked_at: datetime
    file_name: str = ""
    """The name under which its file is downloaded."""
    case_id: str = ""
    """The case that it is about, where it is about one."""
    reference: str = ""
    """The number by which people know that case, where it has one."""
    asked: Mapping[str, str] = field(default_factory=dict)
    """What else was asked for, such as a list's filter."""
    role: str = Role.INSTALLER.value
    """The asker's: the job may see what they may see."""
    state: JobState = JobState.WAITING
    language: str = field(default_factory=language_now)
    """The language of who asked: the file's words are in it."""
    lines_read: int = 0
    lines_total: int = 0
    """How many there are in all; 0 where no counter knows."""
    lines_kept: int = 0
    is_cut: bool = False
    """The list is longer than a file may be: the file holds its first lines."""
    file_key: str = ""
    file_version: str = ""
    size_bytes: int = 0
    lines_known: int = 0
    """Lines of a sheet that had made their cases before."""
    lines_refused: int = 0
    """Lines of a sheet that wait for a correction."""
    refusal: str = ""
    """Why the work cannot be done at all, however often it is tried: a refusal's code."""
    refusal_values: Mapping[str, object] = field(default_factory=dict)

    @property
    def actor(self) -> Actor:
        """Give the person in whose name the work is done."""
        return Actor(self.person_id, self.role, "job", firm_id=self.firm_id)

    @property
    def wish(self) -> tuple[object, ...]:
        """Give what was asked for: a key stands for one wish alone."""
        return self.of, self.kind, self.format, dict(self.asked), self.case_id

    def is_kept(self, now: datetime) -> bool:
        """Say whether the file of a finished job can still be downloaded."""
        is_fresh = self.state is JobState.DONE and now < self.asked_at + LIFE
        return is_fresh and bool(self.file_key)
