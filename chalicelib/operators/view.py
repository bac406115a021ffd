"""What the effect of an operator's milestones is decided on: the dossier, its request, its course."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from chalicelib.aws.items import Operation
from chalicelib.dossiers.kinds import EventKind, Milestone
from chalicelib.dossiers.model import (
    Change,
    Dossier,
    Head,
    OperatorRequest,
    RequestState,
)
from chalicelib.dossiers.statuses import Move, Status, next_status
from chalicelib.operators.course import Course, read_course
from chalicelib.operators.model import RawMilestone
from chalicelib.operators.rows import Kept, list_kept, put_kept
from chalicelib.reference.operators import Operator

LIVE = frozenset(
    {
        RequestState.OPEN,
        RequestState.VALIDATED,
        RequestState.TO_ORDER,
        RequestState.ORDERED,
    }
)
"""States in which an operator's milestones have an effect on the dossier."""


@dataclass(frozen=True, slots=True)
class View:
    """What a step is decided on. `now` is business time, `real_now` real time."""

    dossier: Dossier
    request: OperatorRequest
    course: Course
    operator: Operator
    kept: tuple[Kept, ...]
    now: datetime
    real_now: datetime

    @property
    def head(self) -> Head:
        """The dossier's head."""
        return self.dossier.head

    def is_settled(self, raw: RawMilestone) -> bool:
        """Whether a setback has had its effect."""
        return any(one.settled for one in self.kept if one.raw == raw)

    def settle(self, raw: RawMilestone) -> tuple[Operation, ...]:
        """The operations that remember that a setback has had its effect."""
        return (put_kept(self.head.dossier_id, Kept(raw, self.request.number, settled=True)),)


def view_of(
    dossier: Dossier, number: int, operator: Operator, now: datetime, real_now: datetime
) -> View | None:
    """The view on a dossier's request; None unless it is the current one and still lives."""
    request = dossier.current_request()
    if request is None or request.number != number or request.state not in LIVE:
        return None
    if not dossier.head.is_open:
        return None
    kept = list_kept(dossier, number)
    course = read_course((one.raw for one in kept), operator.find_code)
    return View(dossier, request, course, operator, kept, now, real_now)


def waits(view: View) -> bool:
    """Whether something told has no effect yet because the dossier waits for a piece."""
    course = view.course
    setbacks = (course.ended, course.asked, course.setback)
    pending = any(one is not None and not view.is_settled(one) for one in setbacks)
    forward = course.commissioned is not None or (
        course.validated is not None and not view.dossier.reached(Milestone.REQUEST_VALIDATED)
    )
    return view.head.status is Status.AWAITING_PIECE and (pending or forward)


def change_of(view: View, kind: EventKind, raw: RawMilestone | None, **more: Any) -> Change:
    """The change that a milestone calls for; `more` is the change's, and `others` more requests."""
    request: OperatorRequest = more.pop("request", view.request)
    told = replace(request, changed_at=view.now, last_code=raw.code if raw else request.last_code)
    details: dict[str, str | int] = {"request": request.number, "operator": request.operator}
    if raw is not None:
        details["code"] = raw.code
    return Change(
        kind,
        more.pop("head", view.head),
        requests=(told, *more.pop("others", ())),
        reached_at=raw.at if raw else None,
        details=details | more.pop("details", {}),
        **more,
    )


def moved(view: View, move: Move, **changes: Any) -> Head:
    """The head after a move of the status table. Raises IllegalMove."""
    status = next_status(view.head.status, move, view.head.came_from)
    return replace(view.head, status=status, **changes)
