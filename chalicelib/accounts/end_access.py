"""End all access of a person: every session, and every API token."""

from itertools import batched

from chalicelib.accounts.store import (
    list_session_fingerprints,
    list_token_rows,
    token_end,
    user_key,
)
from chalicelib.aws.items import Delete, Operation
from chalicelib.aws.table import Table

AT_ONCE = 24
"""A session or a token is two rows: an even number below the transaction's bound."""


def end_access(table: Table, user_id: str) -> None:
    """End every session and token of a user: what was signed in is refused from now on (R57)."""
    ends: list[Operation] = []
    for one in list_session_fingerprints(table, user_id):
        ends += [Delete(f"S#{one}", "SESSION"), Delete(user_key(user_id), f"SESSION#{one}")]
    for row in list_token_rows(table, user_id):
        ends += token_end(user_id, row["sk"].removeprefix("TOKEN#"), row["fingerprint"])
    for some in batched(ends, AT_ONCE, strict=False):
        table.transact(some)
