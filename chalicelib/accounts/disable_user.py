"""Take a person's access away, at once."""

from chalicelib.accounts.epoch import raise_epoch
from chalicelib.accounts.staff import note_leaver
from chalicelib.accounts.store import load_user_row
from chalicelib.accounts.weekly_summary import forget_summary
from chalicelib.aws.clock import real_now
from chalicelib.aws.items import Update
from chalicelib.aws.table import Table, open_table
from chalicelib.rows.people import ACCOUNT


def disable_user(user_id: str, *, table: Table | None = None) -> None:
    """Disable an account and end all its access, in one write; NotFound when there is no such user."""
    table = table or open_table()
    account_pk: str = load_user_row(table, user_id)["account_pk"]
    closed = Update(account_pk, ACCOUNT.sk(), set={"disabled": True}, present=True)
    table.transact([closed, raise_epoch(user_id), forget_summary(user_id)])
    note_leaver(table, user_id, real_now())
