"""What a transaction checks besides the heads: every row that its decision read and they do not guard."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from chalicelib.aws.items import Check, Operation, key_of
from chalicelib.rows.cases import CASE
from chalicelib.rows.tracked import TrackedRows

type Key = tuple[str, str]


def guard_rows(
    operations: Sequence[Operation], read: Mapping[str, TrackedRows]
) -> tuple[Operation, ...]:
    """Give a transaction's operations with a condition on every row apart that was looked at.

    `read` are the rows of each case. What the head's version guards needs no more; a row that is
    written apart from it must be as it was read, or absent as it was. An operation that has a
    condition of its own is left alone.
    """
    looked_at = {
        (CASE.pk(case_id), sk): stored
        for case_id, rows in read.items()
        for sk, stored in rows.looked_at.items()
    }
    apart = {key: looked_at[key] for key in _keep_apart(looked_at)}
    guarded = tuple(_with_guard(one, apart) for one in operations)
    touched = {key_of(one) for one in operations}
    checks = (_check(key, stored) for key, stored in apart.items() if key not in touched)
    return (*guarded, *checks)


def _keep_apart(keys: Iterable[Key]) -> Iterator[Key]:
    keys = tuple(keys)
    if not keys:
        return
    from chalicelib.rows.registry import OF_CASE

    kinds = [row for row in OF_CASE if row.apart]
    yield from (key for key in keys if any(row.matches(key[1]) for row in kinds))


def _check(key: Key, stored: Mapping[str, Any] | None) -> Check:
    if stored is None:
        return Check(*key, absent=True)
    return Check(*key, expect=_said(stored))


def _with_guard(operation: Operation, apart: Mapping[Key, Mapping[str, Any] | None]) -> Operation:
    key = key_of(operation)
    if key not in apart or has_condition(operation):
        return operation
    stored = apart[key]
    if stored is None:
        return replace(operation, absent=True)
    return replace(operation, expect=_said(stored))


def has_condition(operation: Operation) -> bool:
    """Say whether an operation has a condition of its own on what stands."""
    return bool(operation.absent or operation.expect or operation.condition)


def _said(stored: Mapping[str, Any]) -> Mapping[str, Any]:
    return {name: value for name, value in stored.items() if name not in {"pk", "sk"}}
