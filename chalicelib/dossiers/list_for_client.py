"""List a client's own dossiers: those that they signed."""

from chalicelib.audit.model import Actor
from chalicelib.aws.items import Delete, Put
from chalicelib.aws.table import Table, open_table
from chalicelib.dossiers import store
from chalicelib.dossiers.model import Head
from chalicelib.dossiers.sight import may_see
from chalicelib.refusals import NotAllowed

ROW_PREFIX = "DOSSIER#"
MOST = 50
"""A client has one dossier, seldom two; fifty is a bound, not a page."""


def client_pk(client_id: str) -> str:
    """Give the partition of a user, where their dossiers are listed."""
    return f"U#{client_id}"


def put_client_row(head: Head) -> Put:
    """Write the operation that puts a dossier on its client's list."""
    sk = f"{ROW_PREFIX}{head.dossier_id}"
    return Put({"pk": client_pk(head.client_id), "sk": sk, "dossier_id": head.dossier_id})


def delete_client_row(head: Head) -> Delete:
    """Write the operation that takes a dossier off its client's list."""
    return Delete(client_pk(head.client_id), f"{ROW_PREFIX}{head.dossier_id}")


def list_for_client(*, by: Actor, table: Table | None = None) -> tuple[Head, ...]:
    """List a client's dossiers, the last sent first: one query and one batch get."""
    if by.role != "client":
        raise NotAllowed
    table = table or open_table()
    rows = table.query(client_pk(by.person_id), prefix=ROW_PREFIX, limit=MOST).items
    keys = [(store.dossier_pk(row["dossier_id"]), store.HEAD_SK) for row in rows]
    found = table.batch_get(keys, consistent=True) if keys else ()
    heads = (store.head_from_item(item) for item in found)
    mine = [head for head in heads if may_see(by, head)]
    return tuple(sorted(mine, key=lambda head: head.submitted_at or head.created_at, reverse=True))
