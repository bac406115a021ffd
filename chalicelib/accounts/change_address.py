"""Change the address that one signs in with: asked with one's password, confirmed by mail.

The new address gets a link; the old one is told once it is done. The account moves as a whole.
"""

import logging
from datetime import datetime

from chalicelib.accounts.asks import AskKind, ask_row
from chalicelib.accounts.choose_password import require_present
from chalicelib.accounts.epoch import raise_epoch
from chalicelib.accounts.links import LinkKind, open_account_link, spend_link
from chalicelib.accounts.mail_limits import Cause, limit_mail, refuse_too_many, with_limits
from chalicelib.accounts.model import Person
from chalicelib.accounts.refusals import AccessEnded, AccountLinkUnknown, AddressNotWritten
from chalicelib.accounts.store import account_key, find_freed_door, load_user_row, take_door
from chalicelib.aws.clock import real_now
from chalicelib.aws.items import Delete, Update
from chalicelib.aws.table import ConditionFailed, Table, open_table
from chalicelib.rows.people import ACCOUNT, USER

log = logging.getLogger(__name__)

ADDRESS = frozenset({LinkKind.ADDRESS})


def ask_new_address(
    person: Person,
    email: str,
    present: str,
    *,
    now: datetime | None = None,
    table: Table | None = None,
) -> None:
    """Ask for a confirmation at the new address; nothing changes before it is opened.

    Raises AddressNotWritten, WrongPresentPassword, TooManyMails, AccessEnded. An address that has an account already is
    answered alike: its owner gets no mail, and the confirmation never comes.
    """
    now, table = now or real_now(), table or open_table()
    email = read_address(email)
    account_pk: str = require_present(person, present, now=now, table=table)["pk"]
    wanted = Update(
        *USER.key(person.user_id),
        set={"new_email": email},
        expect={"epoch": person.epoch},
    )
    limits = limit_mail(Cause.NEW_ADDRESS, target=email, sender=person.user_id, now=now)
    asked = ask_row(account_pk, AskKind.CONFIRM_ADDRESS, now)
    try:
        table.transact(with_limits([wanted, asked], limits))
    except ConditionFailed as failed:
        refuse_too_many(limits, table)
        raise AccessEnded from failed


def read_address(email: str) -> str:
    """Read an address as it was typed; AddressNotWritten when it is none."""
    from email_validator import EmailNotValidError, validate_email

    try:
        return validate_email(email.strip(), check_deliverability=False).normalized
    except EmailNotValidError as error:
        raise AddressNotWritten(field="email") from error


def confirm_address(token: str, *, now: datetime | None = None, table: Table | None = None) -> None:
    """Move the account to the link's address, end all access, and have the old address told.

    Raises AccountLinkUnknown; an address taken meanwhile, and an account that was disabled or
    whose access ended meanwhile, are answered alike.
    """
    now, table = now or real_now(), table or open_table()
    link = open_account_link(token, ADDRESS, table=table, now=now)
    user = load_user_row(table, link.user_id)
    account = table.get(link.account_pk, ACCOUNT.sk(), consistent=True)
    if account is None or user.get("new_email") != link.new_email:
        raise AccountLinkUnknown
    moved_pk = account_key(link.new_email)
    moved = {**account, "pk": moved_pk}
    as_read = {"password_set_at": account["password_set_at"], "disabled": False}
    told = {"email": link.new_email, "account_pk": moved_pk, "former_email": user["email"]}
    freed = find_freed_door(table, link.new_email)
    try:
        table.transact(
            [
                *take_door(moved, freed),
                Delete(link.account_pk, ACCOUNT.sk(), expect=as_read),
                raise_epoch(link.user_id, link.epoch, set=told),
                spend_link(token),
                ask_row(moved_pk, AskKind.ADDRESS_CHANGED, now),
            ]
        )
    except ConditionFailed as failed:
        if load_user_row(table, link.user_id)["account_pk"] != moved_pk:
            raise AccountLinkUnknown from failed
    log.info("address changed", extra={"user_id": link.user_id})
