"""Calendars of France by department: public holidays, working days, the local day.

Alsace-Moselle keeps two holidays of its own, the overseas departments keep theirs; both come
from the site's postcode. The `holidays` library is imported when a working day is first
counted: most functions never count one.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from holidays import HolidayBase

METROPOLE = "Europe/Paris"

ALSACE_MOSELLE = {"57": "57", "67": "6AE", "68": "6AE"}

OVERSEAS = {
    "971": ("971", "America/Guadeloupe"),
    "972": ("972", "America/Martinique"),
    "973": ("973", "America/Cayenne"),
    "974": ("974", "Indian/Reunion"),
    "975": ("PM", "America/Miquelon"),
    "976": ("976", "Indian/Mayotte"),
    "986": ("WF", "Pacific/Wallis"),
    "987": ("PF", "Pacific/Tahiti"),
    "988": ("NC", "Pacific/Noumea"),
}
"""By the first three figures of the postcode: the library's subdivision and the local time."""

ISLANDS = {"97133": "BL", "97150": "MF"}
"""Saint-Barthélemy and Saint-Martin share Guadeloupe's figures but not its holidays."""


def subdivision(postcode: str) -> str | None:
    """Give the subdivision whose holidays a postcode keeps, or None for the national ones."""
    if postcode in ISLANDS:
        return ISLANDS[postcode]
    if postcode[:3] in OVERSEAS:
        return OVERSEAS[postcode[:3]][0]
    return ALSACE_MOSELLE.get(postcode[:2])


def local_zone(postcode: str) -> ZoneInfo:
    """Give the time zone in which a site's days begin and end."""
    _, name = OVERSEAS.get(postcode[:3], ("", METROPOLE))
    return ZoneInfo(name)


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


def local_day(instant: datetime, postcode: str = "") -> date:
    """Give the day that an instant falls on at a site."""
    return instant.astimezone(local_zone(postcode)).date()


def end_of_day(day: date, postcode: str = "") -> datetime:
    """Give the instant, in UTC, at which a day is over at a site."""
    midnight = datetime.combine(day + timedelta(days=1), time(), local_zone(postcode))
    return midnight.astimezone(UTC)


def last_day(end: datetime, postcode: str = "") -> date:
    """Give the last day of what is over at an instant: `end_of_day` leads back to its day."""
    return local_day(end - timedelta(microseconds=1), postcode)


@cache
def _holidays(where: str | None) -> "HolidayBase":
    from holidays import country_holidays

    return country_holidays("FR", subdiv=where, language="fr")
