"""Find who calls the JSON API by the token it carries."""

from chalicelib.accounts.access_rows import find_token_person
from chalicelib.accounts.model import TOKEN_PREFIX, Person
from chalicelib.aws.clock import real_now
from chalicelib.aws.table import open_table

LONGEST_TOKEN_TEXT = 100


def find_bearer(token: str) -> Person | None:
    """Find the owner of an API token; None when it is unknown, revoked or over. One read."""
    if not token.startswith(TOKEN_PREFIX) or len(token) > LONGEST_TOKEN_TEXT:
        return None
    return find_token_person(open_table(), token, real_now())
