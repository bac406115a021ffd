"""Keep the row of a version that is announced or has arrived, within the person's quota."""

from datetime import datetime

from chalicelib.audit.model import Actor
from chalicelib.aws.clock import business_now, real_now
from chalicelib.aws.table import Table
from chalicelib.partner_library.change_item import change_item
from chalicelib.partner_library.decisions import Decided, Kept, announce
from chalicelib.partner_library.keys import UNTOLD, LibraryPlace, is_document_id, upload_key
from chalicelib.partner_library.model import Version, VersionState
from chalicelib.refusals import NotFound
from chalicelib.verdicts.quota import count_upload


def keep_version(
    item_id: str, version: Version, *, by: Actor, table: Table | None = None
) -> Version:
    """Keep a pending version and give it as kept, numbered; a second time changes nothing.

    Its person's count of the day moves in the same transaction (R8). Raises NotFound,
    NotAllowed, TooManyVersions, DailyQuotaReached.
    """

    def decide(kept: Kept, now: datetime) -> Decided | None:
        del now
        return announce(kept, version)

    kept = change_item(
        item_id,
        decide,
        by=by,
        document_id=version.document_id,
        counted=count_upload(version.created_by, real_now()) if version.created_by else None,
        table=table,
    )
    return kept.version or version


def note_arrival(
    item_id: str, document_id: str, *, by: Actor, table: Table | None = None
) -> Version:
    """Keep the row of a file that a browser without JavaScript says it has just sent.

    The browser's word decides nothing: without its object the row is forgotten by the sweep.
    """
    if not is_document_id(document_id):
        raise NotFound
    version = arrived_version(
        LibraryPlace(item_id, document_id), by.person_id, real_now(), epoch=by.epoch
    )
    return keep_version(item_id, version, by=by, table=table)


def arrived_version(place: LibraryPlace, by: str, real: datetime, *, epoch: int) -> Version:
    """Make the row of a file whose key was signed before it was picked."""
    return Version(
        document_id=place.document_id,
        number=0,
        state=VersionState.PENDING,
        created_at=business_now(),
        created_by=by,
        upload_key=upload_key(place, UNTOLD),
        pending_since=real,
        epoch=epoch,
    )
