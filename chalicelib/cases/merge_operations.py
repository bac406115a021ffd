"""One item, one operation: DynamoDB takes no transaction that touches an item twice."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from chalicelib.aws.items import Check, Operation, Update, key_of


class ClashingOperations(ValueError):
    """Two operations of one transaction want different things of one item: a fault of ours."""


def merge_operations(operations: Iterable[Operation]) -> tuple[Operation, ...]:
    """Merge the operations on the same item: counters are added up, a check joins what writes.

    Raises ClashingOperations for two writes of one item that cannot both be meant.
    """
    merged: dict[tuple[str, str], Operation] = {}
    for one in operations:
        key = key_of(one)
        merged[key] = _merge(merged[key], one) if key in merged else one
    return tuple(merged.values())


def _merge(first: Operation, then: Operation) -> Operation:
    if first == then:
        return first
    if isinstance(first, Update) and isinstance(then, Update):
        return _merge_updates(first, then)
    if isinstance(first, Check) != isinstance(then, Check):
        check, write = (first, then) if isinstance(first, Check) else (then, first)
        if not write.absent and check.expect.items() >= write.expect.items():
            return replace(write, expect={**check.expect, **write.expect})
    raise ClashingOperations(f"{key_of(first)[1]} is written twice")


def _merge_updates(first: Update, then: Update) -> Update:
    """Merge two updates: what they add is added up; what they set must not disagree."""
    if _disagree(first.set, then.set) or _disagree(first.expect, then.expect):
        raise ClashingOperations(f"{first.sk} is set twice")
    if first.condition and then.condition and first.condition != then.condition:
        raise ClashingOperations(f"{first.sk} has two conditions")
    names = dict.fromkeys((*first.add, *then.add))
    return replace(
        first,
        set={**first.set, **then.set},
        add={name: first.add.get(name, 0) + then.add.get(name, 0) for name in names},
        remove=tuple(dict.fromkeys((*first.remove, *then.remove))),
        present=first.present or then.present,
        absent=first.absent or then.absent,
        expect={**first.expect, **then.expect},
        condition=first.condition or then.condition,
        values={**first.values, **then.values},
    )


def _disagree(first: Mapping[str, object], then: Mapping[str, object]) -> bool:
    return any(name in then and then[name] != value for name, value in first.items())
