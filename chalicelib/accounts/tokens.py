"""API tokens of a person: create one (shown once), list them, revoke one."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.accounts.access_rows import (
    find_token_person,
    list_token_rows,
    new_secret,
    token_end,
    token_from_item,
    token_rows,
)
from chalicelib.accounts.epoch import has_epoch
from chalicelib.accounts.model import LONGEST_TOKEN, TOKEN_PREFIX, ApiToken, Person
from chalicelib.accounts.refusals import (
    AccessEnded,
    KeyOfAnotherToken,
    TokenLabelMissing,
    TooManyTokens,
)
from chalicelib.aws.clock import real_now
from chalicelib.aws.ids import fingerprint, new_id
from chalicelib.aws.items import Put
from chalicelib.aws.table import ConditionFailed, Table, open_table
from chalicelib.refusals import NotFound
from chalicelib.rows.people import OWN_TOKEN, TOKEN_KEY

MOST_TOKENS = 20
LONGEST_LABEL = 60


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token just made. `secret` is empty when a repeated request made nothing new."""

    token: ApiToken
    secret: str


def create_token(
    person: Person,
    label: str,
    *,
    key: str = "",
    now: datetime | None = None,
    table: Table | None = None,
) -> NewToken:
    """Make a token for a person's hat; TooManyTokens, TokenLabelMissing, KeyOfAnotherToken.

    AccessEnded when the epoch was raised since the request was let in: nothing is made then. With an idempotency `key`, a repeated request gives the same token without its secret; for
    another label the key is refused.
    """
    now, table = (now or real_now()).replace(microsecond=0), table or open_table()
    label = label.strip()
    if not 0 < len(label) <= LONGEST_LABEL:
        raise TokenLabelMissing(field="label", longest=LONGEST_LABEL)
    if len(list_token_rows(table, person)) >= MOST_TOKENS:
        raise TooManyTokens(most=MOST_TOKENS)
    secret = new_secret(person.user_id, TOKEN_PREFIX)
    token = ApiToken(new_id("tok"), label, secret[-4:], now, now + LONGEST_TOKEN, person.hat)
    rows = token_rows(person, token, secret)
    if key:
        rows.append(_key_row(person, key, token.token_id, now))
    try:
        table.transact(rows)
    except ConditionFailed as failed:
        # A token under this secret is ours, and only its reply was lost.
        if find_token_person(table, secret, now) is None:
            if not has_epoch(table, person):
                raise AccessEnded from failed
            return _made_before(table, person, key, label)
    return NewToken(token, secret)


def _key(person: Person, key: str) -> tuple[str, str]:
    return TOKEN_KEY.key(person.user_id, fingerprint(f"token:{key}"))


def _key_row(person: Person, key: str, token_id: str, now: datetime) -> Put:
    pk, sk = _key(person, key)
    expires_s = TOKEN_KEY.expires_s(now)
    return Put({"pk": pk, "sk": sk, "made": token_id, "expires_s": expires_s}, absent=True)


def _made_before(table: Table, person: Person, key: str, label: str) -> NewToken:
    kept = table.get(*_key(person, key), consistent=True)
    made = kept["made"] if kept else ""
    for token in list_tokens(person, table=table):
        if token.token_id == made:
            if token.label != label:
                raise KeyOfAnotherToken
            return NewToken(token, "")
    raise NotFound


def list_tokens(person: Person, *, table: Table | None = None) -> list[ApiToken]:
    """List a person's tokens, oldest first."""
    return [token_from_item(row) for row in list_token_rows(table or open_table(), person)]


def revoke_token(person: Person, token_id: str, *, table: Table | None = None) -> None:
    """Revoke one of a person's own tokens: refused from now on. NotFound when it is not theirs."""
    table = table or open_table()
    for row in list_token_rows(table, person):
        if row["sk"] == OWN_TOKEN.sk(token_id):
            table.transact(token_end(person.user_id, token_id, row["fingerprint"]))
            return
    raise NotFound
