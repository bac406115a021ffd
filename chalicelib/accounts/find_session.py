"""Find the session of a browser by its token."""

from chalicelib.accounts.access_rows import find_session_row, touch_of
from chalicelib.accounts.model import Session
from chalicelib.aws.clock import real_now
from chalicelib.aws.table import ConditionFailed, open_table

LONGEST_TOKEN_TEXT = 100


def find_session(token: str) -> Session | None:
    """Find the open session of a token; None when it ended, by whatever cause.

    Costs one read, and one write in five minutes to remember that it is in use.
    """
    if len(token) > LONGEST_TOKEN_TEXT:
        return None
    table, now = open_table(), real_now()
    session = find_session_row(table, token)
    if session is None or session.is_over(now):
        return None
    if session.is_worth_touching(now):
        try:
            table.update(touch_of(session, now))
        except ConditionFailed:
            return None
    return session
