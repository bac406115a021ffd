"""The day that an instant belongs to, as people in France live it."""

from datetime import date, datetime

from chalicelib.words.zone import legal_zone


def legal_day(at: datetime) -> date:
    """Give the day of an aware instant: half past midnight in Paris is the new day."""
    return at.astimezone(legal_zone()).date()
