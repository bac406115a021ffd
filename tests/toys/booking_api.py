"""What the JSON API takes and tells of a booking."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

from chalicelib.audit.model import Actor
from chalicelib.case_api.of_kind import Act, Served, one_case
from chalicelib.cases.model import CaseChange
from tests.toys.bookings import (
    Booking,
    OnBookings,
    Visit,
    asked,
    decide_confirmed,
    move,
)

type Line = Annotated[str, StringConstraints(min_length=1, max_length=80, strip_whitespace=True)]


class NewVisit(BaseModel):
    """A visit to be booked."""

    model_config = ConfigDict(extra="forbid")

    name: Line
    city: Line
    on: date
    email: Annotated[str, StringConstraints(max_length=200)] = ""


class InRound(BaseModel):
    """The round that a visit is made in."""

    model_config = ConfigDict(extra="forbid")

    round: Line


def begin(case_id: str, wanted: NewVisit, by: Actor, now: datetime) -> CaseChange:
    """Make a booking of what was sent."""
    return asked(case_id, Visit(wanted.name, wanted.city, wanted.on, wanted.email), by, now)


def visit(case: Booking, wanted: InRound, _now: datetime) -> CaseChange:
    """Note that the visit was made."""
    return CaseChange("booking_visited", move(case.head, "visit"), details={"round": wanted.round})


SERVED = Served(
    takes="tests.toys.booking_api:NewVisit",
    create=OnBookings.CONFIRM,
    begin=begin,
    tell=lambda case: asdict(case.data),
    counters="bookings",
    reasons=("to_confirm",),
    acts={
        "confirm": Act(
            OnBookings.CONFIRM,
            lambda case_id, cases, wanted, now: decide_confirmed(case_id, cases, wanted.round, now),
            takes="tests.toys.booking_api:InRound",
            others=lambda wanted: (wanted.round,),
            is_open=lambda case: case.head.status == "asked",
        ),
        "visit": Act(
            OnBookings.CONFIRM,
            one_case(visit),
            takes="tests.toys.booking_api:InRound",
            is_open=lambda case: case.head.status == "confirmed",
        ),
    },
)
