"""How instants are written in keys, and the span of time in which what we keep can lie."""

from datetime import UTC, date, datetime

FIRST = datetime(2000, 1, 1, tzinfo=UTC)
LAST = datetime(2100, 1, 1, tzinfo=UTC)
"""Nothing of the trade lies before the first or from the last on: what says so is mistaken."""


def stamp(at: datetime) -> str:
    """Write an aware UTC instant so that the order of texts is that of time."""
    return at.isoformat(timespec="microseconds")


def is_in_reach(at: datetime) -> bool:
    """Say whether an aware instant lies in the span, whatever its zone."""
    return FIRST <= at < LAST


def is_day_in_reach(on: date) -> bool:
    """Say whether a day lies in the span."""
    return FIRST.date() <= on < LAST.date()


def hold_in_reach(at: datetime) -> datetime:
    """Give an aware instant, or the end of the span that it lies beyond."""
    return at if is_in_reach(at) else FIRST if at < FIRST else LAST


def hold_day_in_reach(on: date) -> date:
    """Give a day, or the end of the span that it lies beyond."""
    return on if is_day_in_reach(on) else FIRST.date() if on < FIRST.date() else LAST.date()


def hold_fields(kept: object, *names: str) -> None:
    """Hold the days and instants of a frozen value that is being made; None stays.

    What was kept before its door was bounded must be shown without falling: zones, delays and
    calendars cannot count from the year 1, or to 9999.
    """
    for name in names:
        value = getattr(kept, name)
        if isinstance(value, datetime):
            held: date = hold_in_reach(value)
        elif isinstance(value, date):
            held = hold_day_in_reach(value)
        else:
            continue
        if held is not value:
            object.__setattr__(kept, name, held)
