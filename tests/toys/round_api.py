"""What the JSON API takes and tells of a round."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.audit.model import Actor
from chalicelib.case_api.of_kind import Served
from chalicelib.cases.model import CaseChange
from tests.toys.rounds import OnRounds, Places, planned


class NewRound(BaseModel):
    """A round to be planned."""

    model_config = ConfigDict(extra="forbid")

    most: Annotated[int, Field(ge=1, le=100)]


def begin(case_id: str, wanted: NewRound, by: Actor, now: datetime) -> CaseChange:
    """Plan a round of so many places."""
    return planned(case_id, Places(wanted.most), by, now)


SERVED = Served(
    takes="tests.toys.round_api:NewRound",
    create=OnRounds.PLAN,
    begin=begin,
    tell=lambda case: asdict(case.data),
    counters="rounds",
)
