"""Which of a firm's dossiers changed their status in a span of time, and when (F68).

The list by last change says which dossiers may have; their journals say what changed, by the
instant at which it was known here: what an operator tells late is told then, and once.
"""

from dataclasses import dataclass
from datetime import datetime

import msgspec

from chalicelib.audit.store import list_events
from chalicelib.aws.table import Table
from chalicelib.dossiers.list_dossiers import Line
from chalicelib.dossiers.model import Space
from chalicelib.dossiers.statuses import Status
from chalicelib.rows.listings import CHANGED

MOST_CHANGED = 50
"""Dossiers of a space that are looked at, last changed first."""

MOST_READ = 20
"""Journals that are read: a mail that tells of more is not read."""

EVENTS_READ = 100


@dataclass(frozen=True, slots=True)
class Step:
    """A status that a dossier came to, in business time."""

    at: datetime
    status: Status


@dataclass(frozen=True, slots=True)
class Moved:
    """A dossier and the statuses that it came to in the span, oldest first."""

    line: Line
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Moves:
    """The dossiers that moved, last changed first; `has_more` when others changed too."""

    moved: tuple[Moved, ...]
    has_more: bool


def list_moves(table: Table, firm_id: str, since: datetime, until: datetime) -> Moves:
    """List a firm's sent dossiers that changed their status from `since` on and before `until`.

    Two queries, and one for each of the twenty journals at most.
    """
    changed = [one for space in Space for one in _list_changed(table, firm_id, space, since)]
    changed.sort(key=lambda line: line.updated_at, reverse=True)
    read = ((line, _list_steps(table, line, since, until)) for line in changed[:MOST_READ])
    moved = tuple(Moved(line, steps) for line, steps in read if steps)
    return Moves(moved, len(changed) > MOST_READ)


def _list_changed(table: Table, firm_id: str, space: Space, since: datetime) -> list[Line]:
    pk = CHANGED.pk(firm_id, space)
    page = table.query(pk, index="by_firm", newest_first=True, limit=MOST_CHANGED)
    lines = (msgspec.convert(item, Line) for item in page.items)
    return [one for one in lines if one.submitted_at and one.updated_at >= since]


def _list_steps(table: Table, line: Line, since: datetime, until: datetime) -> tuple[Step, ...]:
    events, _next = list_events(table, line.dossier_id, limit=EVENTS_READ)
    return tuple(
        Step(event.at, Status(event.status_after))
        for event in reversed(events)
        if since <= event.at < until
        and event.status_after not in {event.status_before, Status.DRAFT}
    )
