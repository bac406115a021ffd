"""From what an operator told to what becomes of the dossier: one legal move at a time.

Pure. `next_step` gives the next change that the milestones call for, or None; it is asked again
after each change, so that several milestones told at once take the dossier through every status
between. What the dossier's status does not admit now (it waits for a piece) waits with it.
Repeated, late and out-of-order milestones change nothing: what they say as a whole is compared
with where the dossier stands, and a setback has its effect once.
"""

from collections.abc import Callable
from dataclasses import replace

from chalicelib.aws.items import Operation
from chalicelib.dossiers.kinds import EventKind, Milestone
from chalicelib.dossiers.model import (
    Change,
    OperatorRequest,
    RequestState,
)
from chalicelib.dossiers.needed_slots import list_needed_slots
from chalicelib.dossiers.pieces import has_undecided, settle_pieces
from chalicelib.dossiers.statuses import Move, Status
from chalicelib.operators.awaited_piece import ask_for_piece, note_answered, note_asked
from chalicelib.operators.course import commissioning_day, last_instant, read_day
from chalicelib.operators.model import RawMilestone
from chalicelib.operators.rows import drop_watch
from chalicelib.operators.view import View, change_of, moved
from chalicelib.reference.operators import Meaning

FALLEN = (
    Milestone.REQUEST_FILED,
    Milestone.REQUEST_QUALIFIED,
    Milestone.REQUEST_VALIDATED,
    Milestone.COMMISSIONING_ORDERED,
)


def next_step(view: View) -> Change | None:
    """The next change that the milestones call for; None when the dossier is where they say."""
    steps: tuple[Callable[[View], Change | None], ...] = (
        _end,
        ask_for_piece,
        note_asked,
        note_answered,
        _set_back,
        _qualify,
        _validate,
        _order,
        _commission,
        _note_plan,
    )
    found = (step(view) for step in steps)
    return next((change for change in found if change is not None), None)


def _end(view: View) -> Change | None:
    """Refused, lapsed or cancelled by the operator: another request takes its place."""
    raw = view.course.ended
    if raw is None or view.is_settled(raw) or view.head.status is Status.AWAITING_PIECE:
        return None
    if view.head.status is Status.COMMISSIONING_ORDERED:
        return _replanned(view, raw, ())
    code = view.operator.find_code(raw.code)
    lapsed = code is not None and code.meaning is Meaning.LAPSED
    head = view.head
    if head.status is Status.COMMISSIONING_PENDING:
        head = moved(view, Move.REFUSE)
    state = RequestState.LAPSED if lapsed else RequestState.REFUSED
    ended = replace(
        view.request, state=state, next_at=None, awaited_piece="", asked_at=None, attempts=0
    )
    return change_of(
        view,
        EventKind.REQUEST_LAPSED if lapsed else EventKind.REQUEST_REFUSED,
        raw,
        head=head,
        request=ended,
        others=(_another(view, release=lapsed),),
        unreached=FALLEN,
        also=(*view.settle(raw), drop_watch(head.dossier_id, ended.number)),
    )


def _another(view: View, *, release: bool) -> OperatorRequest:
    """The request that follows one that ended; after a refusal an agent looks at it first."""
    return OperatorRequest(
        number=view.request.number + 1,
        operator=view.request.operator,
        state=RequestState.TO_FILE,
        prepared_at=view.now,
        next_at=view.real_now if release else None,
    )


def _set_back(view: View) -> Change | None:
    """The visit cannot take place as planned: commissioning is to be ordered again."""
    raw = view.course.setback
    if raw is None or view.is_settled(raw):
        return None
    match view.head.status:
        case Status.COMMISSIONING_ORDERED:
            return _replanned(view, raw, view.settle(raw))
        case Status.COMMISSIONING_PENDING:
            # Nothing is ordered: it must not undo the order to come.
            return change_of(view, EventKind.REQUEST_MILESTONE, raw, also=view.settle(raw))
        case _:
            return None


