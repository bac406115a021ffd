"""Read a document of the library: a short-lived address of a served copy, for those who may."""

from chalicelib.audit.model import Actor
from chalicelib.aws.bucket import sign_get
from chalicelib.aws.table import Table, open_table
from chalicelib.partner_library.keys import is_document_id, is_item_id
from chalicelib.partner_library.model import LibraryItem, Version, may_read
from chalicelib.partner_library.refusals import NotReadable
from chalicelib.partner_library.store import find_kept
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import can
from chalicelib.refusals import NotFound
from chalicelib.settings import load_settings
from chalicelib.verdicts.disposition import content_disposition
from chalicelib.verdicts.limits import READ_LINK_S


def read_item(item_id: str, *, by: Actor, table: Table | None = None) -> str:
    """Give an address from which the current version downloads for five minutes.

    NotFound when it is not there or not for this reader: the same answer for both. NotReadable
    for an agent who opens a document that has no accepted version.
    """
    item, _ = _find(item_id, "", by, table)
    if item.current is None:
        raise NotReadable
    return _sign(item.current)


def read_version(item_id: str, document_id: str, *, by: Actor, table: Table | None = None) -> str:
    """Give an agent the address of any accepted version, older ones too.

    NotFound for everybody else and for what is unknown, NotReadable before acceptance.
    """
    if not can(by, Connection.READ_KEPT_LIBRARY) or not is_document_id(document_id):
        raise NotFound
    _, version = _find(item_id, document_id, by, table)
    if version is None:
        raise NotFound
    return _sign(version)


def _find(
    item_id: str, document_id: str, by: Actor, table: Table | None
) -> tuple[LibraryItem, Version | None]:
    if not is_item_id(item_id):
        raise NotFound
    kept = find_kept(table or open_table(), item_id, document_id)
    if kept is None or not may_read(by, kept.item):
        raise NotFound
    return kept.item, kept.version


def _sign(version: Version) -> str:
    """Sign the very version that the verdict speaks of (R27), under the file's own name (R11)."""
    if not version.is_readable:
        raise NotReadable
    return sign_get(
        load_settings().documents_bucket,
        version.served_key,
        version_id=version.served_version,
        disposition=content_disposition(version.file_name),
        content_type=version.content_type,
        expires_s=READ_LINK_S,
    )
