"""Check one uploaded version of the library: the pieces' own pipeline, the library's own rows.

Every step may be repeated: a verdict moves only a version that has none, copies have the
version's own keys, and of several stored versions of a key the first written counts.
"""

import logging
from datetime import datetime

from chalicelib.audit.model import Actor, platform
from chalicelib.aws import bucket
from chalicelib.aws.clock import real_now
from chalicelib.aws.table import open_table
from chalicelib.library.change_item import change_item
from chalicelib.library.decisions import WITHOUT_VERDICT, Decided, Kept, record_verdict
from chalicelib.library.keep_version import arrived_version, keep_version
from chalicelib.library.keys import LibraryPlace, copy_keys, find_place
from chalicelib.library.model import Version
from chalicelib.library.store import find_kept
from chalicelib.refusals import Refusal
from chalicelib.verdicts.arrival import Arrival
from chalicelib.verdicts.check_version import Desk, check_version
from chalicelib.verdicts.checked import Checked
from chalicelib.verdicts.verdict import FileKind

log = logging.getLogger(__name__)

BY: Actor = platform("queue")


def check_arrival(arrival: Arrival, desk: Desk) -> None:
    """Check one arrival to its end, or leave the version pending for the sweep.

    Raises BusyRetry or RefusedDont when a service fails: the queue brings the news again.
    """
    place = find_place(arrival.key)
    if place is None:
        log.warning("an object with a key of nobody's", extra={"bucket": arrival.bucket})
        return
    try:
        _check(arrival, place, desk)
    except bucket.ObjectGone:
        log.info("the object is gone", extra={"document_id": place.document_id})


def _check(arrival: Arrival, place: LibraryPlace, desk: Desk) -> None:
    first = _first_version(arrival, place)
    version = _find_waiting(first, place, desk) if first else None
    if first is None or version is None:
        return
    checked = check_version(
        first,
        file_name=version.file_name,
        kinds=frozenset(FileKind),
        desk=desk,
        keys=copy_keys(place),
    )
    if checked is None:
        log.info("no word from the scanner yet", extra={"document_id": place.document_id})
        return
    _record(place, checked, desk)


def _first_version(arrival: Arrival, place: LibraryPlace) -> Arrival | None:
    """Find the first stored version of a key; remove the later ones unread (R8, R27)."""
    versions = bucket.list_versions(arrival.bucket, arrival.key)
    for surplus in versions[1:]:
        bucket.delete_version(arrival.bucket, arrival.key, surplus.version_id)
        log.warning("a surplus version removed", extra={"document_id": place.document_id})
    if not versions:
        return None
    return Arrival(arrival.bucket, arrival.key, versions[0].version_id)


def _find_waiting(arrival: Arrival, place: LibraryPlace, desk: Desk) -> Version | None:
    """Find the version that waits for a verdict, keeping its row first when there is none.

    Without its document there is nobody to show it to: the object is removed unread.
    """
    kept = find_kept(desk.table or open_table(), place.item_id, place.document_id)
    version = kept.version if kept else None
    if version is None:
        try:
            arrived = arrived_version(place, "", real_now())
            version = keep_version(place.item_id, arrived, by=BY, table=desk.table)
        except Refusal as refusal:
            log.warning("a file that nobody awaits", extra={"code": refusal.code})
            bucket.delete_version(arrival.bucket, arrival.key, arrival.version_id)
            return None
    return version if version.state in WITHOUT_VERDICT else None


def _record(place: LibraryPlace, checked: Checked, desk: Desk) -> None:
    def decide(kept: Kept, now: datetime) -> Decided | None:
        return record_verdict(kept, checked, now)

    change_item(place.item_id, decide, by=BY, document_id=place.document_id, table=desk.table)
    outcome = {"document_id": place.document_id, "outcome": checked.verdict.outcome}
    log.info("a version of the library was judged", extra=outcome)
