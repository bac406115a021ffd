"""The access epoch: one number on the account that everything let in carries, and must equal.

Sessions, API tokens, links and upload tickets keep the epoch at which they were made. A change of
password, of address or of a membership raises the account's in the same write that makes the
change: whatever carries the former one is refused from then on, and nothing has to be found,
listed or deleted for that. Rows that are refused go by their own expiry.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from chalicelib.accounts.model import Person
from chalicelib.aws.clock import real_now
from chalicelib.aws.items import Attribute, Check, Update
from chalicelib.aws.table import Table
from chalicelib.rows.people import USER

WANTED_ADDRESS = "new_email"
"""An address that was asked for and not confirmed: it falls with the epoch it was asked in."""

ENDED_EPOCH = "ended_epoch"
"""The last epoch that ended because its person left or was disabled, and not by a new password."""


def raise_epoch(
    user_id: str,
    epoch: int | None = None,
    *,
    set: Mapping[str, Attribute] | None = None,  # noqa: A002 # as the operation itself has it
    remove: Sequence[str] = (),
    expect: Mapping[str, Attribute] | None = None,
) -> Update:
    """Write the operation that ends all access given so far, for the transaction of its cause.

    With `epoch` it is refused when the epoch is another by now. `set`, `remove` and `expect`
    are of the account's row.
    """
    known: dict[str, Attribute] = {} if epoch is None else {"epoch": epoch}
    raised_at: dict[str, Attribute] = {"epoch_at": real_now().isoformat()}
    return Update(
        *USER.key(user_id),
        add={"epoch": 1},
        set=raised_at | dict(set or {}),
        remove=(WANTED_ADDRESS, *remove),
        present=True,
        expect=known | dict(expect or {}),
    )


def check_epoch(user_id: str, epoch: int) -> Check:
    """Write the condition that somebody's access is still that of an epoch."""
    return Check(*USER.key(user_id), expect={"epoch": epoch})


def has_epoch(table: Table, person: Person) -> bool:
    """Say whether somebody's access still is that of when they were let in: one strong read."""
    return find_epoch(table, person.user_id) == person.epoch


def find_epoch(table: Table, user_id: str) -> int | None:
    """Give an account's epoch now, strongly read; None when there is no such account."""
    row = table.get(*USER.key(user_id), consistent=True)
    return int(row["epoch"]) if row else None


def has_left_since(table: Table, user_id: str, epoch: int) -> bool:
    """Say whether somebody left a firm or was disabled after an epoch: one strong read.

    What a person made for others outlives a new password, an address and a demotion; it does not
    outlive its maker's leaving. An epoch of 0 is that of who has no account: nothing is read.
    """
    if epoch == 0:
        return False
    row = table.get(*USER.key(user_id), consistent=True)
    return row is None or epoch <= int(row.get(ENDED_EPOCH, 0))


def held_at(table: Table, user_id: str, epoch: int, at: datetime) -> bool:
    """Say whether what was given at an epoch held at a real instant that is past: one strong read.

    What came in before the access ended came in rightly, however late it is looked at; in the
    second in which it ended, it came too late, for S3 tells whole seconds. An epoch of 0 is that
    of who has no account: nothing ends it.
    """
    if epoch == 0:
        return True
    row = table.get(*USER.key(user_id), consistent=True)
    if row is None or int(row["epoch"]) == epoch:
        return row is not None
    ended_at = datetime.fromisoformat(row["epoch_at"]).replace(microsecond=0)
    return int(row["epoch"]) == epoch + 1 and at < ended_at
