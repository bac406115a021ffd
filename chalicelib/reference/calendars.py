"""Calendars of France by department: public holidays, working days, months.

Alsace-Moselle keeps two holidays of its own, the overseas departments keep theirs; both come
from the site's postcode. The `holidays` library is imported when a working day is first
counted: most functions never count one.
"""

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holidays import HolidayBase

ALSACE_MOSELLE = {"57": "57", "67": "6AE", "68": "6AE"}

OVERSEAS = {
    "971": "971",
    "972": "972",
    "973": "973",
    "974": "974",
    "975": "PM",
    "976": "976",
    "986": "WF",
    "987": "PF",
    "988": "NC",
}
"""By the first three figures of the postcode: the library's subdivision."""

ISLANDS = {"97133": "BL", "97150": "MF"}
"""Saint-Barthélemy and Saint-Martin share Guadeloupe's figures but not its holidays."""


def subdivision(postcode: str) -> str | None:
    """Give the subdivision whose holidays a postcode keeps, or None for the national ones."""
    if postcode in ISLANDS:
        return ISLANDS[postcode]
    if postcode[:3] in OVERSEAS:
        return OVERSEAS[postcode[:3]]
    return ALSACE_MOSELLE.get(postcode[:2])


def is_working_day(day: date, postcode: str = "") -> bool:
    """Say whether a day is worked at a site: neither weekend nor public holiday."""
    return day.weekday() < 5 and day not in _holidays(subdivision(postcode))


def add_working_days(day: date, amount: int, postcode: str = "") -> date:
    """Give the working day that comes `amount` working days after a day, which is not counted."""
    reached = day
    for _ in range(amount):
        reached += timedelta(days=1)
        while not is_working_day(reached, postcode):
            reached += timedelta(days=1)
    return reached


def add_months(day: date, amount: int) -> date:
    """Give the same day `amount` months later, or that month's last day when it has no such day."""
    years, month = divmod(day.month - 1 + amount, 12)
    first = date(day.year + years, month + 1, 1)
    next_month = (first + timedelta(days=31)).replace(day=1)
    last = next_month - timedelta(days=1)
    return first.replace(day=min(day.day, last.day))


@cache
def _holidays(where: str | None) -> "HolidayBase":
    from holidays import country_holidays

    return country_holidays("FR", subdiv=where, language="fr")
