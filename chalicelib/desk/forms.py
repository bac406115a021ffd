"""The API's models of who looks after a case: what comes in, and what goes out."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from chalicelib.desk.hand_over import LONGEST_NOTE


class HandOver(BaseModel):
    """To whom a case goes; `was` is who had it when that was seen, left out for anybody."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)
    to: Annotated[str, Field(min_length=1, max_length=60, description="Identifiant du collègue")]
    note: Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_NOTE)] = ""
    was: Annotated[str, Field(max_length=60)] | None = None


class HolderShape(BaseModel):
    """An agent at work on a case, and what was left for them."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str
    name: str
    since: datetime
    note: str
    given_by: str


class HolderAnswer(BaseModel):
    """Who looks after a case; null when nobody does."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    holder: HolderShape | None


class AgentShape(BaseModel):
    """One of our agents at work."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str
    name: str


class AgentsAnswer(BaseModel):
    """Our agents, by name: whom a case can be handed over to."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    agents: list[AgentShape]
