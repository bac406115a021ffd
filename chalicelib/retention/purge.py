"""Purge: carry out the erasures asked for, and let go what was kept long enough."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from chalicelib.audit.model import platform
from chalicelib.aws.table import Table
from chalicelib.cases.load import load_head
from chalicelib.cases.registry import kind_of
from chalicelib.refusals import NotFound
from chalicelib.retention import store
from chalicelib.retention.erase_person import (
    NotDueAnyMore,
    Proof,
    erase_person,
    finish_erasure,
)
from chalicelib.retention.held import erase_held
from chalicelib.retention.of_kind import find_of_kind

log = logging.getLogger(__name__)

type IsDue = Callable[[Any, datetime], bool]

SCHEDULE = platform("schedule")
OF_NOBODY = timedelta(days=365)
"""How long a case of a kind that holds nobody's data is left alone before it is looked at again."""


@dataclass(frozen=True, slots=True)
class Purged:
    """What a purge came to: persons erased, and cases looked at that stay."""

    erased: int
    kept: int


class ErasureIncomplete(Exception):
    """Something of a person is left after an erasure; an alarm tells people."""


def purge(*, table: Table, now: datetime) -> Purged:
    """Erase who asked for it and who was kept long enough at a business instant.

    A case that fails harms no other: its trouble is raised once all had their turn.
    """
    failures: list[Exception] = []
    asked = [
        _try(partial(_go_on, owed, table, now), owed.case_id, failures)
        for owed in list(store.list_erasures(table, now))
    ]
    looked = [
        _try(partial(_look, case_id, table, now), case_id, failures)
        for case_id in list(store.list_to_look_at(table, now))
    ]
    if failures:
        raise ExceptionGroup("cases not purged", failures)
    return Purged(erased=sum(asked) + sum(looked), kept=looked.count(False))


def _try(act: Callable[[], bool], case_id: str, failures: list[Exception]) -> bool:
    try:
        return act()
    except Exception as trouble:
        log.exception("purge failed", extra={"case_id": case_id})
        failures.append(trouble)
        return False


def _go_on(owed: store.Owed, table: Table, now: datetime) -> bool:
    """Erase who was asked for, or look once more at who is erased; says whether a person is erased now."""
    if owed.erased_at is None:
        return _erase(owed.case_id, owed.why, table, now)
    proof = finish_erasure(
        owed.case_id, owed.ways, by=SCHEDULE, table=table, now=now, erased_at=owed.erased_at
    )
    _require(proof, owed.case_id)
    return not owed.is_clean


def _erase(
    case_id: str, why: str, table: Table, now: datetime, is_due: IsDue = lambda _head, _now: True
) -> bool:
    try:
        proof = erase_person(case_id, by=SCHEDULE, why=why, table=table, now=now, is_due=is_due)
    except NotDueAnyMore:
        log.info("not due any more", extra={"case_id": case_id})
        return False
    _require(proof, case_id)
    return True


def _require(proof: Proof, case_id: str) -> None:
    if not proof.is_complete:
        raise ErasureIncomplete(case_id)


def _look(case_id: str, table: Table, now: datetime) -> bool:
    try:
        head = load_head(case_id, seen_by=SCHEDULE, table=table)
    except NotFound:
        _let_go(case_id, table)
        return False
    if kind_of(case_id).retention is None:
        store.look_again(table, case_id, now + OF_NOBODY)
        return False
    of_kind = find_of_kind(case_id)

    def is_due(head: Any, now: datetime) -> bool:
        look = of_kind.look_at(head, now)
        return look is not None and look.gone_by is not None

    look = of_kind.look_at(head, now)
    if look is None:
        # An erasure whose own note is missing: the rest goes, no second event comes.
        _erase(case_id, SCHEDULE.person_id, table, now)
    elif look.gone_by:
        return _erase(case_id, look.gone_by.subject, table, now, is_due)
    else:
        store.look_again(table, case_id, look.next_at)
    return False


def _let_go(case_id: str, table: Table) -> None:
    """Remove the rows of a case that never was."""
    erase_held(table, case_id)
    store.forget_erasure(table, case_id)
