"""What the API says of the stage's health."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel


class HealthView(BaseModel):
    """How the stage is; `scanner_is_answering` is null for a scanner that was never asked.

    `events_set_aside` counts the events that no system here can read, a thousand at most.
    """

    is_well: bool
    scanner: Literal["not_configured", "guardduty", "clamd"]
    scanner_is_answering: bool | None
    files_are_judged: bool
    events_set_aside: int
    set_aside_since: datetime | None
