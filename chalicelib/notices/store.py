"""How notices are kept: rows of their dossier, found by the work index while something is due.

Every change of a notice is one transaction under its version, with the tally of the day it
touches, so that the sender's reputation is counted exactly however often things are retried.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import msgspec

from chalicelib.aws.items import Item, Operation, Put, Update
from chalicelib.aws.table import ConditionFailed, Table
from chalicelib.aws.trouble import TransientError
from chalicelib.dossiers.model import Dossier
from chalicelib.notices.model import Addressee, Bounce, Notice
from chalicelib.notices.reputation import WINDOW, Tally, sum_tallies

NOTICE_PREFIX = "NOTICE#"
WORK = "NOTICE"
TALLIES_PK, RESUMED_SK = "MAIL", "RESUMED"
ATTEMPTS = 8
PAGE = 50
OWNERS_LIFE = timedelta(days=90)
"""How long a mail about an account is remembered."""

UNREACHABLE_LIFE = timedelta(days=180)
"""How long an address that refused us for good is spared; then it may be tried again."""


def notice_sk(notice_id: str) -> str:
    """Give the sort key of a notice in its dossier's partition."""
    return f"{NOTICE_PREFIX}{notice_id}"


def notice_pk(owner_id: str) -> str:
    """Give the partition of a notice: that of its dossier, or of its user."""
    return f"U#{owner_id}" if owner_id.startswith("usr_") else f"D#{owner_id}"


def notice_to_item(notice: Notice) -> Item:
    """Write a notice's row; the replay finds it from `look_at` on. One about an account fades."""
    item: Item = msgspec.to_builtins(notice)
    item |= {"pk": notice_pk(notice.dossier_id), "sk": notice_sk(notice.notice_id)}
    if notice.addressee in {Addressee.OWNER, Addressee.ASKER}:
        item["expires_s"] = int((notice.created_at + OWNERS_LIFE).timestamp())
    if notice.look_at:
        item |= {"wk": WORK, "wa": stamp(notice.look_at)}
    return item


def stamp(at: datetime) -> str:
    """Write an instant so that text order is time order."""
    return at.isoformat(timespec="microseconds")


def notice_from_item(item: Mapping[str, Any]) -> Notice:
    """Read a notice back, from its row or from the work index."""
    return msgspec.convert(dict(item), Notice)


def list_notices(dossier: Dossier) -> tuple[Notice, ...]:
    """List the notices of a dossier that was loaded whole, oldest first."""
    rows = (row for sk, row in dossier.rows.items() if sk.startswith(NOTICE_PREFIX))
    return tuple(sorted(map(notice_from_item, rows), key=lambda one: (one.event_seq, one.kind)))


def find_notice(table: Table, dossier_id: str, notice_id: str) -> Notice | None:
    """Find a notice, strongly read."""
    item = table.get(notice_pk(dossier_id), notice_sk(notice_id), consistent=True)
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
    dossier_id: str,
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
        notice = find_notice(table, dossier_id, notice_id)
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
    return (Update(TALLIES_PK, day_sk(now), add={name: by for name, by in counts.items() if by}),)


def day_sk(at: datetime) -> str:
    """Give the sort key of a day's tally (real time, UTC)."""
    return f"DAY#{at:%Y-%m-%d}"


def load_tally(table: Table, now: datetime) -> Tally:
    """Add up the days of the reputation's window since sending was last resumed: one query."""
    rows = table.query(TALLIES_PK, newest_first=True, limit=WINDOW.days + 1).items
    resumed = next((row for row in rows if row["sk"] == RESUMED_SK), None)
    since = max(day_sk(now - WINDOW + timedelta(days=1)), resumed["day_sk"] if resumed else "")
    days = [_tally_from(row) for row in rows if row["sk"] != RESUMED_SK and row["sk"] >= since]
    forgiven = _tally_from(resumed) if resumed and resumed["day_sk"] == since else Tally()
    return sum_tallies(days) - forgiven


def put_resumed(table: Table, by: str, now: datetime) -> Put:
    """Write the operation that forgives what came back until now; today's later mails count."""
    today = table.get(TALLIES_PK, day_sk(now), consistent=True) or {}
    counts = {name: today.get(name, 0) for name in ("sent", "bounced", "complained")}
    row = {"pk": TALLIES_PK, "sk": RESUMED_SK, "day_sk": day_sk(now), "by": by}
    return Put({**row, **counts, "at": now.isoformat()})


def _tally_from(row: Mapping[str, Any]) -> Tally:
    return Tally(row.get("sent", 0), row.get("bounced", 0), row.get("complained", 0))


def list_to_look_at(
    table: Table, now: datetime, *, start: str | None = None
) -> tuple[tuple[Notice, ...], str | None]:
    """List a page of the notices to look at by now, longest due first, and the next cursor."""
    page = table.query(WORK, index="work", up_to=stamp(now), limit=PAGE, start=start)
    return tuple(map(notice_from_item, page.items)), page.next


def put_unreachable(address_print: str, reason: str, now: datetime) -> Put:
    """Write the operation that remembers an address which refused us for good."""
    return Put(
        {
            "pk": f"M#{address_print}",
            "sk": "MAIL",
            "reason": reason,
            "at": now.isoformat(),
            "expires_s": int((now + UNREACHABLE_LIFE).timestamp()),
        }
    )


def find_unreachable(table: Table, address_print: str, now: datetime) -> str | None:
    """Find why an address is not written to: `bounced`, `complained`, or None when it may be."""
    item = table.get(f"M#{address_print}", "MAIL", consistent=True)
    if item is None or item["expires_s"] <= now.timestamp():
        return None
    return str(item["reason"])
