"""Sign in with an address and a password.

Unknown, disabled and known addresses get the same answers and the same work (R55): the same
reads and writes, one argon2 verification, the same three tries.
"""

import logging
from dataclasses import dataclass
from datetime import datetime

from chalicelib.accounts.access_rows import find_session_row, new_secret, session_rows
from chalicelib.accounts.memberships import person_from_user
from chalicelib.accounts.model import Person, Session
from chalicelib.accounts.password import is_password
from chalicelib.accounts.refusals import WrongCredentials
from chalicelib.accounts.store import account_key, load_user_row
from chalicelib.accounts.tries import (
    MOST_WRONG,
    blocked,
    count_wrong_try,
    forget_tries,
    refuse_hasty_source,
    reserve_try,
    trace_block,
    trace_sign_in,
)
from chalicelib.aws.clock import real_now
from chalicelib.aws.ids import fingerprint
from chalicelib.aws.items import Item
from chalicelib.aws.table import ConditionFailed, Table, open_table
from chalicelib.rows.people import ACCOUNT

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """An open session, and its token: the only time that it is seen."""

    person: Person
    token: str


def sign_in(
    email: str,
    password: str,
    *,
    source_address: str,
    now: datetime | None = None,
    table: Table | None = None,
) -> SignedIn:
    """Open a session, or refuse: WrongCredentials, SignInBlocked, SourceSlowed.

    The third wrong password starts a block of ten minutes, which refuses the right one too; a
    success resets the count. `now` is real time.
    """
    now, table = now or real_now(), table or open_table()
    refuse_hasty_source(table, source_address, now)
    account_pk = account_key(email)
    number = reserve_try(table, account_pk, now)
    account = table.get(account_pk, ACCOUNT.sk(), consistent=True)
    if _is_right(account, password) and account is not None:
        try:
            return _open_session(table, account, now)
        except ConditionFailed:
            log.info("account changed during a sign-in")
    count_wrong_try(table, source_address, now)
    log.info("sign-in refused", extra={"try_number": number})
    if number >= MOST_WRONG:
        trace_block(table, account_pk, now)
        raise blocked(None, now)
    raise WrongCredentials


def _is_right(account: Item | None, password: str) -> bool:
    kept = account["password_hash"] if account and not account["disabled"] else ""
    return is_password(kept, password)


def _open_session(table: Table, account: Item, now: datetime) -> SignedIn:
    person = person_from_user(load_user_row(table, account["user_id"]))
    if person is None:
        raise ConditionFailed
    token = new_secret(person.user_id)
    session = Session(person, fingerprint(token), started_at=now, seen_at=now)
    rows = session_rows(session, account["pk"], account["password_set_at"])
    try:
        table.transact([*rows, forget_tries(account["pk"]), trace_sign_in(account["pk"], now)])
    except ConditionFailed:
        # Nobody else knows this token: a session under it is ours, and only its reply was lost.
        if find_session_row(table, token) is None:
            raise
    log.info("signed in", extra={"user_id": person.user_id})
    return SignedIn(person, token)
