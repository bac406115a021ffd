"""What an operator corrects: the instants that stand by one of its milestones move along with it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.dossiers.kinds import Milestone
from chalicelib.dossiers.model import Change, Dossier, OperatorRequest
from chalicelib.operators.rows import Kept, raw_sk
from chalicelib.reference.operators import Meaning, Operator

_BY: Mapping[Milestone, tuple[Meaning, ...]] = {
    Milestone.REQUEST_QUALIFIED: (Meaning.QUALIFIED, Meaning.VALIDATED, Meaning.COMMISSIONED),
    Milestone.REQUEST_VALIDATED: (Meaning.VALIDATED, Meaning.COMMISSIONED),
    Milestone.COMMISSIONING_ORDERED: (Meaning.ORDERED, Meaning.PLANNED, Meaning.COMMISSIONED),
    Milestone.COMMISSIONED: (Meaning.COMMISSIONED,),
}
"""What an operator tells by which a milestone of the dossier is reached, the likeliest first."""


@dataclass(frozen=True, slots=True)
class Moved:
    """One instant that an operator tells otherwise than before."""

    meaning: Meaning
    before: datetime
    after: datetime


def list_moved(kept: Iterable[Kept], fresh: Sequence[Kept], operator: Operator) -> list[Moved]:
    """List the instants that are told otherwise than they are kept."""
    before = {raw_sk(one.raw): one.raw.at for one in kept}
    moved = []
    for one in fresh:
        code, old = operator.find_code(one.raw.code), before.get(raw_sk(one.raw))
        if code is not None and old is not None and old != one.raw.at:
            moved.append(Moved(code.meaning, old, one.raw.at))
    return moved


def redate(change: Change, dossier: Dossier, number: int, moved: Sequence[Moved]) -> Change:
    """Give the change, with what stood by an instant that moved standing by where it moved to."""
    if not moved:
        return change
    reached = dossier.head.milestones.items()
    found = {
        name: _move(one.at, _BY[name], moved) or one.at for name, one in reached if name in _BY
    }
    requests = tuple(
        _move_request(one, moved) if one.number == number else one for one in change.requests
    )
    return replace(change, redated=found, requests=requests)


def _move_request(request: OperatorRequest, moved: Sequence[Moved]) -> OperatorRequest:
    validated, asked = request.validated_at, request.asked_at
    by = _BY[Milestone.REQUEST_VALIDATED]
    return replace(
        request,
        validated_at=_move(validated, by, moved) or validated,
        asked_at=_move(asked, (Meaning.INCOMPLETE,), moved) or asked,
    )


def _move(at: datetime | None, by: tuple[Meaning, ...], moved: Sequence[Moved]) -> datetime | None:
    """Where an instant moved to, which was told by one of these; None when it stays."""
    told = {one.meaning: one.after for one in moved if one.before == at}
    return next((told[one] for one in by if one in told), None)
