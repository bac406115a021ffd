"""How sessions and API tokens are kept: by a fingerprint, with the epoch at which they were made.

What a browser or a caller holds begins with its user's id, so that one call reads the session or
the token together with its account's row: who somebody is, and whether the epoch still is the
one they were let in at, is always as it is now, never as it was.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from chalicelib.accounts.epoch import check_epoch
from chalicelib.accounts.memberships import person_from_user
from chalicelib.accounts.model import ApiToken, Person, Session
from chalicelib.aws.ids import fingerprint, new_token
from chalicelib.aws.items import Attribute, Check, Delete, Item, Operation, Put, Update
from chalicelib.aws.table import Table
from chalicelib.rows.model import Row
from chalicelib.rows.people import ACCOUNT, API_TOKEN, OWN_TOKEN, SESSION, USER

USER_PREFIX = "usr_"
SECRET = re.compile(r"(?:rac_)?([0-9a-f]{32})[A-Za-z0-9_-]{43}")
"""A session's or a token's text: its user's id without its prefix, and 256 random bits."""


def new_secret(user_id: str, prefix: str = "") -> str:
    """Make the text that a browser or a caller holds for a user."""
    return f"{prefix}{user_id.removeprefix(USER_PREFIX)}{new_token()}"


def session_rows(session: Session, account_pk: str, password_set_at: str) -> list[Operation]:
    """Write a new session, while the account stands as it was checked."""
    person = session.person
    row: dict[str, Attribute] = {
        **SESSION.columns(session.fingerprint),
        **_holder(person),
        "started_at": session.started_at.isoformat(),
        "seen_at": session.seen_at.isoformat(),
        "expires_s": SESSION.expires_s(session.started_at),
    }
    standing = Check(
        account_pk, ACCOUNT.sk(), expect={"password_set_at": password_set_at, "disabled": False}
    )
    return [Put(row, absent=True), standing, check_epoch(person.user_id, person.epoch)]


def _holder(person: Person) -> dict[str, Attribute]:
    return {"user_id": person.user_id, "hat": person.hat, "epoch": person.epoch}


def find_session_row(table: Table, token: str) -> Session | None:
    """Find the session of a token, under the hat it wears: one strong read of two rows."""
    found = _find(table, SESSION, token)
    if found is None:
        return None
    item, person = found
    return Session(
        person,
        fingerprint(token),
        datetime.fromisoformat(item["started_at"]),
        datetime.fromisoformat(item["seen_at"]),
    )


def _find(table: Table, kind: Row, token: str) -> tuple[Item, Person] | None:
    """Find what was let in by a token, and who holds it; None once the epoch is another."""
    read = SECRET.fullmatch(token)
    if read is None:
        return None
    keys = (kind.key(fingerprint(token)), USER.key(f"{USER_PREFIX}{read[1]}"))
    found = {row["pk"]: row for row in table.batch_get(keys, consistent=True)}
    item, user = (found.get(pk) for pk, _sk in keys)
    if item is None or user is None or item["epoch"] != user["epoch"]:
        return None
    person = person_from_user(user, item["hat"])
    return (item, person) if person else None


def touch_of(session: Session, now: datetime) -> Update:
    """Write the sight of a session, if it still is there."""
    return Update(*SESSION.key(session.fingerprint), set={"seen_at": now.isoformat()}, present=True)


def session_end(session: Session) -> Delete:
    """End one session."""
    return Delete(*SESSION.key(session.fingerprint))


def token_rows(person: Person, token: ApiToken, secret: str) -> list[Operation]:
    """Write a new API token and its place in its owner's list, while their access stands."""
    expires_s = int(token.expires_at.timestamp())
    row: dict[str, Attribute] = {
        **API_TOKEN.columns(fingerprint(secret)),
        **_holder(person),
        "expires_s": expires_s,
    }
    listed: dict[str, Attribute] = {
        **OWN_TOKEN.columns(person.user_id, token.token_id),
        "fingerprint": fingerprint(secret),
        "epoch": person.epoch,
        "hat": person.hat,
        "label": token.label,
        "ending": token.ending,
        "created_at": token.created_at.isoformat(),
        "expires_s": expires_s,
    }
    standing = check_epoch(person.user_id, person.epoch)
    return [Put(row, absent=True), Put(listed, absent=True), standing]


def find_token_person(table: Table, token: str, now: datetime) -> Person | None:
    """Find whose token this is, while it lives: one strong read of two rows."""
    found = _find(table, API_TOKEN, token)
    if found is None or found[0]["expires_s"] <= now.timestamp():
        return None
    return found[1]


def list_token_rows(table: Table, person: Person) -> Sequence[Item]:
    """List the tokens of a person that still are of their epoch, as rows, oldest first."""
    rows = table.query_all(OWN_TOKEN.pk(person.user_id), prefix=OWN_TOKEN.prefix, consistent=True)
    return [row for row in rows if row["epoch"] == person.epoch]


def token_from_item(item: Item) -> ApiToken:
    """Read a token of its owner's list."""
    return ApiToken(
        token_id=OWN_TOKEN.part(item["sk"]),
        label=item["label"],
        ending=item["ending"],
        created_at=datetime.fromisoformat(item["created_at"]),
        expires_at=datetime.fromtimestamp(item["expires_s"], UTC),
        hat=item["hat"],
    )


def token_end(user_id: str, token_id: str, token_print: str) -> list[Operation]:
    """Revoke one API token."""
    return [
        Delete(*API_TOKEN.key(token_print)),
        Delete(*OWN_TOKEN.key(user_id, token_id)),
    ]
