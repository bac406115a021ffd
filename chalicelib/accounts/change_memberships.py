"""Write what becomes of an account's memberships, for the transaction of whoever decides it."""

from collections.abc import Mapping
from datetime import datetime

from chalicelib.accounts.epoch import ENDED_EPOCH, raise_epoch
from chalicelib.accounts.memberships import (
    end_membership,
    in_force,
    list_memberships,
    membership_to_item,
)
from chalicelib.accounts.model import Membership
from chalicelib.aws.items import Attribute, Item, Operation, Update
from chalicelib.rows.people import ACCOUNT, USER


def put_memberships(
    user: Item,
    after: tuple[Membership, ...],
    *,
    ends_access: bool,
    epoch: int | None = None,
    also: Mapping[str, Attribute] | None = None,
) -> Update:
    """Write the memberships of an account's row, while they are as they were read.

    `ends_access` raises the epoch with it; with `epoch`, only while it is that one; `also` are further attributes of the row.
    """
    changed: dict[str, Attribute] = {
        "memberships": [membership_to_item(one) for one in after],
        **(also or {}),
    }
    as_read: dict[str, Attribute] = {"memberships": user["memberships"]}
    if epoch is not None:
        as_read["epoch"] = epoch
    if ends_access:
        return raise_epoch(user["user_id"], set=changed, expect=as_read)
    return Update(*USER.key(user["user_id"]), set=changed, expect=as_read)


def end_in_firm(user: Item, firm_id: str, successor: str, now: datetime) -> tuple[Operation, ...]:
    """End the memberships of a firm and all access; disable an account that has no other.

    What they followed there is the successor's from now on.
    """
    after = list_memberships(user)
    for one in in_force(after):
        if one.firm_id == firm_id:
            after = end_membership(after, one.hat, now)
    successors = {**user.get("successors", {}), firm_id: successor}
    epoch = int(user["epoch"])
    also: dict[str, Attribute] = {"successors": successors, ENDED_EPOCH: epoch}
    ended = put_memberships(user, after, ends_access=True, epoch=epoch, also=also)
    if in_force(after):
        return (ended,)
    return ended, Update(user["account_pk"], ACCOUNT.sk(), set={"disabled": True}, present=True)
