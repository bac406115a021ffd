"""Invitations of an address into a firm. They reserve nothing: who confirms the address accepts.

One waits at the address and one stands in the firm's list, both written alike whether or not the
address has an account. Several firms may invite the same one. Its owner accepts or declines signed
in, or, without an account, by a mail's link (`enter_firm`). The membership begins with their yes.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from chalicelib.accounts.asks import AskKind, ask_row
from chalicelib.accounts.change_memberships import put_memberships
from chalicelib.accounts.memberships import add_membership, in_force, list_memberships
from chalicelib.accounts.model import Firm, Membership, Person, Role
from chalicelib.accounts.refusals import InvitationOver
from chalicelib.accounts.store import (
    STAFF,
    account_key,
    list_member,
    load_user_row,
    mark_of_address,
)
from chalicelib.aws.clock import real_now
from chalicelib.aws.items import Check, Delete, Item, Operation, Put
from chalicelib.aws.table import ConditionFailed, Table, open_table
from chalicelib.rows.people import (
    ACCOUNT_OF,
    ADDRESS_INVITATION,
    FIRM_INVITATION,
    MEMBER,
    OWN_INVITATION,
)

log = logging.getLogger(__name__)

LIFE: Final = OWN_INVITATION.life or timedelta(days=7)
"""As long as an activation."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """A firm's invitation: from when, until when (real time), by whom, as an administrator or not.

    `by` invited in the name of the list where they stand, `by_list`: the firm's, or our agents'.
    `name` and `email` are as the maker typed them; `user_id` is who its owner will be, should they
    have no account.
    """

    firm: Firm
    is_admin: bool
    by: str
    by_list: str
    asked_at: datetime
    expires_at: datetime
    name: str = ""
    email: str = ""
    user_id: str = ""


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation as the firm's list shows it until it is accepted or too old. Real time."""

    address_mark: str
    name: str
    email: str
    is_admin: bool
    since: datetime


def invitation_by_agent(firm: Firm, agent: Person, now: datetime) -> Invitation:
    """Make the invitation of a firm's first administrator, by one of our agents."""
    return Invitation(
        firm, is_admin=True, by=agent.user_id, by_list=STAFF, asked_at=now, expires_at=now + LIFE
    )


def invitation_rows(invitation: Invitation) -> list[Operation]:
    """Write an invitation and ask for its mail; again renews it, and voids the link before."""
    firm, mark = invitation.firm, mark_of_address(invitation.email)
    said: Item = {
        "name": invitation.name,
        "email": invitation.email,
        "is_admin": invitation.is_admin,
        "asked_at": invitation.asked_at.isoformat(),
        "expires_s": int(invitation.expires_at.timestamp()),
    }
    waiting: Item = {
        **ADDRESS_INVITATION.columns(mark, firm.firm_id),
        **said,
        "firm_name": firm.name,
        "by": invitation.by,
        "by_list": invitation.by_list,
        "user_id": invitation.user_id,
    }
    listed: Item = {**FIRM_INVITATION.columns(firm.firm_id, mark), **said}
    account_pk = account_key(invitation.email)
    asked = ask_row(account_pk, AskKind.INVITED, invitation.asked_at, about=firm.firm_id)
    return [Put(waiting), Put(listed), asked]


def withdrawal_rows(firm_id: str, address_mark: str) -> list[Operation]:
    """Take an invitation back; refused when it is no longer in the firm's list."""
    return [
        Delete(*FIRM_INVITATION.key(firm_id, address_mark), present=True),
        Delete(*ADDRESS_INVITATION.key(address_mark, firm_id)),
    ]


def list_invited(table: Table, firm_id: str, now: datetime) -> list[Invited]:
    """List whom a firm has invited and who has not accepted, by name: one strong query."""
    rows = table.query_all(
        FIRM_INVITATION.pk(firm_id), prefix=FIRM_INVITATION.prefix, consistent=True
    )
    found = [
        Invited(
            FIRM_INVITATION.part(row["sk"]),
            row["name"],
            row["email"],
            row["is_admin"],
            datetime.fromisoformat(row["asked_at"]),
        )
        for row in rows
        if row["expires_s"] > now.timestamp()
    ]
    return sorted(found, key=lambda one: one.name.casefold())


def list_address_invitations(table: Table, account_pk: str, now: datetime) -> list[Invitation]:
    """List the invitations that wait at an address, oldest first: one strong query."""
    rows = table.query_all(account_pk, prefix=ADDRESS_INVITATION.prefix, consistent=True)
    found = [_from_item(row) for row in rows if row["expires_s"] > now.timestamp()]
    return sorted(found, key=lambda one: one.asked_at)


def find_address_invitation(
    table: Table, account_pk: str, firm_id: str, now: datetime
) -> Invitation | None:
    """Find the invitation of a firm that waits at an address; None once over or too old."""
    row = table.get(account_pk, ADDRESS_INVITATION.sk(firm_id), consistent=True)
    return _from_item(row) if row and row["expires_s"] > now.timestamp() else None


