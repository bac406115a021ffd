"""The one way to change cases: decide on what is true, write it all or write nothing.

The new state of every case, its counters and index rows and its journal event go in one transaction
under the version of each head and a condition on whatever else the decision read. Who loses against
another writer waits a little, reads again and decides again. A reply lost after the write is told
from a conflict by the operation's own id in the journal.
"""

import logging
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast

from chalicelib.audit.store import find_event
from chalicelib.aws.clock import business_now
from chalicelib.aws.ids import new_id
from chalicelib.aws.items import Check, Operation, key_of
from chalicelib.aws.table import ConditionFailed, Table, open_table
from chalicelib.aws.trouble import TransientError
from chalicelib.cases.erased import require_kept
from chalicelib.cases.guards import guard_rows, has_condition
from chalicelib.cases.kind import AnyKind, Kind
from chalicelib.cases.load import load_case
from chalicelib.cases.merge_operations import merge_operations
from chalicelib.cases.model import CaseChange, CaseLike
from chalicelib.cases.registry import kind_of
from chalicelib.cases.write import Written, write_change
from chalicelib.policy.actors import Actor
from chalicelib.policy.require import require_on
from chalicelib.refusals import ChangedMeanwhile
from chalicelib.rows.cases import HEAD
from chalicelib.rows.tracked import TrackedRows

log = logging.getLogger(__name__)

ATTEMPTS = 40
"""So often a writer decides anew: among 32 writers of one case each of them gets through."""

FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.01, 0.4
LATEST = 50
"""So many events back the journal is asked whether a write whose reply was lost had passed."""

type Cases = Mapping[str, Any]
type Changes = Mapping[str, CaseChange]
type Decide = Callable[[Cases, datetime], Changes | None]


def change_case[C: CaseLike, X: CaseChange](
    kind: Kind[C, X],
    case_id: str,
    decide: Callable[[C, datetime], X | None],
    *,
    by: Actor,
    operation_id: str = "",
    expected_version: int | None = None,
    table: Table | None = None,
    now: datetime | None = None,
) -> C:
    """Change one case of a kind as `decide` says, and give it as it is after.

    Raises as `change_cases`; NotFound also for an id of another kind.
    """

    def decide_one(cases: Cases, now: datetime) -> Changes | None:
        change = decide(cases[case_id], now)
        return None if change is None else {case_id: change}

    after = change_cases(
        (case_id,),
        decide_one,
        by=by,
        operation_id=operation_id,
        expected={} if expected_version is None else {case_id: expected_version},
        kinds={case_id: kind},
        table=table,
        now=now,
    )
    return cast(C, after[case_id])


def change_cases(
    case_ids: Sequence[str],
    decide: Decide,
    *,
    by: Actor,
    operation_id: str = "",
    expected: Mapping[str, int] | None = None,
    kinds: Mapping[str, AnyKind] | None = None,
    table: Table | None = None,
    now: datetime | None = None,
) -> Cases:
    """Change several cases, of one kind or of several, as `decide` says; give them as they are after.

    `decide` is pure: it gets the cases by id as they are and the business instant, may refuse, and
    gives the changes of some, or None when there is nothing to change. A change under an id that
    was not asked for creates that case. It is called again after a conflict. What was read and not
    changed is guarded too. `expected` are versions that somebody was shown.

    Raises NotFound for a case that is none of the actor's business, ConflictOfInterest for an
    agent's own under another hat, CaseErased for a change of a case whose person is erased,
    ChangedMeanwhile when an expected version no longer holds or others never cease to write,
    ConditionFailed when `also` of a change refused, TransientError when the table does not answer.
    """
    table, now = table or open_table(), now or business_now()
    work = _Work(
        case_ids=tuple(case_ids),
        kinds=kinds or {one: kind_of(one) for one in case_ids},
        operation_id=operation_id or new_id("op"),
        by=by,
        table=table,
        now=now,
    )
    for attempt in range(ATTEMPTS):
        wait_for_turn(table, attempt)
        cases = work.load()
        if attempt and work.has_passed(cases):
            return cases
        for case_id, version in (expected or {}).items():
            if cases[case_id].head.version != version:
                raise ChangedMeanwhile
        after = work.attempt(cases, decide)
        if after is not None:
            return after
        log.info("cases changed meanwhile", extra={"case_id": case_ids[0], "attempt": attempt})
    raise ChangedMeanwhile


