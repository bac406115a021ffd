"""The API's models of changes asked for: what comes in, and the shapes of what goes out."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

from chalicelib.amendments.model import LONGEST_WORDS, AmendmentKind, AmendmentState

Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_WORDS)]
Typed = Annotated[str, StringConstraints(strip_whitespace=True, max_length=320)]


class NewAmendment(BaseModel):
    """A change to ask for; fields that are left out stay as they are.

    A power increase names the totals, the new Consuel's number, and `document_id`: the file that
    was announced for the slot `consuel_total` of the dossier.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    kind: AmendmentKind
    email: Typed = ""
    mobile: Typed = ""
    preload_kwh: int | None = None
    installed_power_kva: Typed = ""
    connection_power_kva: Typed = ""
    peak_power_kwc: Typed = ""
    is_limited: bool = False
    consuel_number: Typed = ""
    document_id: Annotated[str, StringConstraints(max_length=70)] = ""
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
    document_id: str


class AmendmentsShape(BaseModel):
    """A dossier's requests, oldest first."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    amendments: list[AmendmentShape]
