"""Erase a case's person: files, values, contacts; the journal stays and verifies.

Every step may be repeated, and the event comes last: an erasure that was cut short is begun
again by the same job and leaves one event.
"""

import logging
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from chalicelib.audit.model import Actor, Detail, verify_chain
from chalicelib.audit.store import list_whole_journal
from chalicelib.aws.table import Table
from chalicelib.aws.versions import count_below, remove_below
from chalicelib.cases.change import change_case
from chalicelib.cases.load import load_any
from chalicelib.cases.model import CaseChange
from chalicelib.cases.registry import kind_of
from chalicelib.retention import store
from chalicelib.retention.held import erase_held, list_held
from chalicelib.retention.of_kind import find_of_kind
from chalicelib.rows.journal import VALUES
from chalicelib.rows.objects import OF_CASE
from chalicelib.settings import load_settings

log = logging.getLogger(__name__)


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


def erase_person(
    case_id: str, *, by: Actor, why: str, table: Table, now: datetime | None = None
) -> Proof:
    """Erase the person of a case that no longer needs them, and prove it.

    While something is left, the job finds the case again.

    `why` is the asker's pseudonymous id or a rule's name. Raises what its kind refuses while the data
    are needed, TransientError when a service does not answer: the job comes again.
    """
    case, of_kind = load_any(case_id, seen_by=by, table=table), find_of_kind(case_id)
    of_kind.require_erasable(case)
    files = _remove_files(case)
    rows = erase_held(table, case_id)
    values = rows.pop(VALUES.name, 0)
    of_kind.forget_ways_in(table, case)

    def decide(case: Any, now: datetime) -> CaseChange | None:
        if case.head.erased_at:
            return None
        of_kind.require_erasable(case)
        told: dict[str, Detail] = {
            "why": why,
            "files": files,
            "rows": rows.total(),
            "values": values,
        }
        return replace(of_kind.blank(case, now), details=told)

    change_case(kind_of(case_id), case_id, decide, by=by, table=table, now=now)
    # What was written while this went on: from now on the case refuses it.
    _remove_files(case)
    erase_held(table, case_id)
    proof = prove_erasure(case_id, by=by, table=table)
    if proof.is_complete:
        store.forget_erasure(table, case_id)
    return proof


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
