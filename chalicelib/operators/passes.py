"""A pass over an operator's open requests: begun once, claimed batch by batch, ended once.

A batch is claimed before it is asked about, so that a run that dies is resumed after it without a
second call in the pass; the next pass asks about it whether due or not. Two runs at a time share
nothing but the claim: who loses it leaves the pass to the other.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

import msgspec

from chalicelib.aws.items import Update
from chalicelib.aws.table import ConditionFailed, Table
from chalicelib.operators.cadence import PASS_EVERY
from chalicelib.operators.health import Health, Run, read_health
from chalicelib.operators.watch_list import Batch
from chalicelib.rows.service import HEALTH


def begin_pass(table: Table, health: Health, now: datetime, real_now: datetime) -> Health | None:
    """Begin a pass, or go on with the one that a former run left; None when it is not time yet."""
    if health.pass_at is not None:
        # The batch in hand of a run that is over: nobody knows whether it was asked about.
        left = (*health.unfinished, health.claim) if health.claim else health.unfinished
        return replace(health, unfinished=left, claim=None)
    if health.passed_at is not None and now - health.passed_at < PASS_EVERY:
        return None
    begun = {"pass_at": now, "cursor": "", "run_at": real_now, "asked": 0}
    return _write(table, health, begun, condition="attribute_not_exists(#pass_at)")


def claim_batch(table: Table, health: Health, batch: Batch) -> Health | None:
    """Claim a batch; None when another run has claimed meanwhile."""
    claimed = {
        "cursor": batch.up_to,
        "asked": health.asked + len(batch.watches),
        "claim": (batch.after, batch.up_to),
        "unfinished": health.unfinished or None,
    }
    return _write(table, health, claimed, expect={"cursor": health.cursor})


def give_back(table: Table, health: Health, batch: Batch) -> Health | None:
    """Give a batch back that was not answered: the pass resumes before it."""
    asked = max(0, health.asked - len(batch.watches))
    given = {"cursor": batch.after, "claim": None, "asked": asked}
    return _write(table, health, given, expect={"cursor": batch.up_to})


def end_pass(table: Table, health: Health, took_ms: int = 0) -> Health | None:
    """End the pass, noting how it went: the next one begins where time has come to."""
    began_at = health.run_at or health.pass_at
    runs = (
        health.runs if began_at is None else health.with_run(Run(began_at, took_ms, health.asked))
    )
    ended = {
        "passed_at": health.pass_at,
        "pass_at": None,
        "cursor": None,
        "claim": None,
        "queued": health.unfinished or None,
        "unfinished": None,
        "runs": runs,
    }
    return _write(table, health, ended, expect={"cursor": health.cursor})


def _write(
    table: Table,
    health: Health,
    changes: dict[str, Any],
    *,
    expect: dict[str, str] | None = None,
    condition: str = "",
) -> Health | None:
    told = {name: msgspec.to_builtins(value) for name, value in changes.items()}
    update = Update(
        *HEALTH.key(health.operator),
        set=told,
        expect=expect or {},
        condition=condition,
    )
    try:
        return read_health(health.operator, table.update(update))
    except ConditionFailed:
        return None