def _replanned(view: View, raw: RawMilestone, settle: tuple[Operation, ...]) -> Change:
    """Back to where commissioning is ordered from; a piece asked for meanwhile suspends it there.

    While it was ordered the dossier did not wait for that piece: it does from now on, in the same
    change, so that nothing is ordered again without it.
    """
    again = replace(
        view.request,
        state=RequestState.VALIDATED,
        planned_on=None,
        next_at=None,
        is_replanned=True,
    )
    change = change_of(
        view,
        EventKind.COMMISSIONING_REPLANNED,
        raw,
        head=moved(view, Move.REPLAN),
        request=again,
        unreached=(Milestone.COMMISSIONING_ORDERED,),
        also=settle,
    )
    if not has_undecided(view.dossier):
        return change
    slots = list_needed_slots(view.dossier, view.now)
    return settle_pieces(view.dossier, change, slots)


def _qualify(view: View) -> Change | None:
    """The operator has the whole request."""
    raw = view.course.qualified
    if raw is None or view.dossier.reached(Milestone.REQUEST_QUALIFIED):
        return None
    return change_of(view, EventKind.REQUEST_QUALIFIED, raw, reached=(Milestone.REQUEST_QUALIFIED,))


def _validate(view: View) -> Change | None:
    """The operator validates the request, in so many words or by commissioning it."""
    raw = view.course.validated or view.course.commissioned
    if raw is None or view.head.status is not Status.WITH_OPERATOR:
        return None
    until = read_day(raw, "valid_until")
    validated = replace(
        view.request,
        state=RequestState.VALIDATED,
        validated_at=raw.at,
        valid_until=last_instant(until, view.head.postcode) if until else None,
    )
    return change_of(
        view,
        EventKind.REQUEST_VALIDATED,
        raw,
        head=moved(view, Move.VALIDATE),
        request=validated,
        reached=(Milestone.REQUEST_QUALIFIED, Milestone.REQUEST_VALIDATED),
    )


def _order(view: View) -> Change | None:
    """The operator knows of an order, ours or another's, since the last setback."""
    raw = view.course.ordered or view.course.commissioned
    if raw is None or view.head.status is not Status.COMMISSIONING_PENDING:
        return None
    return ordered(view, raw)


def ordered(view: View, raw: RawMilestone | None) -> Change:
    """The change by which commissioning is ordered, told by a milestone or answered to our order."""
    request = replace(
        view.request,
        state=RequestState.ORDERED,
        next_at=None,
        attempts=0,
        last_error="",
        planned_on=view.course.planned_on,
    )
    return change_of(
        view,
        EventKind.COMMISSIONING_ORDERED,
        raw,
        head=moved(view, Move.ORDER),
        request=request,
        reached=(Milestone.COMMISSIONING_ORDERED,),
    )


def _commission(view: View) -> Change | None:
    """Commissioned: the date starts virtual storage (guide Urban Solar)."""
    raw = view.course.commissioned
    if raw is None or view.head.status is not Status.COMMISSIONING_ORDERED:
        return None
    on = commissioning_day(raw, view.head.postcode)
    head = moved(view, Move.COMMISSION, commissioned_on=on, closed_at=view.now)
    return change_of(
        view,
        EventKind.COMMISSIONED,
        raw,
        head=head,
        request=replace(view.request, state=RequestState.DONE, next_at=None, planned_on=on),
        reached=(Milestone.COMMISSIONED,),
        details={"commissioned_on": on.isoformat()},
        also=(drop_watch(head.dossier_id, view.request.number),),
    )


def _note_plan(view: View) -> Change | None:
    """The day of the visit, when it is told or moves."""
    raw, on = view.course.ordered, view.course.planned_on
    if raw is None or on is None or on == view.request.planned_on:
        return None
    return change_of(
        view,
        EventKind.REQUEST_MILESTONE,
        raw,
        request=replace(view.request, planned_on=on),
        details={"planned_on": on.isoformat()},
    )
