"""How durations are kept: one small row a finished step, that leads to no dossier.

`STATS#<operator>#<space>#<step>` / `<instant>#<mark>`: days, and the end of its life. The mark is
a hash of the dossier and of the event, so that the same event never counts twice.
"""

import hashlib
from datetime import datetime

from chalicelib.aws.items import Item
from chalicelib.aws.table import Table
from chalicelib.rows.instants import stamp
from chalicelib.rows.leads import DURATION

NEWEST = 200
"""How many durations an estimate rests on at most."""


def duration_row(
    pk: str, reached_at: datetime, days: int, *, dossier_id: str, event_id: str, kept_at: datetime
) -> Item:
    """Write the row of one finished step."""
    mark = hashlib.sha256(f"{dossier_id}/{event_id}".encode()).hexdigest()[:24]
    keys = {"pk": pk, "sk": DURATION.sk(stamp(reached_at), mark)}
    return {**keys, "days": days, "expires_s": DURATION.expires_s(kept_at)}


def list_durations(table: Table, pk: str) -> tuple[int, ...]:
    """List the newest durations of a step, in days: one query."""
    page = table.query(pk, newest_first=True, limit=NEWEST)
    return tuple(int(item["days"]) for item in page.items)
