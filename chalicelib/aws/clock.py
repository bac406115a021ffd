"""Two clocks: real time for secrets and sessions, business time for everything people wait for.

On a stage whose time setting is `simulated`, business time runs from a persisted origin with
a persisted factor, so that a demonstration lives months in a minute and its dates read as
months. In production business time is real time and nothing is read.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from chalicelib.rows.service import CLOCK
from chalicelib.settings import load_settings

if TYPE_CHECKING:
    from chalicelib.aws.items import Item
    from chalicelib.aws.table import Table


@dataclass(frozen=True, slots=True)
class Clock:
    """A business clock: at real instant `real_at` it showed `business_at`, and runs at `factor`."""

    real_at: datetime
    business_at: datetime
    factor: Decimal

    def business(self, real: datetime) -> datetime:
        """Give the business instant of a real one."""
        return self.business_at + timedelta(
            seconds=float(Decimal(str((real - self.real_at).total_seconds())) * self.factor)
        )

    def real(self, business: datetime) -> datetime:
        """Give the real instant of a business one; a clock that stands still never reaches it."""
        if not self.factor:
            return datetime.max.replace(tzinfo=UTC)
        passed = Decimal(str((business - self.business_at).total_seconds())) / self.factor
        return self.real_at + timedelta(seconds=float(passed))


def real_now() -> datetime:
    """Give the real instant, aware, in UTC."""
    return datetime.now(UTC)


def clock_from_item(item: "Item") -> Clock:
    """Read a clock as the table keeps it."""
    return Clock(
        real_at=datetime.fromisoformat(item["real_at"]),
        business_at=datetime.fromisoformat(item["business_at"]),
        factor=Decimal(item["factor"]),
    )


def load_clock(table: "Table") -> Clock:
    """Load the stage's clock; a clock never set shows real time."""
    item = table.get(*CLOCK.key(), consistent=True)
    if item is None:
        now = real_now()
        return Clock(now, now, Decimal(1))
    return clock_from_item(item)


def business_now() -> datetime:
    """Give the business instant of this stage; on a simulated stage this reads one item."""
    if load_settings().time_setting == "real":
        return real_now()
    from chalicelib.aws.table import open_table  # production never needs it here

    return load_clock(open_table()).business(real_now())


def real_instant(business: datetime) -> datetime:
    """Give the real instant of a business one; on a simulated stage this reads one item."""
    if load_settings().time_setting == "real":
        return business
    from chalicelib.aws.table import open_table  # production never needs it here

    return load_clock(open_table()).real(business)


def set_clock(table: "Table", *, factor: Decimal, business_at: datetime | None = None) -> Clock:
    """Make business time run at another factor from now on, or jump forward to an instant.

    Business time never goes back: ValueError.
    """
    real = real_now()
    current = load_clock(table).business(real)
    wanted = business_at or current
    if wanted < current:
        raise ValueError("business time never goes back")
    table.put(
        {
            **CLOCK.columns(),
            "real_at": real.isoformat(),
            "business_at": wanted.isoformat(),
            "factor": str(factor),
        }
    )
    return Clock(real, wanted, factor)
