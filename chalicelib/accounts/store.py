"""How accounts are kept: keys, items and their conditions. Secrets are kept as fingerprints."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime

from chalicelib.accounts.model import (
    LONGEST_SESSION,
    ApiToken,
    Firm,
    Member,
    Person,
    Role,
    Session,
)
from chalicelib.aws.items import Attribute, Check, Delete, Item, Operation, Put, Update
from chalicelib.aws.table import Table
from chalicelib.refusals import NotFound


def normalise_email(email: str) -> str:
    """Write an address as it is compared: trimmed, in small letters."""
    return email.strip().casefold()


def account_key(email: str) -> str:
    """Give the partition of an account: a fingerprint of its address, so that none is listed."""
    return f"A#{hashlib.sha256(normalise_email(email).encode()).hexdigest()}"


def user_key(user_id: str) -> str:
    """Give the partition of a user."""
    return f"U#{user_id}"


def _person_columns(person: Person) -> dict[str, Attribute]:
    return {
        "user_id": person.user_id,
        "role": person.role.value,
        "name": person.name,
        "firm_id": person.firm_id,
        "firm_name": person.firm_name,
        "is_admin": person.is_admin,
        **({"language": person.language} if person.language else {}),
    }


def person_from_item(item: Item) -> Person:
    """Read a person from an account, a session or a token row."""
    return Person(
        user_id=item["user_id"],
        role=Role(item["role"]),
        name=item["name"],
        firm_id=item.get("firm_id", ""),
        firm_name=item.get("firm_name", ""),
        is_admin=item.get("is_admin", False),
        language=item.get("language", ""),
    )


def session_rows(session: Session, account_pk: str, password_set_at: str) -> list[Operation]:
    """Write a new session and its user's pointer, while the account stands as it was checked."""
    expires_s = int((session.started_at + LONGEST_SESSION).timestamp())
    row: dict[str, Attribute] = {
        "pk": f"S#{session.fingerprint}",
        "sk": "SESSION",
        **_person_columns(session.person),
        "started_at": session.started_at.isoformat(),
        "seen_at": session.seen_at.isoformat(),
        "expires_s": expires_s,
    }
    pointer: dict[str, Attribute] = {
        "pk": user_key(session.person.user_id),
        "sk": f"SESSION#{session.fingerprint}",
        "expires_s": expires_s,
    }
    standing = Check(
        account_pk, "ACCOUNT", expect={"password_set_at": password_set_at, "disabled": False}
    )
    return [Put(row, absent=True), Put(pointer), standing]


def find_session_row(table: Table, fingerprint: str) -> Session | None:
    """Find a session by its token's fingerprint: one strong read, so that an ended one is over."""
    item = table.get(f"S#{fingerprint}", "SESSION", consistent=True)
    if item is None:
        return None
    return Session(
        person_from_item(item),
        fingerprint,
        datetime.fromisoformat(item["started_at"]),
        datetime.fromisoformat(item["seen_at"]),
    )


def touch_of(session: Session, now: datetime) -> Update:
    """Write the sight of a session, if it still is there."""
    return Update(
        f"S#{session.fingerprint}", "SESSION", set={"seen_at": now.isoformat()}, present=True
    )


def session_end(person: Person, fingerprint: str) -> list[Operation]:
    """End one session."""
    return [
        Delete(f"S#{fingerprint}", "SESSION"),
        Delete(user_key(person.user_id), f"SESSION#{fingerprint}"),
    ]


def list_session_fingerprints(table: Table, user_id: str) -> list[str]:
    """List the open sessions of a user by fingerprint."""
    rows = table.query_all(user_key(user_id), prefix="SESSION#", consistent=True)
    return [row["sk"].removeprefix("SESSION#") for row in rows]


def token_rows(person: Person, token: ApiToken, fingerprint: str) -> list[Operation]:
    """Write a new API token and its place in its owner's list."""
    expires_s = int(token.expires_at.timestamp())
    row: dict[str, Attribute] = {
        "pk": f"T#{fingerprint}",
        "sk": "TOKEN",
        **_person_columns(person),
        "expires_s": expires_s,
    }
    listed: dict[str, Attribute] = {
        "pk": user_key(person.user_id),
        "sk": f"TOKEN#{token.token_id}",
        "fingerprint": fingerprint,
        "label": token.label,
        "ending": token.ending,
        "created_at": token.created_at.isoformat(),
        "expires_s": expires_s,
    }
    return [Put(row, absent=True), Put(listed, absent=True)]


