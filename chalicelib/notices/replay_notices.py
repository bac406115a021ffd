"""Replay what was never sent, and what nobody knows the outcome of."""

import logging
from datetime import datetime, timedelta

from chalicelib.aws.clock import real_now
from chalicelib.aws.table import Table, open_table
from chalicelib.notices.plan import call_for_sending, is_known
from chalicelib.notices.store import list_to_look_at

log = logging.getLogger(__name__)

GRACE = timedelta(minutes=1)
"""A notice younger than this is still on its first way through the queue."""

MOST_PAGES = 20


def replay_notices(*, table: Table | None = None, now: datetime | None = None) -> int:
    """Call again for the sending of every notice that is due, and count them.

    Due are the unsent whose message was lost or whose pause is over, the unsure after their
    fifteen minutes, and those whose sender died. Whoever sends decides what may be sent. A mail
    that this release does not know waits for one that does.
    """
    table, now = table or open_table(), now or real_now()
    count, start = 0, None
    for _page in range(MOST_PAGES):
        notices, start = list_to_look_at(table, now - GRACE, start=start)
        known = tuple(filter(is_known, notices))
        if known:
            call_for_sending(known)
            count += len(known)
        if start is None:
            break
    log.info("notices replayed", extra={"count": count})
    return count
