"""From what was decided of one case to the operations that carry it out: pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from chalicelib.audit.model import Event, chain_event, digest_value, new_salt
from chalicelib.audit.store import put_event
from chalicelib.aws.clock import real_now
from chalicelib.aws.items import Delete, Operation, Put, key_of
from chalicelib.cases.kind import AnyKind
from chalicelib.cases.model import CaseChange, Reached
from chalicelib.policy.actors import Actor
from chalicelib.rows.cases import CASE


@dataclass(frozen=True, slots=True)
class Written:
    """A case as it is after a change, and the operations: `guards` hold off other writers."""

    after: Any
    guards: tuple[Operation, ...]
    operations: tuple[Operation, ...]


def write_change(
    kind: AnyKind,
    before: Any | None,
    change: CaseChange,
    *,
    by: Actor,
    operation_id: str,
    now: datetime,
) -> Written:
    """Write what a change makes of a case (None: it is created), without what `also` adds."""
    change = kind.widen(change) if kind.widen else change
    case = kind.codec.begin(change.head) if before is None else before
    head = _next_head(case.head, change, operation_id, now)
    after = kind.codec.apply(case, change, head)
    after = replace(after, rows=_rows_after(head.case_id, case.rows, change.also))
    for rule in kind.settle:
        after = rule(after, now)
    event, salt = _write_event(after.head, before.head if before else None, change, by, now)
    after = replace(after, head=replace(after.head, last_hash=event.hash))
    event_row, *erasable = put_event(event, salt, change.values)
    operations = [*erasable, *kind.codec.put_parts(after, before, change)]
    for project in kind.projections:
        operations += project(before, after, change, now)
    return Written(after, (_put_head(kind, after, before), event_row), tuple(operations))


def _next_head(old: Any, change: CaseChange, operation_id: str, now: datetime) -> Any:
    seq = old.seq + 1
    reached = Reached(change.reached_at or now, seq)
    milestones = {
        name: found for name, found in old.milestones.items() if name not in change.unreached
    } | {name: reached for name in change.reached if name not in old.milestones}
    milestones |= {
        name: replace(milestones[name], at=at)
        for name, at in change.redated.items()
        if name in milestones
    }
    fallen = any(name in old.milestones for name in change.unreached)
    return replace(
        change.head,
        version=old.version + 1,
        seq=seq,
        last_operation=operation_id,
        updated_at=now,
        generation=change.head.generation + (1 if fallen else 0),
        milestones=milestones,
    )


def _put_head(kind: AnyKind, after: Any, before: Any | None) -> Put:
    put = kind.codec.put_head(after)
    if before is None:
        return replace(put, absent=True)
    return replace(put, expect={"version": before.head.version})


def _rows_after(
    case_id: str, rows: Mapping[str, Mapping[str, Any]], also: tuple[Operation, ...]
) -> dict[str, Mapping[str, Any]]:
    """Give other rooms' rows once those of the same partition are put or removed.

    What an update adds to a row is not in them: whoever needs it reads the case again.
    """
    after = dict(rows)
    for operation in also:
        pk, sk = key_of(operation)
        if pk != CASE.pk(case_id):
            continue
        if isinstance(operation, Put):
            after[sk] = dict(operation.item)
        elif isinstance(operation, Delete):
            after.pop(sk, None)
    return after


def _write_event(
    head: Any, old: Any | None, change: CaseChange, by: Actor, now: datetime
) -> tuple[Event, str]:
    salt, known = new_salt(), old.milestones if old else {}
    event = Event(
        event_id=head.last_operation,
        case_id=head.case_id,
        seq=head.seq,
        kind=change.kind,
        at=now,
        recorded_at=real_now(),
        actor_id=by.person_id,
        actor_role=by.role,
        actor_hat=by.hat,
        origin=by.origin,
        status_before=old.status if old else "",
        status_after=head.status,
        generation=head.generation,
        reached=tuple(name for name in change.reached if name not in known),
        unreached=tuple(name for name in change.unreached if name in known),
        fields=change.fields,
        details=change.details,
        digests={name: digest_value(salt, value) for name, value in change.values.items()},
    )
    return chain_event(event, old.last_hash if old else ""), salt
