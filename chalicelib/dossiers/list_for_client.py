"""List a client's own dossiers: those that they signed."""

from chalicelib.audit.model import Actor
from chalicelib.aws.items import Delete, Put
from chalicelib.aws.table import Table, open_table
from chalicelib.dossiers import store
from chalicelib.dossiers.model import Head
from chalicelib.dossiers.sight import may_see
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import require
from chalicelib.rows.cases import HEAD
from chalicelib.rows.people import OWN_DOSSIER

MOST = 50
"""A client has one dossier, seldom two; fifty is a bound, not a page."""


def put_client_row(head: Head) -> Put:
    """Write the operation that puts a dossier on its client's list."""
    row = OWN_DOSSIER.columns(head.client_id, head.dossier_id)
    return Put({**row, "dossier_id": head.dossier_id})


def delete_client_row(head: Head) -> Delete:
    """Write the operation that takes a dossier off its client's list."""
    return Delete(*OWN_DOSSIER.key(head.client_id, head.dossier_id))


def list_for_client(*, by: Actor, table: Table | None = None) -> tuple[Head, ...]:
    """List a client's dossiers, the last sent first: one query and one batch get."""
    require(by, Connection.LIST_OWN)
    table = table or open_table()
    rows = table.query(OWN_DOSSIER.pk(by.person_id), prefix=OWN_DOSSIER.prefix, limit=MOST).items
    keys = [HEAD.key(row["dossier_id"]) for row in rows]
    found = table.batch_get(keys, consistent=True) if keys else ()
    heads = (store.head_from_item(item) for item in found)
    mine = [head for head in heads if may_see(by, head)]
    return tuple(sorted(mine, key=lambda head: head.submitted_at or head.created_at, reverse=True))
