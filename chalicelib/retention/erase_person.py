"""Erase a case's person: files, values, contacts; the journal stays and verifies.

The event comes first and leaves a row of what is owed; every step after it may be repeated, and is,
until nothing of the person can come back.
"""

import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.audit.model import Actor, Detail, verify_chain
from chalicelib.audit.store import list_whole_journal
from chalicelib.aws.clock import business_now
from chalicelib.aws.table import Table
from chalicelib.aws.versions import count_below, remove_below
from chalicelib.cases.change import change_case
from chalicelib.cases.load import load_any
from chalicelib.cases.model import CaseChange
from chalicelib.cases.registry import kind_of
from chalicelib.retention import store
from chalicelib.retention.held import erase_held, list_held
from chalicelib.retention.of_kind import Document, find_of_kind
from chalicelib.rows.journal import VALUES
from chalicelib.rows.objects import OF_CASE
from chalicelib.settings import load_settings

log = logging.getLogger(__name__)

PASSES = 4
"""How often one run removes and looks again: what the stream brings of the last events lands between."""

LOOKS_EVERY = timedelta(days=1)
WATCHED_FOR = timedelta(days=15)
"""How long an erased case is looked at again: no message of a queue of ours lives longer than 14 days."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What is left of a person after an erasure: zeros, and a journal that verifies."""

    files: int
    rows: int
    values: int
    named: int
    events: int

    @property
    def is_complete(self) -> bool:
        """Say whether nothing is left but the journal."""
        return not (self.files or self.rows or self.values or self.named)


class NotDueAnyMore(Exception):
    """Somebody worked on the case since its rule was looked at: nothing is erased."""


def erase_person(
    case_id: str,
    *,
    by: Actor,
    why: str,
    table: Table,
    now: datetime | None = None,
    is_due: Callable[[Any, datetime], bool] = lambda _case, _now: True,
) -> Proof:
    """Erase the person of a case that no longer needs them, and prove it.

    The guarded event comes first, and with it a row of what is owed from then on: nothing is removed
    that a change made meanwhile still needs, and what is cut short is gone on with by the daily job,
    which looks again until nothing can come back (`finish_erasure`).

    `why` is the asker's pseudonymous id or a rule's name; `is_due` says whether that rule still holds,
    of the case as it is when it is written. Raises NotDueAnyMore, what its kind refuses while the data
    are needed, TransientError when a service does not answer: the job comes again.
    """
    now = now or business_now()
    of_kind = find_of_kind(case_id)
    case = load_any(case_id, seen_by=by, table=table)
    held = Counter(
        VALUES.name if one.kind is VALUES else "rows"
        for one in list_held(table, case_id)
        if one.goes
    )
    told: dict[str, Detail] = {
        "why": why,
        "files": sum(count_below(bucket, prefix) for bucket, prefix in places_of_files(case)),
        "rows": held["rows"],
        "values": held[VALUES.name],
    }
    ways: Document = {}

    def decide(case: Any, now: datetime) -> CaseChange | None:
        if case.head.erased_at:
            return None
        of_kind.require_erasable(case)
        if not is_due(case.head, now):
            raise NotDueAnyMore
        ways.update(of_kind.list_ways_in(case))
        owed = store.note_erased(case_id, why, dict(ways), now)
        change = of_kind.blank(case, now)
        return replace(change, details=told, also=(*change.also, *owed))

    change_case(kind_of(case_id), case_id, decide, by=by, table=table, now=now)
    return finish_erasure(case_id, ways, by=by, table=table, now=now)


def finish_erasure(
    case_id: str,
    ways: Document,
    *,
    by: Actor,
    table: Table,
    now: datetime,
    erased_at: datetime | None = None,
) -> Proof:
    """Remove what is left of an erased case's person, and have the job look again in a day.

    What was under way when the case was erased may store something yet: a file that waits in a queue,
    a copy, a receipt. It is looked for until nothing can come any more, `WATCHED_FOR` after
    `erased_at`; then the note of it goes. What the stream brings between the removal and the look is
    removed at once, `PASSES` times: only what stays after that is left to tell people of.
    """
    of_kind = find_of_kind(case_id)
    if ways:
        of_kind.forget_ways_in(table, ways)
    proof = _remove(case_id, by=by, table=table)
    for _again in range(PASSES - 1):
        if proof.is_complete:
            break
        proof = _remove(case_id, by=by, table=table)
    if proof.is_complete and erased_at and now - erased_at >= WATCHED_FOR:
        store.forget_erasure(table, case_id)
    elif proof.is_complete:
        store.watch_erased(table, case_id, now + LOOKS_EVERY)
    return proof


def _remove(case_id: str, *, by: Actor, table: Table) -> Proof:
    """Remove what is left of a person, and look for what is left then."""
    case = load_any(case_id, seen_by=by, table=table)
    _remove_files(case)
    erase_held(table, case_id)
    return prove_erasure(case_id, by=by, table=table)


def _remove_files(case: Any) -> int:
    return sum(remove_below(bucket, prefix) for bucket, prefix in places_of_files(case))


def prove_erasure(case_id: str, *, by: Actor, table: Table) -> Proof:
    """Look for whatever is left of a person, everywhere it could be.

    Raises JournalBroken when the journal does not verify.
    """
    case = load_any(case_id, seen_by=by, table=table)
    held = list_held(table, case_id)
    proof = Proof(
        files=sum(count_below(bucket, prefix) for bucket, prefix in places_of_files(case)),
        rows=sum(one.goes and one.kind is not VALUES for one in held),
        values=sum(one.kind is VALUES for one in held),
        named=find_of_kind(case_id).count_named(case),
        events=verify_chain(list_whole_journal(table, case_id)),
    )
    log.info("erasure looked at", extra={"case_id": case_id, "counts": asdict(proof)})
    return proof


def places_of_files(case: Any) -> tuple[tuple[str, str], ...]:
    """List where a case's files stand: buckets and prefixes."""
    settings, case_id = load_settings(), case.head.case_id
    buckets = {
        "uploads": settings.uploads_bucket,
        "documents": settings.documents_bucket,
        "drop": settings.drop_bucket,
    }
    return (
        *((buckets[one.bucket], one.below(case_id)) for one in OF_CASE),
        *find_of_kind(case_id).places(case),
    )
