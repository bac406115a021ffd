"""A firm's counters, kept exact in the transaction of every change."""

from collections.abc import Mapping

from chalicelib.aws.items import Update
from chalicelib.dossiers.model import Head
from chalicelib.reference.days import legal_day
from chalicelib.rows.leads import COUNTERS


def counts_of(head: Head | None) -> Mapping[tuple[str, str], int]:
    """Count one head: its status in its space; and, once sent, its month and its year."""
    if head is None:
        return {}
    counts = {(str(head.space), f"status_{head.status}"): 1}
    if head.submitted_at:
        counts[str(head.space), f"month_{legal_day(head.submitted_at):%Y_%m}"] = 1
        counts[str(head.space), f"year_{legal_day(head.submitted_at):%Y}"] = 1
    return counts


def update_counters(new: Head, old: Head | None) -> tuple[Update, ...]:
    """Write the operations that keep a firm's counters exact across a change."""
    before, after = counts_of(old), counts_of(new)
    changed = {
        key: after.get(key, 0) - before.get(key, 0)
        for key in sorted(before.keys() | after.keys())
        if after.get(key, 0) != before.get(key, 0)
    }
    spaces = dict.fromkeys(space for space, _ in changed)
    return tuple(
        Update(
            *COUNTERS.key(new.firm_id, space),
            add={name: step for (of, name), step in changed.items() if of == space},
        )
        for space in spaces
    )
