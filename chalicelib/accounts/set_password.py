"""Give an account a new password; whoever was signed in with the old one no longer is."""

from datetime import datetime

from chalicelib.accounts.epoch import raise_epoch
from chalicelib.accounts.password import hash_password, refuse_weak
from chalicelib.accounts.store import load_user_row
from chalicelib.accounts.tries import forget_tries
from chalicelib.aws.clock import real_now
from chalicelib.aws.items import Update
from chalicelib.aws.table import Table, open_table
from chalicelib.rows.people import ACCOUNT


def set_password(
    user_id: str, password: str, *, now: datetime | None = None, table: Table | None = None
) -> None:
    """Set a password (PasswordTooShort, PasswordTooLong, PasswordGuessable), end all access.

    NotFound when there is no such user.
    """
    now, table = now or real_now(), table or open_table()
    user = load_user_row(table, user_id)
    refuse_weak(password, (str(user["email"]),))
    account_pk: str = user["account_pk"]
    changed = {"password_hash": hash_password(password), "password_set_at": now.isoformat()}
    table.transact(
        [
            Update(account_pk, ACCOUNT.sk(), set=changed, present=True),
            raise_epoch(user_id),
            forget_tries(account_pk),
        ]
    )
