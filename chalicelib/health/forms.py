"""What the API says of the stage's health."""

from typing import Literal

from pydantic import BaseModel


class HealthView(BaseModel):
    """How the stage is; `scanner_is_answering` is null for a scanner that was never asked."""

    is_well: bool
    scanner: Literal["not_configured", "guardduty", "clamd"]
    scanner_is_answering: bool | None
    files_are_judged: bool
