"""A firm's users: an administrator invites, removes, and hands over what a leaver followed (F310)."""

import logging
from dataclasses import replace
from datetime import datetime

from chalicelib.accounts.change_memberships import end_in_firm, put_memberships
from chalicelib.accounts.invitations import (
    LIFE,
    Invitation,
    Invited,
    list_invited,
    withdrawal_rows,
)
from chalicelib.accounts.invite import invite
from chalicelib.accounts.memberships import in_force, list_memberships, set_admin
from chalicelib.accounts.model import Firm, Member, Person
from chalicelib.accounts.refusals import (
    LastAdministrator,
    SuccessorNeeded,
    TooManyMembers,
)
from chalicelib.accounts.store import (
    check_administrator,
    list_member_rows,
    load_user_row,
    put_member,
)
from chalicelib.accounts.weekly_summary import forget_summary
from chalicelib.aws.clock import real_now
from chalicelib.aws.ids import new_id
from chalicelib.aws.items import Check, Operation, Put
from chalicelib.aws.table import ConditionFailed, Table, open_table
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import require
from chalicelib.refusals import ChangedMeanwhile, NotAllowed, NotFound
from chalicelib.rows.instants import stamp
from chalicelib.rows.people import FIRM_ACT

log = logging.getLogger(__name__)

MOST_MEMBERS = 200


def list_members(firm_id: str, *, table: Table | None = None) -> list[Member]:
    """List a firm's users, those at work first, by name."""
    members = list_member_rows(table or open_table(), firm_id)
    return sorted(members, key=lambda one: (one.left_at is not None, one.name.casefold()))


def invite_member(
    admin: Person,
    email: str,
    name: str,
    *,
    is_admin: bool = False,
    now: datetime | None = None,
    table: Table | None = None,
) -> None:
    """Invite an address into the administrator's firm; nothing is reserved by it.

    A mail lets its owner choose a password; who has an account accepts or declines in it, and the
    administrator is answered and shown alike. Raises NotAllowed, NameMissing, AddressInName,
    AddressNotWritten, TooManyMembers, AlreadyMember.
    """
    require_admin(admin)
    now, table = now or real_now(), table or open_table()
    waiting = list_invited(table, admin.firm_id, now)
    if len(_list_for(admin, table)) + len(waiting) >= MOST_MEMBERS:
        raise TooManyMembers(most=MOST_MEMBERS)
    firm = Firm(admin.firm_id, admin.firm_name)
    invitation = Invitation(
        firm, is_admin, admin.user_id, admin.firm_id, asked_at=now, expires_at=now + LIFE
    )
    mark = invite(table, email, name, invitation)
    table.write(_act(admin, "invited", mark, now))


def list_waiting(
    firm_id: str, *, now: datetime | None = None, table: Table | None = None
) -> list[Invited]:
    """List whom a firm has invited and who has not accepted yet."""
    return list_invited(table or open_table(), firm_id, now or real_now())


def withdraw_invitation(
    admin: Person, address_mark: str, *, now: datetime | None = None, table: Table | None = None
) -> None:
    """Take an invitation back: its mail's link opens nothing any more.

    Raises NotAllowed, and NotFound for one that is accepted, withdrawn or another firm's.
    """
    require_admin(admin)
    now, table = now or real_now(), table or open_table()
    _list_for(admin, table)
    gone = withdrawal_rows(admin.firm_id, address_mark)
    try:
        table.transact([*gone, _act(admin, "withdrawn", address_mark, now)])
    except ConditionFailed as failed:
        raise NotFound from failed


