"""Models of the endpoints that the tests of `web` declare."""

from datetime import datetime
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from chalicelib.web.problems import wrong
from chalicelib.words.translation import _


class Panel(BaseModel):
    """One line of panels."""

    model_config = ConfigDict(extra="forbid", strict=True)

    modules: int = Field(ge=1, le=500)


class Order(BaseModel):
    """What the test endpoint takes."""

    model_config = ConfigDict(extra="forbid", strict=True)

    pdl: str
    kind: Literal["a", "b"] = "a"
    panels: list[Panel] = Field(default_factory=list, max_length=2)

    @field_validator("pdl")
    @classmethod
    def pdl_has_fourteen_digits(cls, text: str) -> str:
        if len(text) != 14:
            raise wrong("pdl_length", _("Le PDL a {length} chiffres."), length=14)
        return text


class Receipt(BaseModel):
    """What the test endpoint gives."""

    pdl: str
    power_kva: Decimal
    at: datetime
