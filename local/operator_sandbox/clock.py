"""The sandbox's own business time: an origin and a factor, as every stage has its own."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo


class ClockUnreadableError(ValueError):
    """The wanted time or factor cannot be read."""


@dataclass(frozen=True)
class Clock:
    """Business time runs `factor` times as fast as real time since `real_at`, when it was `business_at`."""

    real_at: datetime
    business_at: datetime
    factor: float

    def now(self, real_now: datetime) -> datetime:
        """The business instant (aware UTC) at a real instant."""
        return self.business_at + (real_now - self.real_at) * self.factor

    def set_to(self, real_now: datetime, now: datetime | None, factor: float | None) -> "Clock":
        """The same clock told another time, another pace, or both; what is not told stays."""
        return Clock(
            real_now,
            self.now(real_now) if now is None else now,
            self.factor if factor is None else factor,
        )


def real_now() -> datetime:
    """The machine's time, aware UTC."""
    return datetime.now(UTC)


def read_instant(text: object) -> datetime:
    """An ISO 8601 instant with its offset. Raises ClockUnreadableError."""
    if not isinstance(text, str):
        raise ClockUnreadableError("now")
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as wrong:
        raise ClockUnreadableError("now") from wrong
    if instant.tzinfo is None:
        raise ClockUnreadableError("now")
    return instant.astimezone(UTC)


def read_factor(number: object) -> float:
    """A factor from 0 (stopped) to a million. Raises ClockUnreadableError."""
    if (
        isinstance(number, bool)
        or not isinstance(number, int | float)
        or not 0 <= number <= 1_000_000
    ):
        raise ClockUnreadableError("factor")
    return float(number)


def days(count: float) -> timedelta:
    """A duration in business days."""
    return timedelta(days=count)


def day_in_france(at: datetime) -> date:
    """The day of an instant where the operator works."""
    return at.astimezone(ZoneInfo("Europe/Paris")).date()
