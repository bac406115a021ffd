"""The sender's reputation: when to warn, and when to stop before SES would stop us.

SES reviews an account at 5 % of bounces or 0.1 % of complaints and pauses it at 10 % or
0.5 %. We warn at 2 % and 0.05 %, and stop at 4 % and 0.08 %: a stopped sender keeps its
notices unsent until an agent has looked. Rates are taken over thirty days.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from fractions import Fraction

WINDOW = timedelta(days=30)

ALARM_BOUNCES = Fraction(2, 100)
ALARM_COMPLAINTS = Fraction(5, 10_000)
STOP_BOUNCES = Fraction(4, 100)
STOP_COMPLAINTS = Fraction(8, 10_000)

REPRESENTATIVE_MAILS = 1_000
"""Rates of fewer mails than this are taken as if there were so many: one unlucky mail is no rate."""

LONE_COMPLAINTS = 1
"""So many complaints are one person's mood, not a reputation: they alarm and never stop."""


class Standing(StrEnum):
    """How the sender stands."""

    GOOD = "good"
    ALARM = "alarm"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Tally:
    """Mails sent, permanent bounces and complaints over some days."""

    sent: int = 0
    bounced: int = 0
    complained: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        """Add two tallies."""
        return Tally(
            self.sent + other.sent,
            self.bounced + other.bounced,
            self.complained + other.complained,
        )

    def __sub__(self, other: "Tally") -> "Tally":
        """Take a tally off another."""
        return Tally(
            self.sent - other.sent,
            self.bounced - other.bounced,
            self.complained - other.complained,
        )


def sum_tallies(tallies: Iterable[Tally]) -> Tally:
    """Add up the tallies of a window."""
    return sum(tallies, Tally())


def judge(tally: Tally) -> Standing:
    """Judge a window of mails: good, worth an alarm, or to be stopped."""
    volume = max(tally.sent, REPRESENTATIVE_MAILS)
    bounces = Fraction(tally.bounced, volume)
    complaints = Fraction(tally.complained, volume)
    if bounces >= STOP_BOUNCES:
        return Standing.STOPPED
    if complaints >= STOP_COMPLAINTS and tally.complained > LONE_COMPLAINTS:
        return Standing.STOPPED
    if bounces >= ALARM_BOUNCES or complaints >= ALARM_COMPLAINTS:
        return Standing.ALARM
    return Standing.GOOD
