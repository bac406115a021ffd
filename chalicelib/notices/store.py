"""How notices are kept: rows of their dossier, found by the work index while something is due.

Every change of a notice is one transaction under its version, with the tally of the day it
touches, so that the sender's reputation is counted exactly however often things are retried.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import msgspec

from chalicelib.aws.items import Item, Operation, Put, Update
from chalicelib.aws.table import ConditionFailed, Table
from chalicelib.aws.trouble import TransientError
from chalicelib.notices.model import Bounce, Notice
from chalicelib.notices.notices_of import notice_from_item
from chalicelib.notices.reputation import WINDOW, Tally, sum_tallies
from chalicelib.rows.beside import NOTICE
from chalicelib.rows.instants import stamp
from chalicelib.rows.listings import UNSENT
from chalicelib.rows.model import Row
from chalicelib.rows.people import FIRM_MAILS, OWN_NOTICE
from chalicelib.rows.service import MAIL, MAILS_OF_DAY, RESUMED
from chalicelib.rows.visitors import ASKERS_NOTICE, UNREACHABLE

log = logging.getLogger(__name__)

USER_IDS, QUESTION_IDS = "usr_", "ctc_"
"""How the ids begin of those who are no dossier, and have mails."""

ATTEMPTS = 8
PAGE = 50


def notice_row(owner_id: str) -> Row:
    """Give the kind of a notice's row: of its dossier, of its user, or of somebody's question."""
    if owner_id.startswith(USER_IDS):
        return OWN_NOTICE
    return ASKERS_NOTICE if owner_id.startswith(QUESTION_IDS) else NOTICE


def notice_to_item(notice: Notice) -> Item:
    """Write a notice's row; the replay finds it from `look_at` on. One about an account fades."""
    item: Item = msgspec.to_builtins(notice)
    row = notice_row(notice.case_id)
    item |= row.columns(notice.case_id, notice.notice_id)
    if row.life:
        item["expires_s"] = row.expires_s(notice.created_at)
    if notice.look_at:
        item |= UNSENT.entry(at=stamp(notice.look_at))
    return item


def find_notice(table: Table, case_id: str, notice_id: str) -> Notice | None:
    """Find a notice, strongly read."""
    item = table.get(*notice_row(case_id).key(case_id, notice_id), consistent=True)
    return notice_from_item(item) if item else None


def add_notice(table: Table, notice: Notice) -> bool:
    """Add a notice unless its cause already made it; say whether it is new."""
    try:
        table.put(notice_to_item(notice), absent=True)
    except ConditionFailed:
        return False
    return True


def change_notice(
    table: Table,
    case_id: str,
    notice_id: str,
    decide: Callable[[Notice], Notice],
    *,
    now: datetime,
    also: tuple[Operation, ...] = (),
) -> Notice | None:
    """Change a notice as `decide` says and give it as it is after; None when there is none.

    `decide` is pure, and deciding on its own result must change nothing: that makes a reply
    lost after the write harmless. `also` is written with the change. `now` is real time.
    """
    for _attempt in range(ATTEMPTS):
        notice = find_notice(table, case_id, notice_id)
        if notice is None:
            return None
        decided = decide(notice)
        if decided == notice:
            return notice
        after = replace(decided, version=notice.version + 1)
        put = Put(notice_to_item(after), expect={"version": notice.version})
        try:
            table.transact([put, *_tally_operations(notice, after, now), *also])
        except ConditionFailed:
            continue
        return after
    raise TransientError("dynamodb", "notice contended")


def tally_of(before: Notice, after: Notice) -> Tally:
    """Count what a change adds: a mail sent, a permanent bounce, a complaint; each once a notice."""
    permanent = Bounce.PERMANENT
    return Tally(
        sent=int(before.sent_at is None and after.sent_at is not None),
        bounced=int(before.bounce is not permanent and after.bounce is permanent),
        complained=int(before.complained_at is None and after.complained_at is not None),
    )


def _tally_operations(before: Notice, after: Notice, now: datetime) -> tuple[Update, ...]:
    tally = tally_of(before, after)
    if tally == Tally():
        return ()
    counts = {"sent": tally.sent, "bounced": tally.bounced, "complained": tally.complained}
    moved = {name: by for name, by in counts.items() if by}
    whole = Update(*MAILS_OF_DAY.key(now), add=moved)
    if not after.firm_id:
        return (whole,)
    expires = {"expires_s": FIRM_MAILS.expires_s(now)}
    return whole, Update(*FIRM_MAILS.key(after.firm_id, now), add=moved, set=expires)


def load_tally(table: Table, now: datetime) -> Tally:
    """Add up the days of the reputation's window since sending was last resumed: one query."""
    rows = table.query(MAIL.pk(), newest_first=True, limit=WINDOW.days + 1).items
    resumed = next((row for row in rows if RESUMED.is_row(row)), None)
    since = max(
        MAILS_OF_DAY.sk(now - WINDOW + timedelta(days=1)), resumed["day_sk"] if resumed else ""
    )
    days = [_tally_from(row) for row in rows if not RESUMED.is_row(row) and row["sk"] >= since]
    forgiven = _tally_from(resumed) if resumed and resumed["day_sk"] == since else Tally()
    return sum_tallies(days) - forgiven


def put_resumed(table: Table, by: str, now: datetime) -> Put:
    """Write the operation that forgives what came back until now; today's later mails count."""
    today = table.get(*MAILS_OF_DAY.key(now), consistent=True) or {}
    counts = {name: today.get(name, 0) for name in ("sent", "bounced", "complained")}
    row = {**RESUMED.columns(), "day_sk": MAILS_OF_DAY.sk(now), "by": by}
    return Put({**row, **counts, "at": now.isoformat()})


def _tally_from(row: Mapping[str, Any]) -> Tally:
    return Tally(row.get("sent", 0), row.get("bounced", 0), row.get("complained", 0))


def list_to_look_at(
    table: Table, now: datetime, *, start: str | None = None
) -> tuple[tuple[Notice, ...], str | None]:
    """List a page of the notices to look at by now, longest due first, and the next cursor.

    One that cannot be read is told and left out: it keeps no other from being sent.
    """
    page = table.query(UNSENT.pk(), index="work", up_to=stamp(now), limit=PAGE, start=start)
    return tuple(_readable(page.items)), page.next


def _readable(items: Iterable[Item]) -> Iterator[Notice]:
    for item in items:
        try:
            yield notice_from_item(item)
        except ValueError:
            log.exception("notice cannot be read", extra={"partition": item["pk"]})


def put_unreachable(address_print: str, reason: str, now: datetime) -> Put:
    """Write the operation that remembers an address which refused us for good."""
    return Put(
        {
            **UNREACHABLE.columns(address_print),
            "reason": reason,
            "at": now.isoformat(),
            "expires_s": UNREACHABLE.expires_s(now),
        }
    )
