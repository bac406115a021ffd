"""Enrol firms and people: what a demonstration, a test or an agent starts from."""

import hashlib
from datetime import datetime

from chalicelib.accounts.memberships import person_from_user
from chalicelib.accounts.model import Firm, Membership, Person, Role
from chalicelib.accounts.password import hash_password, refuse_weak
from chalicelib.accounts.refusals import AccountExists
from chalicelib.accounts.store import (
    account_key,
    account_rows,
    find_freed_door,
    firm_row,
    load_user_row,
)
from chalicelib.aws.clock import real_now
from chalicelib.aws.ids import new_id
from chalicelib.aws.items import Operation
from chalicelib.aws.table import ConditionFailed, Table
from chalicelib.rows.people import ACCOUNT


def enrol_firm(table: Table, name: str, *, code: str) -> Firm:
    """Enrol a firm under a code of ours (a SIREN, say); enrolling it again gives the same firm."""
    firm_id = f"firm_{hashlib.sha256(code.encode()).hexdigest()[:20]}"
    firm = Firm(firm_id, name)
    table.write(firm_row(firm))
    return firm


def enrol_user(
    table: Table,
    *,
    email: str,
    name: str,
    role: Role,
    password: str,
    firm: Firm | None = None,
    is_admin: bool = False,
    now: datetime | None = None,
) -> Person:
    """Enrol a person with a password; AccountExists when the address has an account.

    Installers belong to a firm, clients and agents to none (ValueError otherwise).
    """
    now = now or real_now()
    person = new_person(name, role, firm, is_admin=is_admin, now=now)
    try:
        table.transact(enrolling_rows(person, email, password, now, table=table))
    except ConditionFailed as failed:
        raise AccountExists(field="email") from failed
    return person


def enrolling_rows(
    person: Person, email: str, password: str, now: datetime, *, table: Table
) -> list[Operation]:
    """Write the operations that enrol a new person, for the transaction of who lets them in.

    They fail when the address has an account that somebody may still use. Raises PasswordTooShort, PasswordTooLong, PasswordGuessable.
    """
    refuse_weak(password, (email,))
    freed = find_freed_door(table, email)
    return account_rows(person, email, hash_password(password), now, freed)


def new_person(
    name: str,
    role: Role,
    firm: Firm | None,
    *,
    now: datetime,
    is_admin: bool = False,
    language: str = "",
) -> Person:
    """Make a person who has no account yet, with their first membership.

    `language` is the one they chose, if they did; `now` is real time.
    """
    if (role is Role.INSTALLER) != (firm is not None):
        raise ValueError("an installer has a firm, and nobody else does")
    firm = firm or Firm("", "")
    first = Membership(role, now, firm.firm_id, firm.name, is_admin=is_admin)
    return Person(
        new_id("usr"),
        role,
        name,
        firm.firm_id,
        firm.name,
        is_admin,
        language,
        memberships=(first,),
    )


def find_enrolled(table: Table, email: str) -> Person | None:
    """Find who has an account at this address: for agents and set-up, never for visitors.

    They wear the hat that they wore last. Two reads when there is somebody, else one.
    """
    account = table.get(account_key(email), ACCOUNT.sk(), consistent=True)
    return person_from_user(load_user_row(table, account["user_id"])) if account else None