def create_case[C: CaseLike, X: CaseChange](
    kind: Kind[C, X],
    change: X,
    *,
    by: Actor,
    operation_id: str = "",
    table: Table | None = None,
    now: datetime | None = None,
) -> C:
    """Store a case that does not exist yet; ConditionFailed when a row stands in the way."""
    table, now = table or open_table(), now or business_now()
    written = write_change(
        kind, None, change, by=by, operation_id=operation_id or new_id("op"), now=now
    )
    table.transact(merge_operations((*written.guards, *written.operations, *change.also)))
    return cast(C, written.after)


def wait_for_turn(table: Table, attempt: int) -> None:
    """Wait before another attempt, anywhere below a bound that doubles; not before the first."""
    if attempt:
        table.pause(random.uniform(0, min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2**attempt)))


@dataclass(frozen=True, slots=True)
class _Work:
    """One call: what it is about, and who does it."""

    case_ids: tuple[str, ...]
    kinds: Mapping[str, AnyKind]
    operation_id: str
    by: Actor
    table: Table
    now: datetime

    def load(self) -> Cases:
        """Load every case, and refuse whoever may not change one of them."""
        cases = {
            one: load_case(self.kinds[one], one, seen_by=self.by, table=self.table)
            for one in self.case_ids
        }
        for one, case in cases.items():
            kind = self.kinds[one]
            require_on(self.by, kind.change, kind.facts(case.head))
        return cases

    def has_passed(self, cases: Cases) -> bool:
        """Say whether the write that seemed to fail had passed: its event is in a journal."""
        return any(self._is_in_journal(one, case.head) for one, case in cases.items())

    def _is_in_journal(self, case_id: str, head: Any) -> bool:
        if head.last_operation == self.operation_id:
            return True
        recent = range(head.seq, max(0, head.seq - LATEST), -1)
        found = (find_event(self.table, case_id, seq) for seq in recent)
        return any(event is not None and event.event_id == self.operation_id for event in found)

    def attempt(self, cases: Cases, decide: Decide) -> Cases | None:
        """Decide and write once; None when another writer was faster."""
        tracked = {one: _track(case) for one, case in cases.items()}
        changes = decide(tracked, self.now)
        if not changes:
            return cases
        written = {one: self._write(one, cases.get(one), change) for one, change in changes.items()}
        guards = [guard for one in written.values() for guard in one.guards]
        unchanged = [
            Check(*HEAD.key(one), expect={"version": case.head.version})
            for one, case in cases.items()
            if one not in changes
        ]
        also = [operation for one in changes.values() for operation in one.also]
        asked = {key_of(one) for one in also if has_condition(one)}
        rest = [operation for one in written.values() for operation in one.operations]
        read = {one: case.rows for one, case in tracked.items()}
        operations = merge_operations((*guards, *unchanged, *guard_rows((*rest, *also), read)))
        try:
            self.table.transact(operations)
        except ConditionFailed as failed:
            _keep_on(failed, operations, asked)
        except TransientError as trouble:
            if trouble.reason != "TransactionConflict":
                raise
        else:
            return {**cases, **{one: each.after for one, each in written.items()}}
        return None

    def _write(self, case_id: str, before: Any, change: CaseChange) -> Written:
        kind = self.kinds.get(case_id) or kind_of(case_id)
        if before is not None:
            require_kept(before)
        return write_change(
            kind, before, change, by=self.by, operation_id=self.operation_id, now=self.now
        )


def _track(case: Any) -> Any:
    return replace(case, rows=TrackedRows(case.rows))


def _keep_on(
    failed: ConditionFailed, operations: Sequence[Operation], asked: set[tuple[str, str]]
) -> None:
    """Try again after a conflict on what was read; what `also` alone refused is the caller's to know."""
    guilty = {key_of(operations[place]) for place in failed.failed}
    if guilty and guilty <= asked:
        raise failed
