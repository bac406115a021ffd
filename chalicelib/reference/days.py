"""From an instant to the day that it is of, by the place of the case: the only place that does it.

A text, an offer, a slot, a delay and a limit of a day are chosen by the day that people live where
the case is: half past midnight in Paris is the new day, and still the old one in Cayenne. Without a
postcode the place is mainland France.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from chalicelib.reference.calendars import add_months
from chalicelib.words.zone import legal_zone

ZONES = {
    "971": "America/Guadeloupe",
    "972": "America/Martinique",
    "973": "America/Cayenne",
    "974": "Indian/Reunion",
    "975": "America/Miquelon",
    "976": "Indian/Mayotte",
    "986": "Pacific/Wallis",
    "987": "Pacific/Tahiti",
    "988": "Pacific/Noumea",
}
"""The local time of places overseas, by the first three figures of the postcode."""


def local_zone(postcode: str) -> ZoneInfo:
    """Give the time zone in which a site's days begin and end."""
    name = ZONES.get(postcode[:3])
    return ZoneInfo(name) if name else legal_zone()


def legal_day(at: datetime, postcode: str = "") -> date:
    """Give the day of an aware instant at a site."""
    return at.astimezone(local_zone(postcode)).date()


def end_of_day(day: date, postcode: str = "") -> datetime:
    """Give the instant, in UTC, at which a day is over at a site."""
    midnight = datetime.combine(day + timedelta(days=1), time(), local_zone(postcode))
    return midnight.astimezone(UTC)


def last_day(end: datetime, postcode: str = "") -> date:
    """Give the last day of what is over at an instant: `end_of_day` leads back to its day."""
    return legal_day(end - timedelta(microseconds=1), postcode)


def later_by_months(at: datetime, amount: int, postcode: str = "") -> datetime:
    """Give the instant of the same hour at a site, `amount` months later (UTC)."""
    local = at.astimezone(local_zone(postcode))
    day = add_months(local.date(), amount)
    return datetime.combine(day, local.time(), local.tzinfo).astimezone(UTC)
