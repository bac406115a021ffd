"""Until when the awaited step may last, by what it took for others: days of a calendar. Pure.

The days for which the operator waited for a piece of the installer count in nobody's duration:
they move the dates of this dossier by as much.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from chalicelib.dossiers.model import Dossier
from chalicelib.ledger.durations import BEGINS, Estimate, count_waited_for_installer
from chalicelib.reference.days import legal_day


@dataclass(frozen=True, slots=True)
class Expected:
    """One time in two it was over by `half_on`, nine in ten by `most_on`; from `dossiers`."""

    half_on: date
    most_on: date
    dossiers: int
    today: date

    @property
    def is_longer_than_most(self) -> bool:
        """Say whether it lasts longer by now than for nine dossiers in ten."""
        return self.today > self.most_on


def expect(dossier: Dossier, found: Estimate, now: datetime) -> Expected | None:
    """Give the dates of an estimate for one dossier; None when its step has no beginning."""
    head = dossier.head
    begin = head.milestones.get(BEGINS[found.step])
    if begin is None:
        return None
    waited = count_waited_for_installer(head.waits, begin.at, now, head.postcode)
    first = legal_day(begin.at, head.postcode) + timedelta(days=waited)
    return Expected(
        first + timedelta(days=found.half),
        first + timedelta(days=found.most),
        found.dossiers,
        legal_day(now, head.postcode),
    )
