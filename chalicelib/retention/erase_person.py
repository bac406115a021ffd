"""Erase a dossier's person: files, values, contacts; the journal stays and verifies.

Every step may be repeated, and the event comes last: an erasure that was cut short is begun
again by the same job and leaves one event.
"""

import logging
from dataclasses import asdict, dataclass
from datetime import datetime

from chalicelib.audit.model import Actor, verify_chain
from chalicelib.audit.store import list_whole_journal
from chalicelib.aws.table import Table
from chalicelib.aws.versions import count_below, remove_below
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Change, Dossier
from chalicelib.retention import store
from chalicelib.retention.held import erase_held, list_held
from chalicelib.retention.model import anonymised_head, anonymised_requests, require_erasable
from chalicelib.rows.journal import VALUES
from chalicelib.rows.objects import OF_DOSSIER, OUTBOUND
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
    dossier_id: str, *, by: Actor, why: str, table: Table, now: datetime | None = None
) -> Proof:
    """Erase the person of a draft or of a dossier that is over, and prove it.

    While something is left, the job finds the dossier again.

    `why` is the asker's pseudonymous id or a rule's name. Raises DossierStillOpen for a
    dossier under way, OperatorNotToldYet before its request is cancelled, TransientError when a service does not answer: the job comes again.
    """
    dossier = load_dossier(dossier_id, seen_by=by, table=table)
    require_erasable(dossier)
    files = _remove_files(dossier)
    rows = erase_held(table, dossier_id)
    values = rows.pop(VALUES.name, 0)
    store.forget_ways_in(table, dossier)

    def decide(dossier: Dossier, now: datetime) -> Change | None:
        if dossier.head.erased_at:
            return None
        require_erasable(dossier)
        return Change(
            EventKind.PERSON_ERASED,
            anonymised_head(dossier.head, now),
            form={},
            requests=anonymised_requests(dossier),
            details={"why": why, "files": files, "rows": rows.total(), "values": values},
        )

    change_dossier(dossier_id, decide, by=by, table=table, now=now)
    # What was written while this went on: from now on the dossier refuses it.
    _remove_files(dossier)
    erase_held(table, dossier_id)
    proof = prove_erasure(dossier_id, by=by, table=table)
    if proof.is_complete:
        store.forget_erasure(table, dossier_id)
    return proof


def _remove_files(dossier: Dossier) -> int:
    return sum(remove_below(bucket, prefix) for bucket, prefix in places_of_files(dossier))


def prove_erasure(dossier_id: str, *, by: Actor, table: Table) -> Proof:
    """Look for whatever is left of a person, everywhere it could be.

    Raises JournalBroken when the journal does not verify.
    """
    dossier = load_dossier(dossier_id, seen_by=by, table=table)
    head = dossier.head
    held = list_held(table, dossier_id)
    left = (head.last_name, head.first_name, head.phone, head.email, head.city, head.postcode)
    proof = Proof(
        files=sum(count_below(bucket, prefix) for bucket, prefix in places_of_files(dossier)),
        rows=sum(one.goes and one.kind is not VALUES for one in held),
        values=sum(one.kind is VALUES for one in held),
        named=sum(map(bool, left)) + len(dossier.form),
        events=verify_chain(list_whole_journal(table, dossier_id)),
    )
    log.info("erasure looked at", extra={"dossier_id": dossier_id, "counts": asdict(proof)})
    return proof


def places_of_files(dossier: Dossier) -> tuple[tuple[str, str], ...]:
    """List where a dossier's files stand: buckets and prefixes."""
    settings, dossier_id = load_settings(), dossier.head.dossier_id
    buckets = {
        "uploads": settings.uploads_bucket,
        "documents": settings.documents_bucket,
        "drop": settings.drop_bucket,
    }
    told = {request.operator for request in dossier.requests}
    return (
        *((buckets[one.bucket], one.below(dossier_id)) for one in OF_DOSSIER),
        *((settings.drop_bucket, f"{OUTBOUND.below(one)}{dossier_id}") for one in sorted(told)),
    )
