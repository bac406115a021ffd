"""What is kept of a user: their own rows and those of their account, listed and erased."""

from collections.abc import Iterable

from chalicelib.accounts.memberships import in_force, list_memberships, of_role
from chalicelib.accounts.model import Role
from chalicelib.aws.items import Delete, Item
from chalicelib.aws.table import Table
from chalicelib.rows.model import Erasure
from chalicelib.rows.people import USER, USER_OF
from chalicelib.rows.registry import find_row


def list_own_rows(table: Table, user_id: str) -> tuple[Item, ...]:
    """List every row of a user and of their account, strongly read; the user's own come last."""
    own = table.query_all(USER_OF.pk(user_id), consistent=True)
    user = next(filter(USER.is_row, own), None)
    at_door = table.query_all(user["account_pk"], consistent=True) if user else ()
    return (*at_door, *(row for row in own if row is not user), *((user,) if user else ()))


def erase_user(table: Table, user_id: str) -> int:
    """Remove what is declared to go of a client's account, and count it; repeatable.

    Whoever is something else too, an installer's user or an agent, keeps their account. The row
    that leads to the others goes last: an erasure that was cut short is finished by the next.
    What is open by a session ends with it.
    """
    rows = list_own_rows(table, user_id)
    if not is_client_alone(rows):
        return 0
    gone = [row for row in rows if (kind := find_row(row)) and kind.erased is Erasure.DELETED]
    for row in gone:
        table.write(Delete(row["pk"], row["sk"]))
    return len(gone)


def is_client_alone(rows: Iterable[Item]) -> bool:
    """Say whether a user's memberships are all a client's."""
    user = next(filter(USER.is_row, rows), None)
    held = in_force(list_memberships(user)) if user else ()
    return len(of_role(held, Role.CLIENT)) == len(held)