def find_token_person(table: Table, fingerprint: str, now: datetime) -> Person | None:
    """Find whose token this is, while it lives: one strong read, so that a revoked one is over."""
    item = table.get(f"T#{fingerprint}", "TOKEN", consistent=True)
    if item is None or item["expires_s"] <= now.timestamp():
        return None
    return person_from_item(item)


def list_token_rows(table: Table, user_id: str) -> Sequence[Item]:
    """List a user's API tokens as rows, oldest first."""
    return table.query_all(user_key(user_id), prefix="TOKEN#", consistent=True)


def token_from_item(item: Item) -> ApiToken:
    """Read a token of its owner's list."""
    return ApiToken(
        token_id=item["sk"].removeprefix("TOKEN#"),
        label=item["label"],
        ending=item["ending"],
        created_at=datetime.fromisoformat(item["created_at"]),
        expires_at=datetime.fromtimestamp(item["expires_s"], UTC),
    )


def token_end(user_id: str, token_id: str, fingerprint: str) -> list[Operation]:
    """Revoke one API token."""
    return [
        Delete(f"T#{fingerprint}", "TOKEN"),
        Delete(user_key(user_id), f"TOKEN#{token_id}"),
    ]


def firm_row(firm: Firm) -> Put:
    """Write a firm."""
    return Put(
        {"pk": f"F#{firm.firm_id}", "sk": "FIRM", "firm_id": firm.firm_id, "name": firm.name}
    )


def account_rows(person: Person, email: str, password_hash: str, now: datetime) -> list[Operation]:
    """Write a new account and its user; refused when the address has one."""
    account_pk = account_key(email)
    contact: dict[str, Attribute] = {
        "user_id": person.user_id,
        "name": person.name,
        "email": email.strip(),
        "account_pk": account_pk,
        **({"language": person.language} if person.language else {}),
    }
    account: dict[str, Attribute] = {
        "pk": account_pk,
        "sk": "ACCOUNT",
        **_person_columns(person),
        "password_hash": password_hash,
        "password_set_at": now.isoformat(),
        "disabled": False,
        "created_at": now.isoformat(),
    }
    user = {"pk": user_key(person.user_id), "sk": "USER", **contact}
    rows: list[Operation] = [Put(account, absent=True), Put(user, absent=True)]
    if person.firm_id:
        rows.append(
            put_member(Member(person.user_id, person.name, person.is_admin, now), person.firm_id)
        )
    if person.role is Role.AGENT:
        rows.append(
            put_member(Member(person.user_id, person.name, is_admin=False, since=now), STAFF)
        )
    return rows


STAFF = "staff"
"""In the place of a firm's id: our agents, who hand dossiers over to one another."""


def firm_key(firm_id: str) -> str:
    """Give the partition of a firm: itself, its members, what its administrators did."""
    return f"F#{firm_id}"


def put_member(member: Member, firm_id: str, *, was: Member | None = None) -> Put:
    """Write a user's place in the firm's list, while it is as it `was`."""
    read: dict[str, Attribute] = {"is_admin": was.is_admin, "left_at": ""} if was else {}
    return Put(
        expect=read,
        item={
            "pk": firm_key(firm_id),
            "sk": f"MEMBER#{member.user_id}",
            "name": member.name,
            "is_admin": member.is_admin,
            "since": member.since.isoformat(),
            "left_at": member.left_at.isoformat() if member.left_at else "",
            "successor": member.successor,
        },
    )


def check_administrator(firm_id: str, user_id: str) -> Check:
    """Write the condition that somebody administrates a firm at the instant of a write."""
    at_work: dict[str, Attribute] = {"is_admin": True, "left_at": ""}
    return Check(firm_key(firm_id), f"MEMBER#{user_id}", expect=at_work)


def member_from_item(item: Item) -> Member:
    """Read a member of a firm's list."""
    left_at: str = item.get("left_at", "")
    return Member(
        user_id=item["sk"].removeprefix("MEMBER#"),
        name=item["name"],
        is_admin=item["is_admin"],
        since=datetime.fromisoformat(item["since"]),
        left_at=datetime.fromisoformat(left_at) if left_at else None,
        successor=item.get("successor", ""),
    )


def list_member_rows(table: Table, firm_id: str) -> list[Member]:
    """List a firm's members, those who left too: one strong query."""
    rows = table.query_all(firm_key(firm_id), prefix="MEMBER#", consistent=True)
    return [member_from_item(row) for row in rows]


def load_user_row(table: Table, user_id: str) -> Item:
    """Load a user's own row; NotFound when there is none."""
    row = table.get(user_key(user_id), "USER", consistent=True)
    if row is None:
        raise NotFound
    return row
