"""A batch: one act on up to five hundred dossiers, and what became of each. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.words.values import Value

MOST_CHOSEN = 500
"""Dossiers of one batch."""

AT_ONCE = 10
"""So few are done while the agent waits; more are a job."""

IN_A_CHUNK = 25
"""Dossiers of one row, and of one page of the report."""

MEMORY = timedelta(days=7)
"""How long a report can be read."""

BATCH_PREFIX = "bat_"
"""How a batch's id begins, so that the jobs' Lambda knows it from an export."""


class Act(StrEnum):
    """What can be done to many dossiers."""

    TAKE = "take"
    HAND_OVER = "hand_over"
    RELEASE = "release"
    REMIND_INSTALLER = "remind_installer"
    REMIND_CLIENT = "remind_client"
    FILE_AGAIN = "file_again"
    MARK_READ = "mark_read"
    READ_CODES = "read_codes"
    APPLY_CODES = "apply_codes"


class Result(StrEnum):
    """What became of one dossier."""

    DONE = "done"
    ALREADY = "already"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one dossier; `code` says why it was refused, with the values of its words."""

    result: Result
    code: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Batch:
    """What an agent asked for. `asked_at` is real time, `business_at` the house's.

    `person_name` is for the colleagues who see the dossier; `to_id` and `note` are those of a
    handover. `other_firms` are those in which the agent wears another hat: what is theirs is not
    decided by them, in a batch either.
    """

    batch_id: str
    person_id: str
    person_name: str
    act: Act
    asked_at: datetime
    business_at: datetime
    count: int
    to_id: str = ""
    to_name: str = ""
    note: str = ""
    other_firms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One dossier of a batch, by its place from 0; no outcome yet while it waits."""

    number: int
    dossier_id: str
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A batch with all its lines."""

    batch: Batch
    lines: tuple[Line, ...]

    @property
    def is_done(self) -> bool:
        """Say whether every dossier had its turn."""
        return all(line.outcome is not None for line in self.lines)

    def count(self, result: Result) -> int:
        """Count the dossiers with a result."""
        return sum(1 for line in self.lines if line.outcome and line.outcome.result is result)

    @property
    def count_done(self) -> int:
        """Count the dossiers that had their turn."""
        return sum(1 for line in self.lines if line.outcome is not None)
