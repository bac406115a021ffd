"""Queue the weekly summaries, each Monday from eight o'clock in Paris (F68).

Whoever runs asks which week is due by now, not which event called: a schedule that fires twice,
late or not at all queues for each person of a week one mail all the same. Where a run ends, the next
one goes on.
"""

import logging
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from chalicelib.accounts.weekly_summary import list_wanting
from chalicelib.aws.clock import business_now, real_now
from chalicelib.aws.table import Table, open_table
from chalicelib.notices.model import AccountMail, Addressee, Notice, queue_notice
from chalicelib.notices.plan import call_for_sending
from chalicelib.notices.store import add_notice
from chalicelib.reference.days import legal_day
from chalicelib.rows.visitors import SUMMARY_RUN
from chalicelib.words.zone import legal_zone

log = logging.getLogger(__name__)

HOUR = time(8)
WEEK = timedelta(days=7)
MOST_PAGES = 5
"""Pages of people a run: with fifty on each, three thousand an hour."""


def queue_summaries(
    *,
    table: Table | None = None,
    now: datetime | None = None,
    real: datetime | None = None,
    most_pages: int = MOST_PAGES,
) -> int:
    """Owe the due week's summary to who asked for it, and count the mails that are new.

    `now` is business time. One read once the week is done; TransientError when the table or the queue
    is busy: the next run goes on where this one ended.
    """
    table, now, real = table or open_table(), now or business_now(), real or real_now()
    monday = find_week_due(now)
    run = table.get(*SUMMARY_RUN.key(monday.isoformat()), consistent=True) or {}
    if run.get("done"):
        return 0
    count, start = 0, run.get("start") or None
    for _page in range(most_pages):
        people, start = list_wanting(table, start=start)
        count += _owe_all(table, people, monday, real)
        _keep_place(table, monday, start, real)
        if start is None:
            break
    log.info("summaries queued", extra={"count": count, "week": monday.isoformat()})
    return count


def find_week_due(now: datetime) -> date:
    """Find the Monday whose summary is due at a business instant: the last one past its hour."""
    today = legal_day(now)
    monday = today - timedelta(days=today.weekday())
    return monday if now >= datetime.combine(monday, HOUR, legal_zone()) else monday - WEEK


def begin_of(day: date) -> datetime:
    """Give the instant at which a day begins in Paris, in UTC."""
    return datetime.combine(day, time.min, legal_zone()).astimezone(UTC)


def _owe_all(table: Table, people: tuple[str, ...], monday: date, real: datetime) -> int:
    queued = tuple(_queue_summary(one, monday, real) for one in people)
    new = sum(add_notice(table, notice) for notice in queued)
    call_for_sending(queued)
    return new


def _queue_summary(user_id: str, monday: date, real: datetime) -> Notice:
    """Owe one person one mail of one week, by an id that says both."""
    return queue_notice(
        f"summary/{monday}/{user_id}",
        user_id,
        AccountMail.WEEKLY_SUMMARY,
        Addressee.OWNER,
        now=real,
        caused_at=begin_of(monday),
    )


def _keep_place(table: Table, monday: date, start: str | None, real: datetime) -> None:
    """Keep where the next run goes on; two runs at once may queue twice, which is once."""
    row: dict[str, Any] = {**SUMMARY_RUN.columns(monday.isoformat()), "done": start is None}
    table.put({**row, "start": start or "", "expires_s": SUMMARY_RUN.expires_s(real)})
