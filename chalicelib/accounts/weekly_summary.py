"""Who wants a summary of their dossiers by mail each Monday: asked for, listed, ended (F68).

Off until somebody asks. The rows of those who asked stand in one partition, so that the schedule
finds them without looking at anybody else. A mail's link to end it is a secret of its own: it
signs nobody in, outlives a change of password, and opening it changes nothing.
"""

from datetime import datetime
from typing import Final

from chalicelib.accounts.model import Person
from chalicelib.accounts.refusals import SummaryLinkUnknown
from chalicelib.aws.clock import real_now
from chalicelib.aws.ids import fingerprint, new_token
from chalicelib.aws.items import Delete, Put
from chalicelib.aws.table import Table, open_table
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import can
from chalicelib.refusals import NotAllowed
from chalicelib.rows.visitors import SUMMARIES, SUMMARY_LINK, SUMMARY_WANTED

PAGE: Final = 50
ENDING_PATH: Final = "/resume-hebdomadaire/"
LONGEST_TOKEN: Final = 100


def choose_summary(
    person: Person, *, wanted: bool, now: datetime | None = None, table: Table | None = None
) -> None:
    """Keep whether an installer wants the summary; NotAllowed for whoever has no firm."""
    if not may_have_summary(person):
        raise NotAllowed
    table = table or open_table()
    if wanted:
        since = (now or real_now()).isoformat()
        table.put({**SUMMARY_WANTED.columns(person.user_id), "since": since})
    else:
        table.write(forget_summary(person.user_id))


def may_have_summary(person: Person) -> bool:
    """Say whether somebody has dossiers of a firm that a summary would tell of."""
    return can(person, Connection.LIST_FIRM)


def wants_summary(user_id: str, *, table: Table | None = None) -> bool:
    """Say whether somebody asked for the summary: one strong read."""
    found = (table or open_table()).get(*SUMMARY_WANTED.key(user_id), consistent=True)
    return found is not None


def list_wanting(table: Table, *, start: str | None = None) -> tuple[tuple[str, ...], str | None]:
    """List a page of the users who asked for the summary, and the cursor of the next page."""
    page = table.query(SUMMARIES.pk(), prefix=SUMMARY_WANTED.prefix, limit=PAGE, start=start)
    return tuple(SUMMARY_WANTED.part(item["sk"]) for item in page.items), page.next


def forget_summary(user_id: str) -> Delete:
    """Write the operation that ends somebody's summaries; harmless when they never asked."""
    return Delete(*SUMMARY_WANTED.key(user_id))


def mint_ending(user_id: str, *, now: datetime, table: Table) -> str:
    """Mint the link of one mail that ends the summaries, and give its path."""
    token = new_token()
    expires_s = SUMMARY_LINK.expires_s(now)
    table.write(Put({**_key(token), "user_id": user_id, "expires_s": expires_s}, absent=True))
    return ENDING_PATH + token


def find_ending(token: str, *, now: datetime | None = None, table: Table | None = None) -> str:
    """Find whose summaries a link ends; SummaryLinkUnknown for what is no link of ours."""
    table, now = table or open_table(), now or real_now()
    if len(token) > LONGEST_TOKEN:
        raise SummaryLinkUnknown
    key = _key(token)
    item = table.get(key["pk"], key["sk"], consistent=True)
    if item is None or item["expires_s"] <= now.timestamp():
        raise SummaryLinkUnknown
    return str(item["user_id"])


def end_by_link(token: str, *, now: datetime | None = None, table: Table | None = None) -> None:
    """End the summaries that a link is for; again is harmless. SummaryLinkUnknown otherwise."""
    table = table or open_table()
    table.write(forget_summary(find_ending(token, now=now, table=table)))


def _key(token: str) -> dict[str, str]:
    return SUMMARY_LINK.columns(fingerprint(token))
