"""A batch: one act on up to five hundred cases of a kind, and what became of each. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.words.values import Value

MOST_CHOSEN = 500
"""Cases of one batch."""

AT_ONCE = 10
"""So few are done while the agent waits; more are a job."""

IN_A_CHUNK = 25
"""Cases of one row, and of one page of the report."""

MEMORY = timedelta(days=7)
"""How long a report can be read."""

BATCH_PREFIX = "bat_"
"""How a batch's id begins, so that the jobs' Lambda knows it from an export."""


class Result(StrEnum):
    """What became of one case."""

    DONE = "done"
    ALREADY = "already"
    REFUSED = "refused"
    FAILED = "failed"
    """By a fault of ours, of which we are told."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one case; `code` says why it was refused, with the values of its words."""

    result: Result
    code: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Batch:
    """What an agent asked for. `asked_at` is real time, `business_at` the house's.

    `kind` and `act` are names. `person_name` is for the colleagues who see the case; `to_id` and
    `note` are what the act needs of its form. `other_firms` are those in which the agent wears
    another hat: what is theirs is not decided by them, in a batch either.
    """

    batch_id: str
    person_id: str
    person_name: str
    kind: str
    act: str
    asked_at: datetime
    business_at: datetime
    count: int
    to_id: str = ""
    to_name: str = ""
    note: str = ""
    other_firms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One case of a batch, by its place from 0; no outcome yet while it waits."""

    number: int
    case_id: str
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A batch with all its lines."""

    batch: Batch
    lines: tuple[Line, ...]

    @property
    def is_done(self) -> bool:
        """Say whether every case had its turn."""
        return all(line.outcome is not None for line in self.lines)

    def count(self, result: Result) -> int:
        """Count the cases with a result."""
        return sum(1 for line in self.lines if line.outcome and line.outcome.result is result)

    @property
    def count_done(self) -> int:
        """Count the cases that had their turn."""
        return sum(1 for line in self.lines if line.outcome is not None)
