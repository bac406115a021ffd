"""How durations are kept: one small row a finished step, that leads to no dossier.

`STATS#<operator>#<space>#<step>` / `<instant>#<mark>`: days, and the end of its life. The mark is
a hash of the dossier and of the event, so that the same event never counts twice.
"""

import hashlib
from datetime import datetime

from chalicelib.aws.items import Item
from chalicelib.aws.table import Table
from chalicelib.dossiers.kinds import Milestone
from chalicelib.dossiers.model import Space

NEWEST = 200
"""How many durations an estimate rests on at most."""


def durations_pk(operator: str, space: Space, step: Milestone) -> str:
    """Give the partition of an operator's durations of a step, in one space."""
    return f"STATS#{operator}#{space}#{step}"


def duration_row(
    pk: str, reached_at: datetime, days: int, *, dossier_id: str, event_id: str, expires_s: int
) -> Item:
    """Write the row of one finished step."""
    mark = hashlib.sha256(f"{dossier_id}/{event_id}".encode()).hexdigest()[:24]
    sk = f"{reached_at.isoformat(timespec='microseconds')}#{mark}"
    return {"pk": pk, "sk": sk, "days": days, "expires_s": expires_s}


def list_durations(table: Table, pk: str) -> tuple[int, ...]:
    """List the newest durations of a step, in days: one query."""
    page = table.query(pk, newest_first=True, limit=NEWEST)
    return tuple(int(item["days"]) for item in page.items)
