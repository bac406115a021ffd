"""A toy system: visits that a firm books, for whom it writes; a booking takes a place of a round."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from chalicelib.audit.model import Actor
from chalicelib.aws.table import Table
from chalicelib.cases.change import change_case, change_cases, create_case
from chalicelib.cases.files.plain_slots import PlainSlot, PlainSlots
from chalicelib.cases.found_words import project_words
from chalicelib.cases.kind import Consumer, Kind, Later, Statuses
from chalicelib.cases.model import CaseChange
from chalicelib.cases.plain import PlainCase, PlainCodec, PlainHead, begin_plain
from chalicelib.cases.projections import (
    project_counts,
    project_due,
    project_reasons,
    project_retention,
)
from chalicelib.cases.registry import ask_of
from chalicelib.cases.taken import project_taken
from chalicelib.messages.of_kind import Party, Threads
from chalicelib.notices.mails import EventMail, Letter, Mails, Writing
from chalicelib.notices.model import Addressee, Notice
from chalicelib.notices.unneeded import Unneeded
from chalicelib.policy.model import Action, Facts, Ground, Rules
from chalicelib.policy.roles import Role, Stand
from chalicelib.reference.retention import find_retention
from chalicelib.refusals import Refusal
from chalicelib.retention.of_kind import Look, of_plain

RULES = {
    Role.INSTALLER: Ground.FIRM,
    Role.AGENT: Ground.BACK_OFFICE,
    Stand.PLATFORM: Ground.MACHINE,
}
FIRM: Rules = {Role.INSTALLER: Ground.FIRM}
DESK: Rules = {Role.AGENT: Ground.BACK_OFFICE}
STATUSES = Statuses(
    "asked",
    {("asked", "confirm"): "confirmed", ("confirmed", "visit"): "visited"},
    frozenset({"visited"}),
)


class OnBookings(Action):
    """What may be done with a booking."""

    SEE = ("booking.see", RULES)
    CHANGE = ("booking.change", RULES)
    EXPORT = ("booking.export", DESK)
    ERASE = ("booking.erase", DESK)
    CONFIRM = ("booking.confirm", FIRM)
    FOLLOW = ("booking.follow", DESK)
    REMIND = ("booking.remind", DESK, True)
    UPLOAD = ("booking.upload", FIRM)
    JUDGE = ("booking.judge", DESK)
    WRITE_FOR_FIRM = ("booking.write-for-firm", FIRM)
    WRITE_FOR_US = ("booking.write-for-us", DESK)


@dataclass(frozen=True, slots=True)
class Visit:
    """What is booked: for whom, where and when; an empty e-mail is written to nobody."""

    name: str
    city: str
    on: date
    email: str = ""


type Booking = PlainCase[Visit]


def due_of(case: Booking) -> Mapping[str, tuple[str, datetime]]:
    """A visit that is not confirmed two days after it was asked for is reminded of."""
    if case.head.status != "asked":
        return {}
    return {"confirm_soon": ("booking_reminded", case.head.created_at + timedelta(days=2))}


def may_be_followed(case: Booking) -> bool:
    """Agents look after a visit until it is made."""
    return not STATUSES.is_over(case.head.status) and case.head.erased_at is None


class BookingUnderWay(Refusal):
    """The visit is still to be made: its data are needed."""

    code = "booking-under-way"


def require_erasable(case: Booking) -> None:
    """Refuse while the visit is still to be made."""
    if case.head.status == "confirmed":
        raise BookingUnderWay


def look_at(head: PlainHead[Visit], now: datetime) -> Look | None:
    """A visit that was made is kept for a hundred days."""
    if head.erased_at:
        return None
    end = head.updated_at + timedelta(days=100)
    gone = find_retention("ended_dossier", now.date()) if end <= now else None
    return Look(end, gone)


NOBODY = Visit("", "", date.min)
DATA = of_plain(
    NOBODY,
    export=OnBookings.EXPORT,
    erase=OnBookings.ERASE,
    erased="booking_erased",
    require_erasable=require_erasable,
    look_at=look_at,
    tell=lambda visit: {"visit": asdict(visit)},
)
SLOTS = PlainSlots[Visit]((PlainSlot("photo"),), OnBookings.UPLOAD, OnBookings.JUDGE)
THREADS = Threads(
    parties=(
        Party("firm", OnBookings.WRITE_FOR_FIRM, "L’entreprise"),
        Party("desk", OnBookings.WRITE_FOR_US, "Nous"),
    ),
    may_write=lambda case: not (STATUSES.is_over(case.head.status) or case.head.erased_at),
)


def write_letter(_notice: Notice, case: Booking, _writing: Writing) -> Letter:
    """Write to whom the visit is for."""
    if not case.data.email:
        raise Unneeded("no_address")
    return Letter(case.data.email, {**asdict(case.data), "reference": ""})


MAILS = Mails(
    of_events={
        "booking_confirmed": (EventMail("visit_confirmed", Addressee.CLIENT),),
        "booking_reminded": (EventMail("visit_awaited", Addressee.CLIENT),),
    },
    write=write_letter,
    labels={"visit_confirmed": "Visite confirmée", "visit_awaited": "Visite à confirmer"},
    templates=Path(__file__).parent / "emails",
)

COLUMNS: Mapping[str, Callable[[PlainHead[Visit]], str]] = {
    "name": lambda head: head.data.name,
    "city": lambda head: head.data.city,
    "on": lambda head: head.data.on.isoformat(),
}

BOOKING: Kind[Booking, CaseChange] = Kind(
    name="booking",
    prefix="bkg",
    statuses=STATUSES,
    codec=PlainCodec("booking", Visit),
    see=OnBookings.SEE,
    change=OnBookings.CHANGE,
    facts=lambda head: Facts(head.case_id, firm_id=head.owner_id, created_by=head.created_by),
    projections=(
        project_counts(lambda case: {(case.head.owner_id, "bookings", case.head.status): 1}),
        project_words(
            "booking", lambda head: head.owner_id, lambda case: (case.data.name, case.data.city)
        ),
        project_reasons(
            "booking", lambda case: ("to_confirm",) if case.head.status == "asked" else ()
        ),
        project_due(due_of),
        project_taken(may_be_followed),
        project_retention,
    ),
    consumers=(
        Consumer("notices", Later("chalicelib.notices.plan:plan_notices")),
        Consumer("receipts", Later("chalicelib.receipts.seal_receipt:seal_event")),
    ),
    receipts=Later("tests.toys.booking_receipts:RECEIPTS"),
    mails=Later("tests.toys.bookings:MAILS"),
    columns=Later("tests.toys.bookings:COLUMNS"),
    served=Later("tests.toys.booking_api:SERVED"),
    threads=Later("tests.toys.bookings:THREADS"),
    desk=Later("tests.toys.booking_desk:AT_DESK"),
    slots=Later("tests.toys.bookings:SLOTS"),
    tells={"booking_visited": "visit.done"},
    retention=Later("tests.toys.bookings:DATA"),
)


def book(visit: Visit, case_id: str, *, by: Actor, table: Table, now: datetime) -> Booking:
    """Ask for a visit."""
    return create_case(BOOKING, asked(case_id, visit, by, now), by=by, table=table, now=now)


def asked(case_id: str, visit: Visit, by: Actor, now: datetime) -> CaseChange:
    """Make a booking."""
    head = begin_plain(
        case_id, visit, owner_id=by.firm_id, by=by.person_id, status=STATUSES.first, now=now
    )
    return CaseChange("booking_asked", head)


def move(head: PlainHead[Visit], act: str) -> PlainHead[Visit]:
    """Give a booking's head after an act."""
    return replace(head, status=STATUSES.after(head.status, act))


def decide_confirmed(
    case_id: str, cases: Mapping[str, Any], round_id: str, now: datetime
) -> Mapping[str, CaseChange]:
    """Confirm a booking with the place that a round gives, whatever system the round is of."""
    booked = CaseChange("booking_confirmed", move(cases[case_id].head, "confirm"))
    return {case_id: booked, round_id: ask_of(round_id, "place.take", cases[round_id], now)}


def confirm(case_id: str, round_id: str, *, by: Actor, table: Table, now: datetime) -> None:
    """Confirm a booking with a place of a round, in one transaction."""

    def decide(cases: Mapping[str, Any], now: datetime) -> Mapping[str, CaseChange]:
        return decide_confirmed(case_id, cases, round_id, now)

    change_cases((case_id, round_id), decide, by=by, table=table, now=now)


def visit(case_id: str, round_id: str, *, by: Actor, table: Table, now: datetime) -> None:
    """Say that a visit was made: a fact that the round hears of."""

    def decide(case: Booking, _now: datetime) -> CaseChange:
        return CaseChange("booking_visited", move(case.head, "visit"), details={"round": round_id})

    change_case(BOOKING, case_id, decide, by=by, table=table, now=now)
