"""What agents do at their desk with bookings: follow them, and remind of many at once."""

from datetime import datetime

from chalicelib.cases.kind import Later
from chalicelib.cases.model import CaseChange
from chalicelib.cases.plain import PlainHead
from chalicelib.desk.of_kind import Act, Desk, Need, Order, Shown, deciding
from chalicelib.refusals import Refusal
from tests.toys.bookings import Booking, OnBookings, Visit, may_be_followed


class VisitAgreed(Refusal):
    """The visit is confirmed: there is nothing to remind of."""

    code = "visit-agreed"
    message = "La visite est déjà confirmée."


def decide_reminded(case: Booking, order: Order, _now: datetime) -> CaseChange:
    """Have the client written to, with an agent's word in the journal."""
    if case.head.status != "asked":
        raise VisitAgreed
    note = order.batch.note
    return CaseChange("booking_reminded", case.head, values={"note": note} if note else {})


def show(head: PlainHead[Visit]) -> Shown:
    """Name a booking by whom it is for."""
    return Shown(head.data.name)


remind = deciding(OnBookings.REMIND, decide_reminded)

AT_DESK = Desk(
    follow=OnBookings.FOLLOW,
    act_on_many=OnBookings.FOLLOW,
    may_be_followed=may_be_followed,
    show=show,
    home=lambda _typed: "/visites",
    acts={
        "remind": Act(
            "Relancer",
            "Chaque client recevra un e-mail.",
            OnBookings.REMIND,
            Later("tests.toys.booking_desk:remind"),
            frozenset({Need.NOTE}),
        )
    },
    refusals=Later("tests.toys.booking_desk:REFUSED"),
)
REFUSED = (VisitAgreed,)
