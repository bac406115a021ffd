"""Invite somebody into a firm, whether or not their address has an account."""

import logging

from chalicelib.accounts.asks import AskKind, ask_row
from chalicelib.accounts.change_address import read_address
from chalicelib.accounts.change_memberships import put_memberships
from chalicelib.accounts.enrol import new_person
from chalicelib.accounts.invitations import Invitation, invitation_rows
from chalicelib.accounts.memberships import add_membership, in_force, list_memberships, wear
from chalicelib.accounts.model import Role
from chalicelib.accounts.refusals import AddressInName, NameMissing
from chalicelib.accounts.store import account_key, account_rows, list_member, load_user_row
from chalicelib.aws.items import Item, Operation, Update
from chalicelib.aws.table import ConditionFailed, Table
from chalicelib.refusals import ChangedMeanwhile
from chalicelib.rows.people import ACCOUNT
from chalicelib.words.names import has_address
from chalicelib.words.translation import _

log = logging.getLogger(__name__)

LONGEST_NAME = 80


def read_name(typed: str) -> str:
    """Read a person's name as it was typed, on one line.

    Raises NameMissing when there is none or too long a one, AddressInName.
    """
    name = " ".join(typed.split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise NameMissing(field="name", longest=LONGEST_NAME)
    if has_address(name):
        raise AddressInName(field="name", label=_("Prénom et nom"))
    return name


def invite(table: Table, email: str, name: str, invitation: Invitation) -> str:
    """Invite an address into a firm, and give the id of its user.

    Without an account one is made, without a password, and its owner is mailed the way to choose
    one. An account that left its last firm begins anew in the same way. Any other is asked: its
    owner accepts signed in. Raises NameMissing, AddressInName, AddressNotWritten, AlreadyMember.
    """
    name, email = read_name(name), read_address(email)
    account = table.get(account_key(email), ACCOUNT.sk(), consistent=True)
    user_id = _ask(table, account, invitation) if account else _make(table, email, name, invitation)
    log.info("invited", extra={"user_id": user_id})
    return user_id


def _make(table: Table, email: str, name: str, invitation: Invitation) -> str:
    firm, now = invitation.firm, invitation.asked_at
    person = new_person(name, Role.INSTALLER, firm, is_admin=invitation.is_admin, now=now)
    rows = account_rows(person, email, "", now)
    try:
        table.transact([*rows, ask_row(account_key(email), AskKind.INVITED, now)])
    except ConditionFailed as failed:
        kept = table.get(account_key(email), ACCOUNT.sk(), consistent=True)
        if kept is None or kept["user_id"] != person.user_id:
            raise ChangedMeanwhile from failed
    return person.user_id


def _ask(table: Table, account: Item, invitation: Invitation) -> str:
    user = load_user_row(table, account["user_id"])
    if account["disabled"] and not in_force(list_memberships(user)):
        rows = _begin_anew(account, user, invitation)
    else:
        rows = invitation_rows(user, invitation)
    try:
        table.transact(rows)
    except ConditionFailed as failed:
        raise ChangedMeanwhile from failed
    return str(user["user_id"])


def _begin_anew(account: Item, user: Item, invitation: Invitation) -> list[Operation]:
    """Give an account that nobody uses any more to whoever reads its mailbox now.

    Its former password opens nothing: it is gone with the former membership's access.
    """
    firm, now = invitation.firm, invitation.asked_at
    (new,) = new_person(
        user["name"], Role.INSTALLER, firm, is_admin=invitation.is_admin, now=now
    ).memberships
    after = add_membership(list_memberships(user), new)
    person = wear(user, new, (new,))
    own = {one: heir for one, heir in user.get("successors", {}).items() if one != firm.firm_id}
    opened: Item = {"disabled": False, "password_hash": "", "password_set_at": now.isoformat()}
    return [
        put_memberships(user, after, ends_access=True, also={"successors": own}),
        Update(account["pk"], ACCOUNT.sk(), set=opened, expect={"disabled": True}),
        list_member(person, new),
        ask_row(account["pk"], AskKind.INVITED, now),
    ]
