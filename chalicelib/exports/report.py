"""What became of a sheet's lines: kept by fifties beside the job, forgotten with it.

`W#<job>` / `LINES#0000`. A job that comes again goes on after the last fifty that is kept: its
cases are made, and their keys know them besides.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as with_default
from enum import StrEnum

import msgspec

from chalicelib.aws.items import Item, Put
from chalicelib.aws.table import Table
from chalicelib.exports.model import Job
from chalicelib.exports.store import expiry_of
from chalicelib.rows.service import SHEET_LINES

AT_ONCE = 50
"""Lines of one row, and of one page of the report."""


class LineState(StrEnum):
    """What became of a line."""

    CREATED = "created"
    KNOWN = "known"
    """Its case had been made before: nothing was made twice."""
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a line: a code, the field's path, and the values of its words as kept."""

    code: str
    field: str = ""
    values: Mapping[str, object] = with_default(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LineReport:
    """What became of one line; `lacks` counts what its case still needs to be sent."""

    number: int
    title: str
    state: LineState
    case_id: str = ""
    lacks: int = 0
    problems: tuple[Problem, ...] = ()


def put_report(table: Table, job: Job, part: int, lines: Sequence[LineReport]) -> None:
    """Keep what became of a part of the lines; the same part again says the same."""
    row: Item = {
        **SHEET_LINES.columns(job.job_id, part),
        "lines": msgspec.to_builtins(tuple(lines)),
        "expires_s": expiry_of(job),
    }
    table.write(Put(row))


def find_report(table: Table, job_id: str, part: int) -> tuple[LineReport, ...] | None:
    """Find what became of a part of a job's lines; None while it is not known."""
    row = table.get(*SHEET_LINES.key(job_id, part), consistent=True)
    return msgspec.convert(row["lines"], tuple[LineReport, ...]) if row else None
