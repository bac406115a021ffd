"""Take a person's access away, at once."""

from chalicelib.accounts.epoch import ENDED_EPOCH, raise_epoch
from chalicelib.accounts.staff import note_leaver
from chalicelib.accounts.store import load_user_row
from chalicelib.accounts.weekly_summary import forget_summary
from chalicelib.aws.clock import real_now
from chalicelib.aws.items import Update
from chalicelib.aws.table import Table, open_table
from chalicelib.rows.people import ACCOUNT


def disable_user(user_id: str, *, table: Table | None = None) -> None:
    """Disable an account and end all its access, in one write.

    Raises NotFound when there is no such user, ConditionFailed when access changed meanwhile.
    """
    table = table or open_table()
    user = load_user_row(table, user_id)
    epoch = int(user["epoch"])
    closed = Update(user["account_pk"], ACCOUNT.sk(), set={"disabled": True}, present=True)
    ended = raise_epoch(user_id, epoch, set={ENDED_EPOCH: epoch})
    table.transact([closed, ended, forget_summary(user_id)])
    note_leaver(table, user_id, real_now())
