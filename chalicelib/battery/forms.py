"""The API's models of a storage: what comes in, and the shapes of what goes out."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.battery.model import MOST_KWH, PLACES, Fate

Kwh = Annotated[Decimal, Field(ge=0, le=MOST_KWH, decimal_places=PLACES)]


class NewReading(BaseModel):
    """A month's figures, in kWh."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    injected_kwh: Kwh
    drawn_kwh: Kwh


class MonthShape(BaseModel):
    """One month of a storage, in kWh; the figures are null where there is no reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    month: str
    injected_kwh: Decimal | None
    drawn_kwh: Decimal | None
    covered_kwh: Decimal
    uncovered_kwh: Decimal
    balance_kwh: Decimal
    provisional: bool


class StorageShape(BaseModel):
    """A storage: empty before the commissioning."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    begun_on: date | None
    preload_kwh: Decimal | None
    months: list[MonthShape]


class NotedShape(BaseModel):
    """What became of a reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    fate: Fate
