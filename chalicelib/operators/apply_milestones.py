"""Keep what an operator told about a request, and let it have its effect on the dossier.

Each change is one transaction with its journal event; the whole may be cut anywhere and done
again. An unknown code is kept and flagged.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.audit.model import Actor
from chalicelib.aws.clock import business_now, real_now
from chalicelib.aws.items import Operation, Put, key_of
from chalicelib.aws.table import Table, open_table
from chalicelib.dossiers.change import Decide, change_dossier
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.model import Change, Dossier, OperatorRequest
from chalicelib.dossiers.statuses import Status
from chalicelib.operators.course import commissioning_day, read_course
from chalicelib.operators.health import flag_code
from chalicelib.operators.labels import find_operator_of
from chalicelib.operators.model import RawMilestone
from chalicelib.operators.redate import list_moved, redate
from chalicelib.operators.rows import Kept, list_kept, put_kept, raw_sk
from chalicelib.operators.steps import next_step
from chalicelib.operators.view import view_of, waits
from chalicelib.reference.operators import Operator, load_operator
from chalicelib.rows.tracked import put_over

MOST_KEPT_AT_ONCE = 12
"""So that a transaction stays within its bound."""

MOST_CHANGES = 40
UNKNOWN_CODE = "unknown_code"
"""The flag on a dossier whose operator used a code that nobody knows."""


def apply_milestones(
    dossier_id: str,
    number: int,
    told: Sequence[RawMilestone],
    *,
    by: Actor,
    values: Mapping[str, str] | None = None,
    table: Table | None = None,
    now: datetime | None = None,
) -> Dossier:
    """Apply all that an operator told about the dossier's request `number`.

    `values` are what an agent says of it, kept erasable beside each event that it makes.
    Gives the dossier as it is after. Telling it again, later or in another order changes nothing.
    Raises NotFound when the dossier is gone, TransientError when the table does not answer.
    """
    table, now = table or open_table(), now or business_now()
    step = _Step(number, tuple(told), table)
    version = -1
    for _ in range(MOST_CHANGES):
        step.unknown.clear()
        dossier = change_dossier(
            dossier_id, _saying(step.decide, values), by=by, table=table, now=now
        )
        for raw in step.unknown:
            flag_code(table, dossier.head.operator, raw.code, raw.label, dossier_id, now)
        if dossier.head.version == version:
            return dossier
        version = dossier.head.version
    raise RuntimeError("an operator's milestones do not settle")


def _saying(decide: Decide, values: Mapping[str, str] | None) -> Decide:
    if not values:
        return decide

    def said(dossier: Dossier, now: datetime) -> Change | None:
        change = decide(dossier, now)
        return change and replace(change, values={**change.values, **values})

    return said


def is_waiting(dossier: Dossier, number: int, now: datetime, *, table: Table | None = None) -> bool:
    """Whether something told about the request still waits to be applied or to be answered."""
    request = find_request(dossier, number)
    if request is None:
        return False
    operator = (
        find_operator_of(dossier, request.operator, table=table)
        if table
        else load_operator(request.operator)
    )
    view = view_of(dossier, number, operator, now, real_now())
    return view is not None and (waits(view) or bool(request.awaited_piece))


def find_request(dossier: Dossier, number: int) -> OperatorRequest | None:
    """The dossier's request of this number."""
    return next((one for one in dossier.requests if one.number == number), None)


@dataclass
class _Step:
    """One change: keep what is new, with the first effect that it calls for."""

    number: int
    told: tuple[RawMilestone, ...]
    table: Table | None = None

    def __post_init__(self) -> None:
        self.unknown: list[RawMilestone] = []

    def decide(self, dossier: Dossier, now: datetime) -> Change | None:
        request = find_request(dossier, self.number)
        if request is None:
            return None
        operator = self._operator_of(dossier, request)
        fresh = _fresh(dossier, self.number, self.told)[:MOST_KEPT_AT_ONCE]
        self.unknown[:] = [one.raw for one in fresh if operator.find_code(one.raw.code) is None]
        keeps = [put_kept(dossier.head.dossier_id, one) for one in fresh]
        if self.unknown:
            return _flagged(dossier, request, self.unknown, keeps)
        told = {str(keep.item["sk"]): keep.item for keep in keeps}
        seen = replace(dossier, rows=put_over(dossier.rows, told))
        moved = list_moved(list_kept(dossier), fresh, operator)
        change = self._effect(seen, operator, now) or _kept(dossier, request, fresh)
        if change is None:
            return None
        return replace(
            redate(change, dossier, self.number, moved),
            also=_without_doubles((*change.also, *keeps)),
        )

    def _operator_of(self, dossier: Dossier, request: OperatorRequest) -> Operator:
        if self.table is None:
            return load_operator(request.operator)
        codes = [one.code for one in self.told]
        return find_operator_of(dossier, request.operator, codes, table=self.table)

    def _effect(self, seen: Dossier, operator: Operator, now: datetime) -> Change | None:
        view = view_of(seen, self.number, operator, now, real_now())
        return next_step(view) if view else _correction(seen, self.number, operator)


def _fresh(dossier: Dossier, number: int, told: Sequence[RawMilestone]) -> list[Kept]:
    """What was told and is not kept yet, or is kept otherwise; a setback stays settled."""
    kept = {raw_sk(one.raw): one for one in list_kept(dossier)}
    fresh: dict[str, Kept] = {}
    for raw in told:
        before = kept.get(raw_sk(raw))
        if before is None:
            fresh[raw_sk(raw)] = Kept(raw, number)
        elif before.raw != raw:
            fresh[raw_sk(raw)] = replace(before, raw=raw)
    return sorted(fresh.values(), key=lambda one: one.raw.order)


def _flagged(
    dossier: Dossier, request: OperatorRequest, unknown: list[RawMilestone], keeps: list[Put]
) -> Change:
    head = dossier.head
    codes = ", ".join(sorted({one.code for one in unknown}))
    return Change(
        EventKind.UNKNOWN_CODE_FLAGGED,
        replace(head, flags=tuple(dict.fromkeys((*head.flags, UNKNOWN_CODE)))),
        details={"request": request.number, "operator": request.operator, "codes": codes[:200]},
        also=tuple(keeps),
    )


def _kept(dossier: Dossier, request: OperatorRequest, fresh: list[Kept]) -> Change | None:
    if not fresh:
        return None
    last = fresh[-1].raw
    return Change(
        EventKind.REQUEST_MILESTONE,
        dossier.head,
        requests=(replace(request, last_code=last.code, changed_at=last.at),),
        details={"request": request.number, "operator": request.operator, "code": last.code},
    )


def _correction(dossier: Dossier, number: int, operator: Operator) -> Change | None:
    """The operator corrects the day of a commissioning that closed the dossier."""
    course = read_course((one.raw for one in list_kept(dossier, number)), operator.find_code)
    raw, head = course.commissioned, dossier.head
    if raw is None or head.status is not Status.CLOSED or head.commissioned_on is None:
        return None
    on = commissioning_day(raw, head.postcode)
    if on == head.commissioned_on:
        return None
    return Change(
        EventKind.REQUEST_MILESTONE,
        replace(head, commissioned_on=on),
        details={"request": number, "code": raw.code, "commissioned_on": on.isoformat()},
    )


def _without_doubles(operations: tuple[Operation, ...]) -> tuple[Operation, ...]:
    """One operation an item: the first, which knows of the effect."""
    by_key: dict[tuple[str, str], Operation] = {}
    for one in operations:
        by_key.setdefault(key_of(one), one)
    return tuple(by_key.values())
