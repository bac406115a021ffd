"""The memberships of an account: read, written, one added, changed or ended. Pure.

They stand in the account's own row, beside its epoch, so that one read says who somebody is now.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from chalicelib.accounts.model import FIRST_EPOCH, FRANCE, Membership, Person, Role
from chalicelib.accounts.refusals import AlreadyMember, TooManyMemberships
from chalicelib.aws.items import Item

MOST_MEMBERSHIPS = 40
"""Of one account, those that ended among them: its row is read with every request."""


def membership_to_item(membership: Membership) -> Item:
    """Write a membership as a part of its account's row."""
    return {
        "role": membership.role.value,
        "country": membership.country,
        "firm_id": membership.firm_id,
        "firm_name": membership.firm_name,
        "is_admin": membership.is_admin,
        "since": membership.since.isoformat(),
        "ended_at": membership.ended_at.isoformat() if membership.ended_at else "",
    }


def membership_from_item(item: Item) -> Membership:
    """Read a membership of an account's row."""
    ended_at: str = item.get("ended_at", "")
    return Membership(
        role=Role(item["role"]),
        since=datetime.fromisoformat(item["since"]),
        firm_id=item.get("firm_id", ""),
        firm_name=item.get("firm_name", ""),
        country=item.get("country", FRANCE),
        is_admin=item.get("is_admin", False),
        ended_at=datetime.fromisoformat(ended_at) if ended_at else None,
    )


def list_memberships(user: Item) -> tuple[Membership, ...]:
    """List the memberships of an account's row, those that ended too, oldest first."""
    return tuple(membership_from_item(one) for one in user["memberships"])


def in_force(memberships: Sequence[Membership]) -> tuple[Membership, ...]:
    """Keep the memberships that did not end."""
    return tuple(one for one in memberships if one.is_in_force)


def of_role(memberships: Sequence[Membership], role: Role) -> tuple[Membership, ...]:
    """Keep the memberships of a role."""
    return tuple(one for one in memberships if one.role is role)


def person_from_user(user: Item, hat: str = "") -> Person | None:
    """Read who an account's row is for, under a hat; the one last worn when none is named.

    None when they have no such membership (any more).
    """
    held = in_force(list_memberships(user))
    found = {one.hat: one for one in held}
    worn = found.get(hat) if hat else found.get(user.get("hat", ""), next(iter(held), None))
    return wear(user, worn, held) if worn else None


def wear(user: Item, worn: Membership, held: Sequence[Membership]) -> Person:
    """Put a hat on the person of an account's row."""
    return Person(
        user_id=user["user_id"],
        role=worn.role,
        name=user["name"],
        firm_id=worn.firm_id,
        firm_name=worn.firm_name,
        is_admin=worn.is_admin,
        language=user.get("language", ""),
        country=worn.country,
        epoch=user.get("epoch", FIRST_EPOCH),
        memberships=tuple(held),
    )


def add_membership(memberships: Sequence[Membership], new: Membership) -> tuple[Membership, ...]:
    """Add a membership; AlreadyMember when it is held, TooManyMemberships past the bound."""
    if any(one.hat == new.hat for one in in_force(memberships)):
        raise AlreadyMember
    if len(memberships) >= MOST_MEMBERSHIPS:
        raise TooManyMemberships(most=MOST_MEMBERSHIPS)
    return (*memberships, new)


def end_membership(
    memberships: Sequence[Membership], hat: str, now: datetime
) -> tuple[Membership, ...]:
    """End the membership of a hat, at a real instant; others stay."""
    return tuple(
        replace(one, ended_at=now) if one.hat == hat and one.is_in_force else one
        for one in memberships
    )


def set_admin(
    memberships: Sequence[Membership], hat: str, *, is_admin: bool
) -> tuple[Membership, ...]:
    """Say whether the membership of a hat administrates its firm."""
    return tuple(
        replace(one, is_admin=is_admin) if one.hat == hat and one.is_in_force else one
        for one in memberships
    )
