"""Make somebody who has an account a client beside what they are."""

from datetime import datetime

from chalicelib.accounts.change_memberships import put_memberships
from chalicelib.accounts.memberships import add_membership, list_memberships
from chalicelib.accounts.model import Membership, Person, Role
from chalicelib.accounts.store import load_user_row
from chalicelib.aws.items import Update
from chalicelib.aws.table import Table


def add_client(known: Person, table: Table, real: datetime) -> Update:
    """Write the client's membership of an account, for the transaction of who gives it.

    The next sign-in wears it. `real` is real time. Raises AlreadyMember, TooManyMemberships.
    """
    user, new = load_user_row(table, known.user_id), Membership(Role.CLIENT, real)
    after = add_membership(list_memberships(user), new)
    return put_memberships(user, after, ends_access=False, epoch=known.epoch, also={"hat": new.hat})
