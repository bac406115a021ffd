"""Check one uploaded piece: find the version that counts, have it checked, record the verdict.

Every step may be repeated: the verdict moves only a pending file, copies have the file's own
keys, and of several versions of a key the first written counts, whatever order the news come in.
"""

import logging
from dataclasses import dataclass
from datetime import datetime

from chalicelib.audit.model import Actor, platform
from chalicelib.aws import bucket
from chalicelib.aws.clock import business_now
from chalicelib.documents.keep_piece import arrived_piece, keep_piece
from chalicelib.documents.keys import Place, copy_keys, find_place
from chalicelib.documents.model import kinds_of, load_slot, record_verdict
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Change, Dossier, Piece, PieceState
from chalicelib.refusals import Refusal
from chalicelib.verdicts.arrival import Arrival
from chalicelib.verdicts.check_version import Desk, check_version

log = logging.getLogger(__name__)

BY: Actor = platform("queue")


def check_upload(arrival: Arrival, desk: Desk) -> None:
    """Check one arrival to its end, or leave the file pending for the sweep.

    Raises BusyRetry or RefusedDont when a service fails: the queue brings the news again.
    """
    place = find_place(arrival.key)
    if place is None:
        log.warning("an object with a key of nobody's", extra={"bucket": arrival.bucket})
        return
    try:
        found = _find_pending(arrival, place, desk)
        if found is not None:
            _check_pending(found, place, desk)
    except bucket.ObjectGone:
        log.info("the object is gone", extra={"dossier_id": place.dossier_id})


@dataclass(frozen=True, slots=True)
class _Found:
    """A pending file and the version of it that counts."""

    arrival: Arrival
    dossier: Dossier
    piece: Piece


def _find_pending(arrival: Arrival, place: Place, desk: Desk) -> _Found | None:
    """Find the pending file and its first version; remove later versions unread."""
    versions = bucket.list_versions(arrival.bucket, arrival.key)
    if not versions:
        return None
    for surplus in versions[1:]:
        bucket.delete_version(arrival.bucket, arrival.key, surplus.version_id)
        log.warning("a surplus version removed", extra={"dossier_id": place.dossier_id})
    first = Arrival(arrival.bucket, arrival.key, versions[0].version_id)
    dossier = _load_with_piece(first, place, desk)
    piece = dossier.find_piece(place.document_id) if dossier else None
    if dossier is None or piece is None or piece.state is not PieceState.PENDING:
        return None
    return _Found(first, dossier, piece)


def _load_with_piece(arrival: Arrival, place: Place, desk: Desk) -> Dossier | None:
    """Load the dossier, keeping first the row of a file whose form was signed unpicked.

    A file that may no longer come (the dossier was sent meanwhile) is removed unread.
    """
    dossier = load_dossier(place.dossier_id, seen_by=BY, table=desk.table)
    if dossier.find_piece(place.document_id):
        return dossier
    try:
        piece = arrived_piece(place, "", business_now())
        keep_piece(place.dossier_id, piece, by=BY, table=desk.table)
    except Refusal as refusal:
        log.warning("a file that came too late", extra={"code": refusal.code})
        bucket.delete_version(arrival.bucket, arrival.key, arrival.version_id)
        return None
    return load_dossier(place.dossier_id, seen_by=BY, table=desk.table)


def _check_pending(found: _Found, place: Place, desk: Desk) -> None:
    """Have the version checked and record its verdict; a silent scanner leaves the file pending."""
    checked = check_version(
        found.arrival,
        file_name=found.piece.file_name,
        kinds=kinds_of(load_slot(found.dossier, place.slot, business_now())),
        desk=desk,
        keys=copy_keys(place),
    )
    if checked is None:
        log.info("no word from the scanner yet", extra={"dossier_id": place.dossier_id})
        return

    def decide(dossier: Dossier, now: datetime) -> Change | None:
        return record_verdict(dossier, place.document_id, checked, now)

    change_dossier(place.dossier_id, decide, by=BY, table=desk.table)
    outcome = {"dossier_id": place.dossier_id, "outcome": checked.verdict.outcome}
    log.info("a file was judged", extra=outcome)
