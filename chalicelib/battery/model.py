"""The balance of a virtual battery, by months. Pure.

What is known: storage begins with the commissioning, and a pre-load stands in it from the start
(guide Urban Solar, "stockage virtuel"). What no source says is not invented: no fee, no lapse, no
limit of capacity. One rule is the house's own: a balance is never below zero. What was drawn
beyond it is told apart as not covered, and is never carried into the next month.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from chalicelib.reference.days import legal_day
from chalicelib.refusals import FieldProblem, InvalidFields, Refusal
from chalicelib.words.translation import _

MOST_KWH = Decimal(999_999)
"""More than any site of ours gives in a month: above it a figure was mistyped."""

PLACES = 3
"""A reading has whole kWh or up to three decimals, as meters tell Wh."""

MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)
FRENCH_MONTH = re.compile(r"(0?[1-9]|1[0-2])/(\d{4})", re.ASCII)

type Month = str
"""A calendar month at the site, such as `2026-05`: as text, months are in order."""


class StorageNotBegun(Refusal):
    """There is nothing to read before the commissioning, or once the person is erased."""

    code = "storage-not-begun"
    status = 409
    message = _(
        "Le stockage virtuel commence à la mise en service : il n’y a pas encore de relevé à noter."
    )


class Fate(StrEnum):
    """What became of a reading that was brought."""

    NOTED = "noted"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Reading:
    """What storage took in and gave back in one month, in kWh; who noted it, and when (real time)."""

    month: Month
    injected_kwh: Decimal
    drawn_kwh: Decimal
    noted_by: str = ""
    noted_at: datetime | None = None

    def says_same_as(self, other: "Reading | None") -> bool:
        """Say whether another reading has the same figures."""
        if other is None:
            return False
        return (self.injected_kwh, self.drawn_kwh) == (other.injected_kwh, other.drawn_kwh)


@dataclass(frozen=True, slots=True)
class MonthLine:
    """One month of the balance, in kWh. Without a reading the balance is carried on as it was.

    `covered_kwh` is what storage gave back, `uncovered_kwh` what was drawn beyond it. A balance
    is provisional from the first month without a reading on.
    """

    month: Month
    reading: Reading | None
    opening_kwh: Decimal
    covered_kwh: Decimal
    uncovered_kwh: Decimal
    balance_kwh: Decimal
    is_provisional: bool


@dataclass(frozen=True, slots=True)
class Storage:
    """A client's storage: its first month, what it began with, and every month since."""

    begun_on: date
    preload_kwh: Decimal
    lines: tuple[MonthLine, ...]

    @property
    def last_read(self) -> MonthLine | None:
        """The last month that has a reading, or None."""
        return next((line for line in reversed(self.lines) if line.reading), None)


def month_of(day: date) -> Month:
    """Give the month of a day."""
    return f"{day.year:04d}-{day.month:02d}"


def first_day(month: Month) -> date:
    """Give the first day of a month."""
    return date.fromisoformat(f"{month}-01")


def next_month(month: Month) -> Month:
    """Give the month after."""
    year, number = map(int, month.split("-"))
    return f"{year + number // 12:04d}-{number % 12 + 1:02d}"


def list_months(first: Month, last: Month) -> Iterator[Month]:
    """List the months from one to another, both included."""
    month = first
    while month <= last:
        yield month
        month = next_month(month)


def balance_months(
    opening_kwh: Decimal, first: Month, last: Month, readings: Mapping[Month, Reading]
) -> tuple[MonthLine, ...]:
    """Balance the months from the first to the last, each on the one before."""
    lines: list[MonthLine] = []
    balance, provisional = opening_kwh, False
    for month in list_months(first, last):
        line = _balance(month, balance, readings.get(month), was_provisional=provisional)
        lines.append(line)
        balance, provisional = line.balance_kwh, line.is_provisional
    return tuple(lines)


def _balance(
    month: Month, opening: Decimal, reading: Reading | None, *, was_provisional: bool
) -> MonthLine:
    if reading is None:
        nothing = Decimal(0)
        return MonthLine(month, None, opening, nothing, nothing, opening, is_provisional=True)
    available = opening + reading.injected_kwh
    covered = min(available, reading.drawn_kwh)
    uncovered = reading.drawn_kwh - covered
    return MonthLine(
        month, reading, opening, covered, uncovered, available - covered, was_provisional
    )


def last_month_read(now: datetime, postcode: str = "") -> Month:
    """Give the last month that is over at the site: a month is read when it has ended."""
    today = legal_day(now, postcode)
    year, month = (today.year, today.month - 1) if today.month > 1 else (today.year - 1, 12)
    return f"{year:04d}-{month:02d}"


def read_month(text: str) -> Month | None:
    """Read a month as people write it, `2026-05` or `05/2026`; None when it is none."""
    bare = text.strip()
    if MONTH.fullmatch(bare):
        return bare
    french = FRENCH_MONTH.fullmatch(bare)
    return f"{french[2]}-{int(french[1]):02d}" if french else None


def require_month(month: Month | None, first: Month, last: Month) -> Month:
    """Refuse a month before the storage or one that has not ended."""
    if month is None:
        words = _("Mois : écrivez-le 2026-05 ou 05/2026.")
        raise InvalidFields((FieldProblem("month", "format", words),))
    if month < first or month > last:
        words = _("Mois : de {first}, mois de la mise en service, à {last}, dernier mois terminé.")
        values = {"first": first, "last": last}
        raise InvalidFields((FieldProblem("month", "range", words, values),))
    return month
