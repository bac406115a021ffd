"""Check one uploaded version of the library: the pieces' own pipeline, the library's own rows.

Every step may be repeated: a verdict moves only a version that has none, copies have the
version's own keys, and of several stored versions of a key the first written counts.
"""

import logging
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.accounts.epoch import held_at
from chalicelib.accounts.refusals import AccessEnded
from chalicelib.audit.model import Actor, platform
from chalicelib.aws import bucket
from chalicelib.aws.clock import real_now
from chalicelib.aws.table import open_table
from chalicelib.partner_library.change_item import change_item
from chalicelib.partner_library.decisions import (
    WITHOUT_VERDICT,
    Decided,
    Kept,
    forget,
    record_verdict,
)
from chalicelib.partner_library.keep_version import arrived_version, keep_version
from chalicelib.partner_library.keys import LibraryPlace, copy_keys, find_place
from chalicelib.partner_library.model import Version, VersionState
from chalicelib.partner_library.store import find_kept, note_scanner_awaited
from chalicelib.refusals import NotFound, Refusal
from chalicelib.verdicts.arrival import Arrival
from chalicelib.verdicts.check_version import Desk, check_version
from chalicelib.verdicts.surplus import remove_stray, remove_surplus
from chalicelib.verdicts.upload_form import read_sender
from chalicelib.verdicts.verdict import FileKind

log = logging.getLogger(__name__)

BY: Actor = platform("queue")
KEPT_AS_UPLOADED = frozenset({VersionState.PENDING, VersionState.HELD})
"""States in which the uploaded bytes are still wanted: their verdict is to come, or to come again."""


def check_arrival(arrival: Arrival, desk: Desk) -> None:
    """Check one arrival to its end, or leave the version pending for the sweep.

    Whatever became of it, nothing stays in the uploads bucket but what is pending or held.
    Raises TransientError or PermanentError when a service fails: the queue brings the news again.
    """
    place = find_place(arrival.key)
    if place is None:
        log.warning("an object with a key of nobody's", extra={"bucket": arrival.bucket})
        remove_stray(arrival)
        return
    stored = bucket.list_versions(arrival.bucket, arrival.key)
    if stored:
        _check(_Upload(arrival, place, stored), desk)


@dataclass(frozen=True, slots=True)
class _Upload:
    """What stands under one key: all its stored versions, the first written first."""

    arrival: Arrival
    place: LibraryPlace
    stored: tuple[bucket.Version, ...]

    def one(self, version_id: str) -> Arrival:
        """Give one of the stored versions as an arrival of its own."""
        return replace(self.arrival, version_id=version_id)


def _check(upload: _Upload, desk: Desk) -> None:
    """Check the stored version that counts if it waits for a verdict; let go the others (R8, R27)."""
    version = _find_version(upload, desk)
    if version is None:
        return
    if version.state is VersionState.PENDING and _is_let_go(upload, version, desk):
        return
    counts = upload.one(version.upload_version or upload.stored[0].version_id)
    remove_surplus(
        upload.arrival,
        upload.stored,
        counts=counts.version_id,
        person_id=version.created_by,
        table=desk.table,
    )
    if version.state in WITHOUT_VERDICT:
        version = _judge(counts, version, upload.place, desk)
    if version.state not in KEPT_AS_UPLOADED:
        bucket.delete_version(counts.bucket, counts.key, counts.version_id)


def _find_version(upload: _Upload, desk: Desk) -> Version | None:
    """Find the version that a key is for, keeping its row first when there is none.

    Without its document there is nobody to show it to: what came is removed unread.
    """
    place = upload.place
    kept = find_kept(desk.table or open_table(), place.item_id, place.document_id)
    if kept and kept.version:
        return kept.version
    first = upload.one(upload.stored[0].version_id)
    try:
        told = bucket.read_metadata(first.bucket, first.key, first.version_id)
        sender = read_sender(told)
        _require_access(upload, sender.person_id, sender.epoch, desk)
        arrived = arrived_version(place, sender.person_id, real_now(), epoch=sender.epoch)
        return keep_version(place.item_id, arrived, by=BY, table=desk.table)
    except bucket.ObjectGone:
        log.info("the object is gone", extra={"document_id": place.document_id})
    except NotFound:
        log.warning("a file of no document", extra={"document_id": place.document_id})
        remove_stray(upload.arrival)
    except Refusal as refusal:
        extra = {"document_id": place.document_id, "code": refusal.code}
        log.warning("a file that may not come", extra=extra)
        _let_go(upload)
    return None


def _require_access(upload: _Upload, person_id: str, epoch: int, desk: Desk) -> None:
    """Refuse a file that came in after the access of who was given its form had ended."""
    table = desk.table or open_table()
    if not held_at(table, person_id, epoch, upload.stored[0].written_at):
        raise AccessEnded


def _is_let_go(upload: _Upload, version: Version, desk: Desk) -> bool:
    """Let an announced version go that came in after its sender's access had ended."""
    try:
        _require_access(upload, version.created_by, version.epoch, desk)
    except AccessEnded:
        log.warning("a file of an access that ended", extra={"document_id": version.document_id})
    else:
        return False
    place = upload.place
    change_item(place.item_id, forget, by=BY, document_id=place.document_id, table=desk.table)
    _let_go(upload)
    return True


def _let_go(upload: _Upload) -> None:
    for stored in upload.stored:
        bucket.delete_version(upload.arrival.bucket, upload.arrival.key, stored.version_id)


def _judge(arrival: Arrival, version: Version, place: LibraryPlace, desk: Desk) -> Version:
    """Have a stored version checked, record its verdict, and give the version as it is then.

    A silent scanner leaves it pending, with a note of what it waits for.
    """
    try:
        checked = check_version(
            arrival,
            file_name=version.file_name,
            kinds=frozenset(FileKind),
            desk=desk,
            keys=copy_keys(place),
        )
    except bucket.ObjectGone:
        log.info("the object is gone", extra={"document_id": place.document_id})
        return version
    if checked is None:
        log.info("no word from the scanner yet", extra={"document_id": place.document_id})
        note_scanner_awaited(desk.table or open_table(), place.item_id, place.document_id)
        return version

    def decide(kept: Kept, now: datetime) -> Decided | None:
        return record_verdict(kept, checked, now)

    after = change_item(
        place.item_id, decide, by=BY, document_id=place.document_id, table=desk.table
    )
    outcome = {"document_id": place.document_id, "outcome": checked.verdict.outcome}
    log.info("a version of the library was judged", extra=outcome)
    return after.version or version
