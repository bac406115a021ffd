"""How instants are written in keys."""

from datetime import datetime


def stamp(at: datetime) -> str:
    """Write an aware UTC instant so that the order of texts is that of time."""
    return at.isoformat(timespec="microseconds")
