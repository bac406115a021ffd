"""The one way to change a dossier: decide on what is true, write it all or write nothing.

The new state, its counters and index rows and its journal event go in one transaction under
a version condition. Who loses against another writer reads again and decides again. A reply
lost after the write is told from a conflict by the operation's own id in the journal.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.audit.model import Actor, Event, chain_event, digest_value, new_salt
from chalicelib.audit.store import find_event, put_event
from chalicelib.aws.clock import business_now, real_now
from chalicelib.aws.ids import new_id
from chalicelib.aws.items import Delete, Operation, Put, key_of
from chalicelib.aws.table import ConditionFailed, Table, open_table
from chalicelib.dossiers import store
from chalicelib.dossiers.agents_rows import update_agents_rows
from chalicelib.dossiers.attention import list_reasons
from chalicelib.dossiers.counters import update_counters
from chalicelib.dossiers.kinds import Milestone
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Change, Dossier, Head, Reached
from chalicelib.dossiers.search_keys import form_words_of, update_search_rows
from chalicelib.dossiers.sight import facts_of
from chalicelib.dossiers.statuses import Status
from chalicelib.dossiers.waits import Asker, note_wait
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import require_on
from chalicelib.reference.days import legal_day
from chalicelib.refusals import ChangedMeanwhile
from chalicelib.rows.cases import AGENTS, CASE
from chalicelib.rows.dossiers import READING, REMARK
from chalicelib.settings import load_settings

log = logging.getLogger(__name__)

type Decide = Callable[[Dossier, datetime], Change | None]
ATTEMPTS = 8


def change_dossier(
    dossier_id: str,
    decide: Decide,
    *,
    by: Actor,
    operation_id: str = "",
    expected_version: int | None = None,
    table: Table | None = None,
    now: datetime | None = None,
) -> Dossier:
    """Change a dossier as `decide` says, and give it as it is after.

    `decide` is pure: it gets the dossier as it is and the business instant, may refuse, and
    may find that there is nothing to change (None). It may be called again after a conflict.
    Raises NotFound for a dossier that is none of the actor's business, ConflictOfInterest for an
    agent's own under another hat, ChangedMeanwhile when
    `expected_version` no longer holds, TransientError when the table does not answer.
    """
    table = table or open_table()
    now = now or business_now()
    operation_id = operation_id or new_id("op")
    for attempt in range(ATTEMPTS):
        dossier = load_dossier(dossier_id, seen_by=by, table=table)
        if attempt and _is_ours(table, dossier, operation_id):
            return dossier
        require_on(by, Connection.CHANGE, facts_of(dossier.head))
        if expected_version is not None and dossier.head.version != expected_version:
            raise ChangedMeanwhile
        change = decide(dossier, now)
        if change is None:
            return dossier
        after = _apply(dossier, change, now, operation_id)
        event, salt = _write_event(after, dossier, change, by, now)
        after = replace(after, head=replace(after.head, last_hash=event.hash))
        try:
            table.transact(_operations(after, dossier, change, event, salt, now))
        except ConditionFailed as failed:
            _keep_on(failed, change, dossier_id, attempt)
        else:
            return after
    raise ChangedMeanwhile


def create_with(change: Change, *, by: Actor, table: Table, now: datetime) -> Dossier:
    """Store a dossier that does not exist yet; ConditionFailed when a row stands in the way."""
    dossier = Dossier(change.head)
    after = _apply(dossier, change, now, new_id("op"))
    event, salt = _write_event(after, None, change, by, now)
    after = replace(after, head=replace(after.head, last_hash=event.hash))
    table.transact(_operations(after, None, change, event, salt, now))
    return after


def _is_ours(table: Table, dossier: Dossier, operation_id: str) -> bool:
    """Say whether the write that seemed to fail had passed: its event is in the journal."""
    head = dossier.head
    if head.last_operation == operation_id:
        return True
    recent = range(head.seq, max(0, head.seq - ATTEMPTS), -1)
    found = (find_event(table, head.dossier_id, seq) for seq in recent)
    return any(event is not None and event.event_id == operation_id for event in found)


def _keep_on(failed: ConditionFailed, change: Change, dossier_id: str, attempt: int) -> None:
    """Try again after a conflict on the head; what `also` refused is the caller's to know."""
    log.info("dossier changed meanwhile", extra={"dossier_id": dossier_id, "attempt": attempt})
    if change.also and not any(place < len(ALWAYS) for place in failed.failed):
        raise failed


