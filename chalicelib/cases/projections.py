"""Index rows and counters as functions of a case's state: what changed between two states is written.

A kind that says what a state stands on, by pure functions, never has to think of what to remove.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from chalicelib.aws.clock import real_now
from chalicelib.aws.items import Delete, Item, Operation, Put, Update
from chalicelib.cases.kind import Projection
from chalicelib.cases.model import CaseChange, CaseLike
from chalicelib.rows.cases import DUE, EXECUTION, RETENTION, WAITS
from chalicelib.rows.instants import stamp
from chalicelib.rows.leads import COUNTERS
from chalicelib.rows.listings import DUE_LIST, OPEN, RETAINED, WAITING

type Counts = Mapping[tuple[str, str, str], int]
"""How a state counts: by owner, list and name of the counter."""

type Rows = Mapping[tuple[str, str], Item]
"""The index rows of a state, by key."""


def add_counts(before: Counts, after: Counts) -> tuple[Update, ...]:
    """Write the operations that keep counters exact from one state to the next."""
    steps = {
        key: after.get(key, 0) - before.get(key, 0)
        for key in sorted(before.keys() | after.keys())
        if after.get(key, 0) != before.get(key, 0)
    }
    lists = dict.fromkeys((owner, name) for owner, name, _counter in steps)
    return tuple(
        Update(
            *COUNTERS.key(owner, name),
            add={key[2]: step for key, step in steps.items() if key[:2] == (owner, name)},
        )
        for owner, name in lists
    )


def put_rows(before: Rows, after: Rows) -> tuple[Operation, ...]:
    """Write the operations that make the index rows of one state those of the next."""
    gone = [key for key in before if key not in after]
    fresh = [key for key, row in after.items() if before.get(key) != row]
    return (
        *(Delete(*key) for key in gone),
        *(Put({**after[pk, sk], "pk": pk, "sk": sk}) for pk, sk in fresh),
    )


def project_counts[C: CaseLike](counts_of: Callable[[C], Counts]) -> Projection[C, Any]:
    """Keep the counters of a kind."""

    def project(
        before: C | None, after: C, _change: CaseChange, _now: datetime
    ) -> Iterable[Operation]:
        return add_counts(counts_of(before) if before else {}, counts_of(after))

    return project


def project_rows[C: CaseLike](rows_of: Callable[[C], Rows]) -> Projection[C, Any]:
    """Keep the index rows of a kind."""

    def project(
        before: C | None, after: C, _change: CaseChange, _now: datetime
    ) -> Iterable[Operation]:
        return put_rows(rows_of(before) if before else {}, rows_of(after))

    return project


def project_reasons[C: CaseLike](
    kind_name: str,
    reasons_of: Callable[[C], Iterable[str]],
    *,
    expires_s: Callable[[Any], int | None] = lambda _head: None,
) -> Projection[C, Any]:
    """Keep a case on the agents' list of each reason for which it waits, since the reason began.

    `expires_s` is the codec's, of the head: a case that is forgotten waits no longer.
    """

    def project(
        before: C | None, after: C, _change: CaseChange, now: datetime
    ) -> Iterable[Operation]:
        known = set(reasons_of(before)) if before else set()
        wanted, case_id = set(reasons_of(after)), after.head.case_id
        for reason in sorted(known - wanted):
            yield Delete(*WAITS.key(case_id, reason))
        for reason in sorted(wanted - known):
            place = WAITING.place(stamp(now), case_id)
            row: Item = {"case_id": case_id, **WAITING.entry(kind_name, reason, at=place)}
            if (fades := expires_s(after.head)) is not None:
                row |= {"expires_s": fades}
            yield Put({**row, **WAITS.columns(case_id, reason)})

    return project


def project_due[C: CaseLike](
    due_of: Callable[[C], Mapping[str, tuple[str, datetime]]],
) -> Projection[C, Any]:
    """Keep what is due of a case: by rule, the event that it makes and the business instant.

    What was acted on does not come back while the state still asks for the same.
    """

    def project(
        before: C | None, after: C, _change: CaseChange, _now: datetime
    ) -> Iterable[Operation]:
        return put_rows(_due_rows(before, due_of), _due_rows(after, due_of))

    return project


def project_retention(
    before: CaseLike | None, after: CaseLike, _change: CaseChange, now: datetime
) -> Iterable[Operation]:
    """Have the daily job look at a new case; from then on its kind says when to look again.

    By the same row the comparison of files with the buckets finds the case: it is for every kind
    with files or with a person's data.
    """
    if before is None:
        row = RETENTION.columns(after.head.case_id)
        yield Put(row | RETAINED.entry(at=stamp(now)))


def project_execution(
    kind_name: str, is_under_way: Callable[[Any], bool]
) -> Projection[CaseLike, Any]:
    """Keep the row by which the supervisor finds a case that wants an execution, while it does.

    `is_under_way` looks at the head. For a kind with a process (`Kind.process`).
    """

    def project(
        before: CaseLike | None, after: CaseLike, _change: CaseChange, _now: datetime
    ) -> Iterable[Operation]:
        case_id, wanted = after.head.case_id, is_under_way(after.head)
        if wanted == (before is not None and is_under_way(before.head)):
            return
        if not wanted:
            yield Delete(*EXECUTION.key(case_id))
            return
        row = EXECUTION.columns(case_id) | OPEN.entry(kind_name, at=stamp(real_now()))
        yield Put({**row, "case_id": case_id, "generation": 0})

    return project


def _due_rows[C: CaseLike](
    case: C | None, due_of: Callable[[C], Mapping[str, tuple[str, datetime]]]
) -> Rows:
    if case is None:
        return {}
    case_id = case.head.case_id
    return {
        DUE.key(case_id, rule, 0): {
            "case_id": case_id,
            "rule_id": rule,
            "acts": acts,
            **DUE_LIST.entry(at=stamp(at)),
        }
        for rule, (acts, at) in due_of(case).items()
    }
