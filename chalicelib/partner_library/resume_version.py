"""Take up an upload that was broken off: picking the same file again opens the same version.

A file is the same when the same agent picks it for the same document with the same name and size.
"""

from chalicelib.aws.clock import real_now
from chalicelib.aws.items import Update
from chalicelib.aws.table import ConditionFailed, Table, open_table
from chalicelib.partner_library.model import Version, VersionState
from chalicelib.partner_library.store import read_versions
from chalicelib.rows.instants import stamp
from chalicelib.rows.service import LIBRARY_VERSION


def find_broken_off(item_id: str, announced: Version, table: Table | None = None) -> Version | None:
    """Find the pending version that is the announced one, whose bytes never came or are on their way."""
    wanted = (announced.created_by, announced.file_name, announced.size_bytes)
    versions = read_versions(table or open_table(), item_id)
    return next(
        (
            version
            for version in versions
            if version.state is VersionState.PENDING
            and (version.created_by, version.file_name, version.size_bytes) == wanted
        ),
        None,
    )


def renew_version(
    item_id: str, version: Version, *, epoch: int, table: Table | None = None
) -> bool:
    """Let the sweep wait for a pending version from now on; False when it was judged meanwhile.

    `epoch` is the access epoch of who takes it up.
    Nothing of the document changes, so its journal says nothing.
    """
    now = real_now()
    renewal = Update(
        *LIBRARY_VERSION.key(item_id, version.document_id),
        set={"pending_since": now.isoformat(), "wa": stamp(now), "epoch": epoch},
        expect={"state": VersionState.PENDING.value},
    )
    try:
        (table or open_table()).update(renewal)
    except ConditionFailed:
        return False
    return True
