"""The zone in which days and hours are told."""

from functools import cache
from zoneinfo import ZoneInfo


@cache
def legal_zone() -> ZoneInfo:
    """Give the zone in which dates are told: that of mainland France."""
    return ZoneInfo("Europe/Paris")
