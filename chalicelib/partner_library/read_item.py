"""Read a document of the library: a short-lived address of a served copy, for those who may."""

from chalicelib.audit.model import Actor
from chalicelib.aws.table import Table, open_table
from chalicelib.cases.files.read_file import sign_copy
from chalicelib.cases.files.refusals import NotReadable
from chalicelib.cases.files.transitions import find_file
from chalicelib.cases.load import load_case, require_shape
from chalicelib.partner_library.kind import LIBRARY_ITEM
from chalicelib.partner_library.model import may_read
from chalicelib.partner_library.store import find_item
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import can
from chalicelib.refusals import NotFound


def read_item(item_id: str, *, by: Actor, table: Table | None = None) -> str:
    """Give an address from which the current version downloads for five minutes.

    NotFound when it is not there or not for this reader: the same answer for both. NotReadable
    for an agent who opens a document that has no accepted version.
    """
    require_shape(LIBRARY_ITEM, item_id)
    item = find_item(table or open_table(), item_id)
    if item is None or not may_read(by, item):
        raise NotFound
    if item.current is None:
        raise NotReadable
    return sign_copy(item.current)


def read_version(item_id: str, document_id: str, *, by: Actor, table: Table | None = None) -> str:
    """Give an agent the address of any accepted version, older ones too.

    NotFound for everybody else and for what is unknown, NotReadable before acceptance.
    """
    if not can(by, Connection.READ_KEPT_LIBRARY):
        raise NotFound
    case = load_case(LIBRARY_ITEM, item_id, seen_by=by, table=table)
    version = find_file(case.files, document_id)
    if version is None:
        raise NotFound
    return sign_copy(version)
