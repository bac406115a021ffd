"""How accounts are kept: keys, items and their conditions. Secrets are kept as fingerprints.

An account is two rows: its door (`A#<print of the address>` / `ACCOUNT`: password, whether it is
disabled), which moves with the address, and its person (`U#<user>` / `USER`: name, address,
memberships, access epoch), which stays.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from chalicelib.accounts.memberships import (
    in_force,
    list_memberships,
    membership_to_item,
    of_role,
)
from chalicelib.accounts.model import FIRST_EPOCH, Firm, Member, Membership, Person, Role
from chalicelib.aws.items import Attribute, Check, Item, Operation, Put, Update
from chalicelib.aws.table import Table
from chalicelib.refusals import NotFound
from chalicelib.rows.people import ACCOUNT, ACCOUNT_OF, FIRM, FIRM_OF, MEMBER, USER


def normalise_email(email: str) -> str:
    """Write an address as it is compared: trimmed, in small letters."""
    return email.strip().casefold()


def account_key(email: str) -> str:
    """Give the partition of an account: a fingerprint of its address, so that none is listed."""
    return ACCOUNT_OF.pk(mark_of_address(email))


def mark_of_address(email: str) -> str:
    """Give the fingerprint of an address, by which its account is found."""
    return hashlib.sha256(normalise_email(email).encode()).hexdigest()


def firm_row(firm: Firm) -> Put:
    """Write a firm."""
    return Put({**FIRM.columns(firm.firm_id), "firm_id": firm.firm_id, "name": firm.name})


@dataclass(frozen=True, slots=True)
class FreedDoor:
    """The door of an account that its last firm removed: whoever confirms the address may have it."""

    account: Item
    user: Item


def account_rows(
    person: Person, email: str, password_hash: str, now: datetime, freed: FreedDoor | None = None
) -> list[Operation]:
    """Write a new account and its user; refused when the address has one, but for a `freed` door."""
    account_pk = account_key(email)
    account: dict[str, Attribute] = {
        "pk": account_pk,
        "sk": ACCOUNT.sk(),
        "user_id": person.user_id,
        "password_hash": password_hash,
        "password_set_at": now.isoformat(),
        "disabled": False,
        "created_at": now.isoformat(),
    }
    user: dict[str, Attribute] = {
        **USER.columns(person.user_id),
        "user_id": person.user_id,
        "name": person.name,
        "email": email.strip(),
        "account_pk": account_pk,
        "epoch": FIRST_EPOCH,
        "memberships": [membership_to_item(one) for one in person.memberships],
        **({"language": person.language} if person.language else {}),
    }
    listed = [list_member(person, one) for one in person.memberships if is_listed(one)]
    return [*take_door(account, freed), Put(user, absent=True), *listed]


def find_freed_door(table: Table, email: str) -> FreedDoor | None:
    """Find the door of an address if it is nobody's any more; None when it is whose it is, or none.

    An account that we disabled keeps its memberships, and its door.
    """
    account = table.get(account_key(email), ACCOUNT.sk(), consistent=True)
    return _find_freed(table, account) if account else None


def is_freed(table: Table, account: Item) -> bool:
    """Say whether an account's door is nobody's any more."""
    return _find_freed(table, account) is not None


def _find_freed(table: Table, account: Item) -> FreedDoor | None:
    if not account["disabled"]:
        return None
    user = load_user_row(table, account["user_id"])
    return None if in_force(list_memberships(user)) else FreedDoor(account, user)


def take_door(account: Mapping[str, Attribute], freed: FreedDoor | None) -> list[Operation]:
    """Write an account's door where there is none, or over one that is freed while it still is."""
    if freed is None:
        return [Put(account, absent=True)]
    was: dict[str, Attribute] = {"user_id": freed.user["user_id"], "disabled": True}
    left = Update(
        *USER.key(freed.user["user_id"]),
        set={"account_pk": ACCOUNT_OF.pk(f"left-{freed.user['user_id']}")},
        expect={"memberships": freed.user["memberships"]},
    )
    return [Put(account, expect=was), left]


def is_listed(membership: Membership) -> bool:
    """Say whether a membership has a place in a list: its firm's, or that of our agents."""
    return bool(membership.firm_id) or bool(of_role((membership,), Role.AGENT))


def list_member(person: Person, membership: Membership) -> Put:
    """Write a member's place in the list of their firm, or of our agents."""
    member = Member(person.user_id, person.name, membership.is_admin, membership.since)
    return put_member(member, membership.firm_id or STAFF)


STAFF = "staff"
"""In the place of a firm's id: our agents, who hand dossiers over to one another."""


def firm_key(firm_id: str) -> str:
    """Give the partition of a firm: itself, its members, what its administrators did."""
    return FIRM_OF.pk(firm_id)


def put_member(member: Member, firm_id: str, *, was: Member | None = None) -> Put:
    """Write a user's place in the firm's list, while it is as it `was`."""
    read: dict[str, Attribute] = {"is_admin": was.is_admin, "left_at": ""} if was else {}
    return Put(
        expect=read,
        item={
            **MEMBER.columns(firm_id, member.user_id),
            "name": member.name,
            "is_admin": member.is_admin,
            "since": member.since.isoformat(),
            "left_at": member.left_at.isoformat() if member.left_at else "",
            "successor": member.successor,
        },
    )


def check_administrator(firm_id: str, user_id: str) -> Check:
    """Write the condition that somebody administrates a firm at the instant of a write."""
    at_work: dict[str, Attribute] = {"is_admin": True, "left_at": ""}
    return Check(*MEMBER.key(firm_id, user_id), expect=at_work)


def member_from_item(item: Item) -> Member:
    """Read a member of a firm's list."""
    left_at: str = item.get("left_at", "")
    return Member(
        user_id=MEMBER.part(item["sk"]),
        name=item["name"],
        is_admin=item["is_admin"],
        since=datetime.fromisoformat(item["since"]),
        left_at=datetime.fromisoformat(left_at) if left_at else None,
        successor=item.get("successor", ""),
    )


def list_member_rows(table: Table, firm_id: str) -> list[Member]:
    """List a firm's members, those who left too: one strong query."""
    rows = table.query_all(firm_key(firm_id), prefix=MEMBER.prefix, consistent=True)
    return [member_from_item(row) for row in rows]


def load_user_row(table: Table, user_id: str) -> Item:
    """Load a user's own row; NotFound when there is none."""
    row = table.get(*USER.key(user_id), consistent=True)
    if row is None:
        raise NotFound
    return row
