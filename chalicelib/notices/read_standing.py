"""How the mails of the whole platform do: for agents."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.audit.model import Actor
from chalicelib.aws.clock import real_now
from chalicelib.aws.table import Table, open_table
from chalicelib.notices.reputation import Standing, Tally, judge
from chalicelib.notices.store import list_to_look_at, load_tally
from chalicelib.notices.words import NoticeView, view_notice
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import require


@dataclass(frozen=True, slots=True)
class Overview:
    """The sender's standing over thirty days, and the first of the mails that wait."""

    tally: Tally
    standing: Standing
    waiting: tuple[tuple[str, NoticeView], ...]
    has_more: bool


def read_standing(
    *, by: Actor, table: Table | None = None, now: datetime | None = None
) -> Overview:
    """Read how the mails do: two queries. Only agents may (NotAllowed)."""
    require(by, Connection.READ_MAILS)
    table, now = table or open_table(), now or real_now()
    tally = load_tally(table, now)
    notices, more = list_to_look_at(table, now)
    waiting = tuple((one.case_id, view_notice(one)) for one in notices)
    return Overview(tally, judge(tally), waiting, more is not None)
