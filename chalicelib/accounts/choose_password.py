"""Choose a password by a mailed link; whoever was signed in before no longer is.

Nobody else ever knows or supplies a password: it is chosen by whoever reads the mail.
"""

import logging
from collections.abc import Iterable
from datetime import datetime

from chalicelib.accounts.epoch import raise_epoch
from chalicelib.accounts.links import LinkKind, open_account_link, spend_link
from chalicelib.accounts.model import Person
from chalicelib.accounts.password import hash_password, is_password, refuse_weak
from chalicelib.accounts.refusals import (
    AccountLinkUnknown,
    PasswordsDiffer,
    WrongPresentPassword,
)
from chalicelib.accounts.store import load_user_row
from chalicelib.accounts.tries import blocked, forget_tries, reserve_try
from chalicelib.aws.clock import real_now
from chalicelib.aws.items import Item, Update
from chalicelib.aws.table import ConditionFailed, Table, open_table
from chalicelib.refusals import ChangedMeanwhile
from chalicelib.rows.people import ACCOUNT

log = logging.getLogger(__name__)

BY_LINK = frozenset({LinkKind.ACTIVATION, LinkKind.RESET})


def choose_password(
    token: str,
    password: str,
    again: str,
    *,
    now: datetime | None = None,
    table: Table | None = None,
) -> None:
    """Set the password of the link's account, use the link up and end all access, in one write (R57).

    By the link of an invitation the account is made. Raises AccountLinkUnknown, PasswordTooShort,
    PasswordTooLong, PasswordGuessable, PasswordsDiffer, AddressHasAccount. A block by wrong passwords ends with it: the mailbox proves who asks.
    """
    now, table = now or real_now(), table or open_table()
    link = open_account_link(token, BY_LINK, table=table, now=now)
    if link.firm_id:
        from chalicelib.accounts.enter_firm import enter_firm

        refuse_differing(password, again)
        enter_firm(link, spend_link(token), password, now=now, table=table)
        return
    require_same(password, again, own=(str(load_user_row(table, link.user_id)["email"]),))
    changed = {"password_hash": hash_password(password), "password_set_at": now.isoformat()}
    update = Update(
        link.account_pk,
        ACCOUNT.sk(),
        set=changed,
        expect={"disabled": False},
    )
    ended = raise_epoch(link.user_id, link.epoch)
    try:
        table.transact([update, ended, spend_link(token), forget_tries(link.account_pk)])
    except ConditionFailed as failed:
        if not _is_set(table, link.account_pk, password):
            raise AccountLinkUnknown from failed
    log.info("password chosen", extra={"user_id": link.user_id, "link": str(link.kind)})


def _is_set(table: Table, account_pk: str, password: str) -> bool:
    """Say whether our write had passed and only its reply was lost."""
    account = table.get(account_pk, ACCOUNT.sk(), consistent=True)
    return account is not None and is_password(account["password_hash"], password)


def require_same(password: str, again: str, *, own: Iterable[str] = ()) -> None:
    """Refuse a weak password, and two that differ; `own` are texts that speak of the account."""
    refuse_weak(password, own)
    refuse_differing(password, again)


def refuse_differing(password: str, again: str) -> None:
    """Refuse a password that is not typed twice the same."""
    if password != again:
        raise PasswordsDiffer(field="again")


def change_password(
    person: Person,
    present: str,
    password: str,
    again: str,
    *,
    now: datetime | None = None,
    table: Table | None = None,
) -> None:
    """Change one's own password, knowing the present one; every session ends, this one too.

    Raises WrongPresentPassword (three wrong ones block as at the door), and as `choose_password`.
    """
    now, table = now or real_now(), table or open_table()
    require_same(password, again, own=(str(load_user_row(table, person.user_id)["email"]),))
    account = require_present(person, present, now=now, table=table)
    changed = {"password_hash": hash_password(password), "password_set_at": now.isoformat()}
    update = Update(
        account["pk"],
        ACCOUNT.sk(),
        set=changed,
        expect={"password_set_at": account["password_set_at"], "disabled": False},
    )
    try:
        ended = raise_epoch(person.user_id, person.epoch)
        table.transact([update, ended, forget_tries(account["pk"])])
    except ConditionFailed as failed:
        if not _is_set(table, account["pk"], password):
            raise ChangedMeanwhile from failed


def require_present(person: Person, present: str, *, now: datetime, table: Table) -> Item:
    """Refuse without one's present password; give one's account as it was read. Counts as a try."""
    account_pk: str = load_user_row(table, person.user_id)["account_pk"]
    reserve_try(table, account_pk, now)
    account = table.get(account_pk, ACCOUNT.sk(), consistent=True)
    if account is None or account["disabled"]:
        raise blocked(None, now)
    if not is_password(account["password_hash"], present):
        raise WrongPresentPassword(field="present")
    table.write(forget_tries(account_pk))
    return account
