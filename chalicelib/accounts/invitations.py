"""Invitations into a firm of somebody who has an account: they accept or decline, signed in.

A row of theirs waits for them, and a mail says so. It carries no secret: whoever accepts has the
account's own password. The membership begins with their yes, never before.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from chalicelib.accounts.asks import AskKind, ask_row
from chalicelib.accounts.change_memberships import put_memberships
from chalicelib.accounts.memberships import add_membership, in_force, list_memberships
from chalicelib.accounts.model import Firm, Membership, Person, Role
from chalicelib.accounts.refusals import AlreadyMember, InvitationOver
from chalicelib.accounts.store import STAFF, list_member, load_user_row
from chalicelib.aws.clock import real_now
from chalicelib.aws.items import Check, Delete, Item, Operation, Put
from chalicelib.aws.table import ConditionFailed, Table, open_table
from chalicelib.rows.people import MEMBER, OWN_INVITATION

log = logging.getLogger(__name__)

LIFE: Final = OWN_INVITATION.life or timedelta(days=7)
"""As long as an activation."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """A firm's invitation: from when, until when (real time), by whom, as an administrator or not.

    `by` invited in the name of the list where they stand, `by_list`: the firm's, or our agents'.
    """

    firm: Firm
    is_admin: bool
    by: str
    by_list: str
    asked_at: datetime
    expires_at: datetime


def invitation_by_agent(firm: Firm, agent: Person, now: datetime) -> Invitation:
    """Make the invitation of a firm's first administrator, by one of our agents."""
    return Invitation(
        firm, is_admin=True, by=agent.user_id, by_list=STAFF, asked_at=now, expires_at=now + LIFE
    )


def invitation_rows(user: Item, invitation: Invitation) -> list[Operation]:
    """Write an invitation for who has an account, and ask for its mail; again renews it.

    Raises AlreadyMember for who is in the firm.
    """
    firm = invitation.firm
    if any(one.firm_id == firm.firm_id for one in in_force(list_memberships(user))):
        raise AlreadyMember(field="email")
    row: Item = {
        **OWN_INVITATION.columns(user["user_id"], firm.firm_id),
        "firm_name": firm.name,
        "is_admin": invitation.is_admin,
        "by": invitation.by,
        "by_list": invitation.by_list,
        "asked_at": invitation.asked_at.isoformat(),
        "expires_s": int(invitation.expires_at.timestamp()),
    }
    asked = ask_row(user["account_pk"], AskKind.JOIN, invitation.asked_at, about=firm.firm_id)
    return [Put(row), asked]


def list_invitations(
    person: Person, *, now: datetime | None = None, table: Table | None = None
) -> list[Invitation]:
    """List the invitations that wait for somebody's answer: one query."""
    now, table = now or real_now(), table or open_table()
    rows = table.query_all(
        OWN_INVITATION.pk(person.user_id), prefix=OWN_INVITATION.prefix, consistent=True
    )
    return [_from_item(row) for row in rows if row["expires_s"] > now.timestamp()]


def find_invitation(table: Table, user_id: str, firm_id: str, now: datetime) -> Invitation | None:
    """Find the invitation of a firm that waits for somebody; None once answered or too old."""
    row = table.get(*OWN_INVITATION.key(user_id, firm_id), consistent=True)
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
    )


def accept_invitation(
    person: Person, firm_id: str, *, now: datetime | None = None, table: Table | None = None
) -> Membership:
    """Accept: the membership begins, in the same write that ends the invitation.

    Raises InvitationOver for one that is answered, too old, or whose maker may invite nobody any
    more; AlreadyMember, TooManyMemberships. Sessions that are open go on, under the hat they wear.
    """
    now, table = now or real_now(), table or open_table()
    found = find_invitation(table, person.user_id, firm_id, now)
    if found is None:
        raise InvitationOver
    user = load_user_row(table, person.user_id)
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
                _maker_stands(found),
                Delete(*OWN_INVITATION.key(person.user_id, firm_id), present=True),
            ]
        )
    except ConditionFailed as failed:
        if not any(one.hat == new.hat for one in in_force(_reread(table, person))):
            raise InvitationOver from failed
    log.info("invitation accepted", extra={"user_id": person.user_id, "firm_id": firm_id})
    return new


def _reread(table: Table, person: Person) -> tuple[Membership, ...]:
    return list_memberships(load_user_row(table, person.user_id))


def _maker_stands(invitation: Invitation) -> Check:
    """Write the condition that whoever invited still is in the list in whose name they did."""
    at_work: Item = {"left_at": ""}
    if invitation.by_list == invitation.firm.firm_id:
        at_work["is_admin"] = True
    return Check(*MEMBER.key(invitation.by_list, invitation.by), expect=at_work)


def decline_invitation(person: Person, firm_id: str, *, table: Table | None = None) -> None:
    """Decline: the invitation goes, and nobody is told. Declining twice is harmless."""
    (table or open_table()).write(Delete(*OWN_INVITATION.key(person.user_id, firm_id)))
