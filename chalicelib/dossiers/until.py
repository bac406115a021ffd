"""Until when a stage may be awaited: the plan's dates, with what waits for a piece have suspended.

Pure. Dates are those of the plan's due rows, with the text or practice that gives each; none is
shown where no text gives one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from chalicelib.dossiers.kinds import Milestone
from chalicelib.dossiers.model import Dossier
from chalicelib.dossiers.waits import move_by_waits
from chalicelib.reference.days import last_day, legal_day
from chalicelib.reference.delays import Suspension
from chalicelib.rows.cases import DUE
from chalicelib.words.translation import _


@dataclass(frozen=True, slots=True)
class Until:
    """A date until which something may be awaited, and the text or practice that gives it.

    `at` is the instant at which it is over, `on` its last day at the site: what people are told.
    `suspended_days` is by how many days waits for a piece have moved it.
    """

    at: datetime
    on: date
    why: str
    suspended_days: int = 0


def find_until(dossier: Dossier, milestone: Milestone, now: datetime) -> Until | None:
    """The nearest date until which a stage may be awaited."""
    request = dossier.current_request()
    if milestone is Milestone.COMMISSIONED and request is not None and request.planned_on:
        planned = datetime.combine(request.planned_on, time.min, tzinfo=UTC)
        return Until(planned, request.planned_on, _("date annoncée par le gestionnaire de réseau"))
    return min(list_dues(dossier, milestone, now), key=lambda until: until.at, default=None)


def list_dues(dossier: Dossier, milestone: Milestone, now: datetime) -> Iterator[Until]:
    """The delays of law and practice that run towards a stage, from the plan's rows.

    A row whose start was reached again since is moot; the house's reminders are no delay. What
    a wait for a piece suspends is added, as the row's own rule allows it.
    """
    for row in DUE.among(dossier.rows):
        if row.get("awaits") != milestone or row["grade"] == "house":
            continue
        started = dossier.head.milestones.get(Milestone(row["starts"]))
        if started is not None and started.seq == row["seq"]:
            yield read_due(dossier, row, now)


def read_due(dossier: Dossier, row: Mapping[str, Any], now: datetime) -> Until:
    """The date of a plan's row, with the days for which waits have suspended it."""
    planned = max(datetime.fromisoformat(one) for one in row["dates"])
    waits, postcode = dossier.head.waits, dossier.head.postcode
    rule = Suspension(row.get("suspended_by", Suspension.NOTHING))
    if rule is Suspension.NOTHING or not waits:
        return Until(planned, last_day(planned, postcode), row["legal_ref"])
    since = datetime.fromisoformat(row["since"])
    at = move_by_waits(planned, waits, rule, since=since, now=now, postcode=postcode)
    days = legal_day(at, postcode) - legal_day(planned, postcode)
    return Until(at, last_day(at, postcode), row["legal_ref"], days.days)
