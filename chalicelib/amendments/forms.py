"""The API's models of changes asked for: what comes in, and the shapes of what goes out."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

from chalicelib.amendments.model import LONGEST_WORDS, AmendmentKind, AmendmentState

Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_WORDS)]
Typed = Annotated[str, StringConstraints(strip_whitespace=True, max_length=320)]


class NewAmendment(BaseModel):
    """A change to ask for; fields that are left out stay as they are."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    kind: AmendmentKind
    email: Typed = ""
    mobile: Typed = ""
    preload_kwh: int | None = None
    words: Words = ""


class Decision(BaseModel):
    """An agent's answer; a refusal says why."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)
    accepted: bool
    words: Words = ""


class AmendmentShape(BaseModel):
    """One request."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    number: int
    kind: AmendmentKind
    state: AmendmentState
    wanted: dict[str, str | int]
    words: str
    asked_at: datetime
    decided_at: datetime | None
    answer: str


class AmendmentsShape(BaseModel):
    """A dossier's requests, oldest first."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    amendments: list[AmendmentShape]
