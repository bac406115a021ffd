"""The day that an instant belongs to, as people in France live it."""

from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo


@cache
def legal_zone() -> ZoneInfo:
    """Give the zone in which dates are told: that of mainland France."""
    return ZoneInfo("Europe/Paris")


def legal_day(at: datetime) -> date:
    """Give the day of an aware instant: half past midnight in Paris is the new day."""
    return at.astimezone(legal_zone()).date()
