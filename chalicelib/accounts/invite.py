"""Invite an address into a firm, whether or not it has an account: nobody is told which."""

import logging
from dataclasses import replace

from chalicelib.accounts.change_address import read_address
from chalicelib.accounts.invitations import Invitation, find_address_invitation, invitation_rows
from chalicelib.accounts.mail_limits import Cause, limit_mail, refuse_too_many, with_limits
from chalicelib.accounts.memberships import in_force, list_memberships
from chalicelib.accounts.refusals import AddressInName, AlreadyMember, NameMissing
from chalicelib.accounts.store import account_key, mark_of_address
from chalicelib.aws.ids import new_id
from chalicelib.aws.table import ConditionFailed, Table
from chalicelib.refusals import ChangedMeanwhile
from chalicelib.rows.people import ACCOUNT, USER
from chalicelib.words.names import has_address
from chalicelib.words.translation import _

log = logging.getLogger(__name__)

LONGEST_NAME = 80
NOBODY = "usr_nobody"


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
    """Invite an address into a firm, and give the fingerprint of the address.

    The same is read and written for every address: an account is neither made nor changed. A mail
    tells its owner how to accept. Raises NameMissing, AddressInName, AddressNotWritten,
    TooManyMails, and AlreadyMember for who is in the firm.
    """
    name, email = read_name(name), read_address(email)
    _refuse_member(table, email, invitation.firm.firm_id)
    made = replace(invitation, name=name, email=email, user_id=new_id("usr"))
    limits = limit_mail(
        Cause.INVITATION, target=email, sender=made.by, firm=made.firm.firm_id, now=made.asked_at
    )
    try:
        table.transact(with_limits(invitation_rows(made), limits))
    except ConditionFailed as failed:
        account_pk, firm_id = account_key(email), made.firm.firm_id
        kept = find_address_invitation(table, account_pk, firm_id, made.asked_at)
        if kept is None or kept.user_id != made.user_id:
            refuse_too_many(limits, table)
            raise ChangedMeanwhile from failed
    log.info("invited", extra={"firm_id": invitation.firm.firm_id})
    return mark_of_address(email)


def _refuse_member(table: Table, email: str, firm_id: str) -> None:
    """Refuse whom the firm's list shows already; two reads, whatever is there."""
    account = table.get(account_key(email), ACCOUNT.sk(), consistent=True)
    user_id = account["user_id"] if account else NOBODY
    user = table.get(*USER.key(user_id), consistent=True)
    held = in_force(list_memberships(user)) if user else ()
    if any(one.firm_id == firm_id for one in held):
        raise AlreadyMember(field="email")