def list_invitations(
    person: Person, *, now: datetime | None = None, table: Table | None = None
) -> list[Invitation]:
    """List the invitations that wait for somebody's answer, at their address: three reads.

    Those that were kept with the account, as before, are listed too.
    """
    now, table = now or real_now(), table or open_table()
    rows = table.query_all(
        OWN_INVITATION.pk(person.user_id), prefix=OWN_INVITATION.prefix, consistent=True
    )
    kept = [_from_item(row) for row in rows if row["expires_s"] > now.timestamp()]
    account_pk = load_user_row(table, person.user_id)["account_pk"]
    found = {one.firm.firm_id: one for one in kept}
    found |= {one.firm.firm_id: one for one in list_address_invitations(table, account_pk, now)}
    return list(found.values())


def find_invitation(table: Table, user: Item, firm_id: str, now: datetime) -> Invitation | None:
    """Find the invitation of a firm that waits for somebody; None once answered or too old."""
    waiting = find_address_invitation(table, user["account_pk"], firm_id, now)
    if waiting is not None:
        return waiting
    row = table.get(*OWN_INVITATION.key(user["user_id"], firm_id), consistent=True)
    return _from_item(row) if row and row["expires_s"] > now.timestamp() else None


def _from_item(item: Item) -> Invitation:
    asked_at = datetime.fromisoformat(item["asked_at"])
    return Invitation(
        Firm(OWN_INVITATION.part(item["sk"]), item["firm_name"]),
        item["is_admin"],
        item["by"],
        item["by_list"],
        asked_at,
        datetime.fromtimestamp(item["expires_s"], asked_at.tzinfo),
        item.get("name", ""),
        item.get("email", ""),
        item.get("user_id", ""),
    )


def end_of(user: Item, invitation: Invitation) -> list[Operation]:
    """End an invitation that its owner accepts, once, and leave the firm's list to its members."""
    firm_id = invitation.firm.firm_id
    if not invitation.user_id:
        return [Delete(*OWN_INVITATION.key(user["user_id"], firm_id), present=True)]
    return end_at_address(user["account_pk"], invitation)


def end_at_address(account_pk: str, invitation: Invitation) -> list[Operation]:
    """End the very invitation that waits at an address, and take it off the firm's list."""
    firm_id = invitation.firm.firm_id
    same: Item = {"user_id": invitation.user_id}
    return [
        Delete(account_pk, ADDRESS_INVITATION.sk(firm_id), present=True, expect=same),
        Delete(*FIRM_INVITATION.key(firm_id, ACCOUNT_OF.id_in(account_pk))),
    ]


def accept_invitation(
    person: Person, firm_id: str, *, now: datetime | None = None, table: Table | None = None
) -> Membership:
    """Accept: the membership begins, in the same write that ends the invitation.

    Raises InvitationOver for one that is answered, too old, or whose maker may invite nobody any
    more; AlreadyMember, TooManyMemberships. Sessions that are open go on, under the hat they wear.
    """
    now, table = now or real_now(), table or open_table()
    user = load_user_row(table, person.user_id)
    found = find_invitation(table, user, firm_id, now)
    if found is None:
        raise InvitationOver
    new = Membership(
        Role.INSTALLER, now, found.firm.firm_id, found.firm.name, is_admin=found.is_admin
    )
    after = add_membership(list_memberships(user), new)
    own = {name: one for name, one in user.get("successors", {}).items() if name != firm_id}
    try:
        table.transact(
            [
                put_memberships(
                    user,
                    after,
                    ends_access=False,
                    also={"successors": own},
                    epoch=person.epoch,
                ),
                list_member(person, new),
                maker_stands(found),
                *end_of(user, found),
            ]
        )
    except ConditionFailed as failed:
        if not any(one.hat == new.hat for one in in_force(_reread(table, person))):
            raise InvitationOver from failed
    log.info("invitation accepted", extra={"user_id": person.user_id, "firm_id": firm_id})
    return new


def _reread(table: Table, person: Person) -> tuple[Membership, ...]:
    return list_memberships(load_user_row(table, person.user_id))


def maker_stands(invitation: Invitation) -> Check:
    """Write the condition that whoever invited still is in the list in whose name they did."""
    at_work: Item = {"left_at": ""}
    if invitation.by_list == invitation.firm.firm_id:
        at_work["is_admin"] = True
    return Check(*MEMBER.key(invitation.by_list, invitation.by), expect=at_work)


def decline_invitation(person: Person, firm_id: str, *, table: Table | None = None) -> None:
    """Decline: the invitation goes, and nobody is told: it stays in the firm's list for its days.

    Declining twice is harmless.
    """
    table = table or open_table()
    user = load_user_row(table, person.user_id)
    table.transact(
        [
            Delete(*OWN_INVITATION.key(person.user_id, firm_id)),
            Delete(user["account_pk"], ADDRESS_INVITATION.sk(firm_id)),
        ]
    )