def remove_member(
    admin: Person,
    user_id: str,
    successor: str,
    *,
    now: datetime | None = None,
    table: Table | None = None,
) -> None:
    """Take a colleague's access away and hand what they followed over to another of the firm.

    Their membership of the firm ends, and all access of their account with it, in one write; an
    account that has no other membership is disabled. From then on the mails about the leaver's
    dossiers go to the successor; the dossiers were the firm's all along. Raises NotAllowed, NotFound, SuccessorNeeded, LastAdministrator.
    """
    require_admin(admin)
    now, table = now or real_now(), table or open_table()
    members = _list_for(admin, table)
    leaver = members.get(user_id)
    if leaver is None:
        raise NotFound
    if leaver.left_at:
        raise NotFound
    heir = members.get(successor)
    if heir is None or heir.left_at or successor == user_id:
        raise SuccessorNeeded(field="successor")
    keeper = _keep_an_administrator(members, admin, without=user_id) if leaver.is_admin else ""
    left = replace(leaver, is_admin=False, left_at=now, successor=successor)
    _write(
        table,
        [
            put_member(left, admin.firm_id, was=leaver),
            *end_in_firm(load_user_row(table, user_id), admin.firm_id, successor, now),
            forget_summary(user_id),
            _act(admin, "removed", user_id, now),
            *_checks(admin.firm_id, keeper),
        ],
    )
    log.info("member removed", extra={"user_id": user_id})


def set_administrator(
    admin: Person,
    user_id: str,
    *,
    is_admin: bool,
    now: datetime | None = None,
    table: Table | None = None,
) -> None:
    """Make a colleague an administrator, or no longer; it counts from their next request.

    Who no longer is one has all access ended by the same write.

    Raises NotAllowed, NotFound, LastAdministrator.
    """
    require_admin(admin)
    now, table = now or real_now(), table or open_table()
    members = _list_for(admin, table)
    member = members.get(user_id)
    if member is None or member.left_at:
        raise NotFound
    keeper = "" if is_admin else _keep_an_administrator(members, admin, without=user_id)
    changed = replace(member, is_admin=is_admin)
    user = load_user_row(table, user_id)
    held = list_memberships(user)
    hats = (one.hat for one in in_force(held) if one.firm_id == admin.firm_id)
    after = set_admin(held, next(hats, ""), is_admin=is_admin)
    _write(
        table,
        [
            put_member(changed, admin.firm_id, was=member),
            put_memberships(user, after, ends_access=member.is_admin and not is_admin),
            _act(admin, "administrator" if is_admin else "not_administrator", user_id, now),
            *_checks(admin.firm_id, keeper),
        ],
    )


def require_admin(person: Person) -> None:
    """Refuse whoever does not administrate a firm."""
    require(person, Connection.ADMINISTRATE_FIRM)
    if not person.is_admin:
        raise NotAllowed


def _list_for(admin: Person, table: Table) -> dict[str, Member]:
    """List a firm's users for who administrates it now, whatever their session remembers."""
    members = {one.user_id: one for one in list_member_rows(table, admin.firm_id)}
    own = members.get(admin.user_id)
    if own is None or own.left_at or not own.is_admin:
        raise NotAllowed
    return members


def _keep_an_administrator(members: dict[str, Member], admin: Person, *, without: str) -> str:
    """Name an administrator who stays: whoever acts, else another; LastAdministrator if none does."""
    at_work = [one.user_id for one in members.values() if one.is_admin and not one.left_at]
    others = [one for one in at_work if one != without]
    if not others:
        raise LastAdministrator
    return admin.user_id if admin.user_id in others else others[0]


def _checks(firm_id: str, keeper: str) -> tuple[Check, ...]:
    return (check_administrator(firm_id, keeper),) if keeper else ()


def _write(table: Table, operations: list[Operation]) -> None:
    """Write all or nothing; ChangedMeanwhile when another administrator was quicker."""
    try:
        table.transact(operations)
    except ConditionFailed as failed:
        raise ChangedMeanwhile from failed


def _act(admin: Person, kind: str, about: str, now: datetime) -> Put:
    """Write what an administrator did into the firm's own list of acts."""
    return Put(
        {
            **FIRM_ACT.columns(admin.firm_id, stamp(now), new_id("act")),
            "kind": kind,
            "by": admin.user_id,
            "about": about,
            "expires_s": FIRM_ACT.expires_s(now),
        }
    )