ALWAYS = ("head", "event")
"""The first operations of every transaction: their conditions guard against other writers."""


def _apply(dossier: Dossier, change: Change, now: datetime, operation_id: str) -> Dossier:
    old = dossier.head
    seq = old.seq + 1
    reached = Reached(change.reached_at or now, seq)
    milestones = {
        name: found for name, found in old.milestones.items() if name not in change.unreached
    } | {name: reached for name in change.reached if name not in old.milestones}
    fallen = any(name in old.milestones for name in change.unreached)
    head = replace(
        change.head,
        version=old.version + 1,
        seq=seq,
        last_operation=operation_id,
        updated_at=now,
        generation=change.head.generation + (1 if fallen else 0),
        milestones=milestones,
    )
    form = dossier.form if change.form is None else change.form
    head = replace(head, form_words=form_words_of(form))
    if change.form is not None:
        head = replace(head, typing={})
    changed = store.with_parts(dossier, change.pieces, change.requests)
    rows = _rows_after(dossier, change.also)
    return _with_waits(replace(changed, head=head, form=form, rows=rows), now)


def _with_waits(after: Dossier, now: datetime) -> Dossier:
    """Note that a wait for a piece began or ended, with the status that says so."""
    head, request = after.head, after.current_request()
    waits = note_wait(
        head.waits,
        is_waiting=head.status is Status.AWAITING_PIECE,
        asker=Asker.OPERATOR if request and request.awaited_piece else Asker.US,
        now=now,
        seq=head.seq,
    )
    return replace(after, head=replace(head, waits=waits))


def _rows_after(dossier: Dossier, also: tuple[Operation, ...]) -> dict[str, Mapping[str, Any]]:
    """Give other rooms' rows once those of the same partition are put or removed.

    What an update adds to a row is not in them: whoever needs it reads the dossier again.
    """
    rows = dict(dossier.rows)
    for operation in also:
        pk, sk = key_of(operation)
        if pk != CASE.pk(dossier.head.dossier_id):
            continue
        if isinstance(operation, Put):
            rows[sk] = dict(operation.item)
        elif isinstance(operation, Delete):
            rows.pop(sk, None)
    return rows


def _known_reasons(before: Dossier | None, change: Change) -> tuple[str, ...] | None:
    """Give the agents' reasons as they are kept, unless papers or what they are compared with change."""
    row = before.rows.get(AGENTS.sk()) if before else None
    touched = [key_of(operation)[1] for operation in change.also]
    spoken = any(READING.matches(sk) or REMARK.matches(sk) for sk in touched)
    if row is None or spoken or change.pieces or change.form is not None:
        return None
    return tuple(row["reasons"])


def _newly(change: Change, old: Head | None) -> tuple[Milestone, ...]:
    known = old.milestones if old else {}
    return tuple(name for name in change.reached if name not in known)


def _write_event(
    after: Dossier, before: Dossier | None, change: Change, by: Actor, now: datetime
) -> tuple[Event, str]:
    head = after.head
    old = before.head if before else None
    salt = new_salt()
    event = Event(
        event_id=head.last_operation,
        case_id=head.dossier_id,
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
        reached=_newly(change, old),
        unreached=tuple(name for name in change.unreached if old and name in old.milestones),
        fields=change.fields,
        details=change.details,
        digests={name: digest_value(salt, value) for name, value in change.values.items()},
    )
    return chain_event(event, old.last_hash if old else ""), salt


def _operations(
    after: Dossier,
    before: Dossier | None,
    change: Change,
    event: Event,
    salt: str,
    now: datetime,
) -> list[Operation]:
    head, old = after.head, before.head if before else None
    dossier_id = head.dossier_id
    operator = load_settings().operators.get(head.operator)
    event_row, *erasable = put_event(event, salt, change.values)
    operations: list[Operation] = [store.put_head(head, old), event_row, *erasable]
    if change.form is not None:
        operations.append(Put(store.form_to_item(dossier_id, change.form)))
    operations += [Put(store.piece_to_item(dossier_id, piece)) for piece in change.pieces]
    requests = store.requests_to_write(after, old, change.requests)
    operations += [Put(store.request_to_item(head, one)) for one in requests]
    operations += update_counters(head, old)
    reasons = list_reasons(after, operator, legal_day(now), known=_known_reasons(before, change))
    operations += update_agents_rows(after, reasons, now)
    operations += store.update_execution_row(head, old, event.recorded_at)
    operations += update_search_rows(head, old)
    return [*operations, *change.also]
