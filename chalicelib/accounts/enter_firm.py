"""Enter a firm by the link of an invitation, where its address has no account: one is made.

The link came by mail to the address: who opens it reads that mailbox, and owns it from then on.
"""

import logging
from dataclasses import replace
from datetime import datetime

from chalicelib.accounts.enrol import enrolling_rows, new_person
from chalicelib.accounts.invitations import end_at_address, find_address_invitation, maker_stands
from chalicelib.accounts.links import AccountLink
from chalicelib.accounts.model import Role
from chalicelib.accounts.refusals import AccountLinkUnknown, AddressHasAccount
from chalicelib.accounts.tries import forget_tries
from chalicelib.aws.items import Delete
from chalicelib.aws.table import ConditionFailed, Table
from chalicelib.rows.people import ACCOUNT

log = logging.getLogger(__name__)


def enter_firm(
    link: AccountLink, spent: Delete, password: str, *, now: datetime, table: Table
) -> None:
    """Make the account of an invitation's address, with its membership; `spent` uses the link up.

    Raises AccountLinkUnknown when the invitation is over, or its maker may invite nobody any more,
    AddressHasAccount when the address got an account meanwhile, PasswordTooShort, PasswordTooLong,
    PasswordGuessable.
    """
    found = find_address_invitation(table, link.account_pk, link.firm_id, now)
    if found is None:
        raise AccountLinkUnknown
    made = new_person(found.name, Role.INSTALLER, found.firm, is_admin=found.is_admin, now=now)
    person = replace(made, user_id=found.user_id)
    try:
        table.transact(
            [
                *enrolling_rows(person, found.email, password, now, table=table),
                *end_at_address(link.account_pk, found),
                maker_stands(found),
                spent,
                forget_tries(link.account_pk),
            ]
        )
    except ConditionFailed as failed:
        account = table.get(link.account_pk, ACCOUNT.sk(), consistent=True)
        if account is None:
            raise AccountLinkUnknown from failed
        if account["user_id"] != person.user_id:
            raise AddressHasAccount from failed
    log.info("invitation accepted", extra={"user_id": person.user_id, "firm_id": link.firm_id})
