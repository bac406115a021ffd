"""What the API says of a dossier's time, as models: their shapes are its description."""

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict

from chalicelib.dossiers.kinds import Milestone
from chalicelib.ledger.model import Holder


class Shape(BaseModel):
    """What every answer's model has in common."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ShareShape(Shape):
    """The days of one party: all of them, and those that nobody else held as well."""

    party: Holder
    label: str
    days: int
    days_alone: int


class TurnShape(Shape):
    """One turn; `until` is null while it lasts."""

    party: Holder
    milestone: Milestone
    task: str
    since: datetime
    until: datetime | None
    days: int


class EstimateShape(Shape):
    """How long a step took for dossiers of the same operator, waits for the installer removed."""

    milestone: Milestone
    half_within_days: int
    nine_in_ten_within_days: int
    dossiers: int


class TimeShape(Shape):
    """A dossier's time: its days by party, its turns, and what is known of the awaited steps."""

    begun_on: date
    end_on: date
    over: bool
    days: int
    parties: list[ShareShape]
    turns: list[TurnShape]
    estimates: list[EstimateShape]
