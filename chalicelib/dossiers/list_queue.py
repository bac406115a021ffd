"""List what waits for agents, longest first: a fixed number of calls, at any volume.

A lane is one query, or two at once where pieces to look at stand beside the rest; the dossiers of
one reason, or of one agent, are a query of their keys and a batch of their rows. A filter reads
200 rows at most (100 where they are fetched), shows what it keeps, and goes on from there.
"""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from chalicelib.audit.model import Actor
from chalicelib.aws.cursors import write_cursor
from chalicelib.aws.items import Item, item_to_wire
from chalicelib.aws.table import BATCH_GET_ITEMS, Page, Table, open_table
from chalicelib.dossiers.agents_rows import OTHERS, REVIEW, US
from chalicelib.dossiers.attention import Reason
from chalicelib.dossiers.model import KIND_NAME, Space
from chalicelib.dossiers.queue_filter import ANYBODY, MINE, NOBODY, WHOLE_QUEUE, QueueFilter
from chalicelib.dossiers.statuses import Status
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import require
from chalicelib.refusals import InvalidCursor
from chalicelib.rows.cases import AGENTS, CASE
from chalicelib.rows.instants import stamp
from chalicelib.rows.listings import LANE, TAKEN_BY

PAGE = 25
READ_AT_MOST = 200
COUNTED = 99
"""A counter knows no more: beyond, it says that there are more."""

MOST_AT_ONCE = 8
"""Queries under way at a time: fewer than the client has connections."""

OWN = "mine"
"""The list of the dossiers that the reader took."""

LANES = frozenset({US, OTHERS, REVIEW})
"""The lists whose own rows say all that is shown."""

LISTS = frozenset({*LANES, *Reason, OWN})
"""All lists by name."""

BEGINNING, OVER = "0", "x"
"""In a cursor: a key of which nothing was shown yet, and one that has no more."""


@dataclass(frozen=True, slots=True)
class AgentLine:
    """A sent dossier as the agents' queue shows it; `reasons` say what waits for us.

    `since` is the longest of its waits for us, or when it came to its status; of one reason's list,
    since when that reason holds; of one's own, since when one has it.
    """

    dossier_id: str
    reference: str
    status: Status
    operator: str
    last_name: str
    first_name: str
    city: str
    reasons: tuple[str, ...]
    since: datetime
    space: Space = Space.SMALL
    taken_by: str = ""
    taken_name: str = ""
    taken_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class QueuePage:
    """A page of the queue, the cursor of the next one, and how many dossiers were looked at."""

    lines: tuple[AgentLine, ...]
    next: str | None
    rows_read: int = 0


def list_queue(
    bucket: str = US,
    wanted: QueueFilter = WHOLE_QUEUE,
    *,
    by: Actor,
    now: datetime,
    start: str | None = None,
    most: int = PAGE,
    table: Table | None = None,
) -> QueuePage:
    """List a lane (`us`, `others`), the dossiers of a reason, or the agent's own (`mine`).

    Raises NotAllowed for whoever is no agent, InvalidCursor for a cursor of another list.
    """
    require(by, Connection.LIST_QUEUE)
    table = table or open_table()
    keys = keys_of(bucket, _holder(wanted, by) or by.person_id)
    limit = most if wanted.keeps_all else rows_of(bucket)
    up_to = stamp(now - timedelta(days=wanted.older_days)) if wanted.older_days else ""
    places = _read_places(start, keys)
    with ThreadPoolExecutor(MOST_AT_ONCE) as pool:
        asked = pool.map(lambda key: _ask(table, key, places[key], up_to, limit), keys)
        pages = dict(zip(keys, asked, strict=True))
    items = sorted((one for page in pages.values() for one in page.items), key=_order)[:limit]
    rows = {_dossier_of(one): one for one in items}
    if bucket not in LANES:
        rows = _load_rows(table, items)
    kept, seen = _keep(items, rows, wanted, by, most)
    following = write_places(pages, places, items[:seen], is_whole=seen == len(items))
    return QueuePage(tuple(kept), following, seen)


def rows_of(bucket: str) -> int:
    """Say how many rows of a list are looked at in one read: a hundred where they are fetched."""
    return READ_AT_MOST if bucket in LANES else BATCH_GET_ITEMS


def count_queue(
    buckets: Iterable[str], *, by: Actor, table: Table | None = None
) -> Mapping[str, int]:
    """Count lists of the queue, up to one more than a counter tells: one call a key, at once."""
    require(by, Connection.LIST_QUEUE)
    table = table or open_table()
    keys = {bucket: keys_of(bucket, by.person_id) for bucket in buckets}
    every = list(dict.fromkeys(key for some in keys.values() for key in some))
    with ThreadPoolExecutor(MOST_AT_ONCE) as pool:
        counted = pool.map(lambda key: table.count(key, index="work", most=COUNTED + 1), every)
        counts = dict(zip(every, counted, strict=True))
    return {
        bucket: min(sum(counts[key] for key in some), COUNTED + 1) for bucket, some in keys.items()
    }


def keys_of(bucket: str, agent_id: str) -> tuple[str, ...]:
    """Give the keys of the work index under which a list stands; the agent's id is for their own."""
    if bucket == OWN:
        return (TAKEN_BY.pk(KIND_NAME, agent_id),)
    if bucket == US:
        return (LANE.pk(REVIEW), LANE.pk(US))
    return (LANE.pk(bucket),)


def _ask(table: Table, key: str, place: str, up_to: str, limit: int) -> Page:
    if place == OVER:
        return Page(())
    start = None if place == BEGINNING else place
    try:
        return table.query(key, index="work", up_to=up_to, limit=limit, start=start)
    except ValueError as error:
        raise InvalidCursor from error


def _dossier_of(item: Mapping[str, Any]) -> str:
    return CASE.id_in(item["pk"])


def _order(item: Mapping[str, Any]) -> tuple[str, str]:
    return item["wa"], item["pk"]


def _load_rows(table: Table, items: Sequence[Item]) -> dict[str, Item]:
    """Load what the queue shows of dossiers, a hundred at most, in one call."""
    keys = [AGENTS.key(_dossier_of(one)) for one in items]
    found = table.batch_get(keys) if keys else ()
    return {row["dossier_id"]: row for row in found}


def _keep(
    items: Sequence[Item],
    rows: Mapping[str, Item],
    wanted: QueueFilter,
    by: Actor,
    most: int,
) -> tuple[list[AgentLine], int]:
    """Keep what the filter wants of rows in their order; say how many were looked at."""
    kept: list[AgentLine] = []
    for seen, item in enumerate(items, start=1):
        row = rows.get(_dossier_of(item))
        if row is None:
            continue
        line = read_line(row, item["wa"])
        if not _is_wanted(line, wanted, by):
            continue
        kept.append(line)
        if len(kept) == most:
            return kept, seen
    return kept, len(items)


def _is_wanted(line: AgentLine, wanted: QueueFilter, by: Actor) -> bool:
    return (
        wanted.operator in {"", line.operator}
        and wanted.status in {None, line.status}
        and wanted.space in {None, line.space}
        and (wanted.taken == ANYBODY or line.taken_by == _holder(wanted, by))
    )


def _holder(wanted: QueueFilter, by: Actor) -> str:
    """Give the id of the agent whose dossiers are wanted; empty for nobody's, and for any."""
    return {MINE: by.person_id, NOBODY: ""}.get(wanted.taken, wanted.taken)


def read_line(row: Mapping[str, Any], since: str) -> AgentLine:
    """Read a dossier's line from its row, with the instant that its list is ordered by."""
    names = ("dossier_id", "reference", "operator", "last_name", "first_name", "city")
    texts: dict[str, str] = {name: row[name] for name in names}
    taken_at = row.get("taken_at")
    return AgentLine(
        **texts,
        status=Status(row["status"]),
        reasons=tuple(row["reasons"]),
        since=datetime.fromisoformat(since),
        space=Space(row.get("space", Space.SMALL)),
        taken_by=row.get("taken_by", ""),
        taken_name=row.get("taken_name", ""),
        taken_at=datetime.fromisoformat(taken_at) if taken_at else None,
    )


def _read_places(start: str | None, keys: Sequence[str]) -> dict[str, str]:
    """Read a cursor: where each key goes on."""
    texts = start.split(".") if start else [BEGINNING] * len(keys)
    if len(texts) != len(keys):
        raise InvalidCursor
    return dict(zip(keys, texts, strict=True))


def write_places(
    pages: Mapping[str, Page],
    places: Mapping[str, str],
    shown: Sequence[Item],
    *,
    is_whole: bool,
) -> str | None:
    """Write where each key goes on after what was shown; None when none has more."""
    following: dict[str, str] = {}
    for key, page in pages.items():
        last = [one for one in shown if one["wk"] == key]
        if len(last) == len(page.items):
            following[key] = page.next or OVER
        elif last:
            place = {name: last[-1][name] for name in ("pk", "sk", *LANE.columns)}
            following[key] = write_cursor(item_to_wire(place)) or OVER  # a place is never empty
        else:
            following[key] = places[key]
    is_over = is_whole and all(place == OVER for place in following.values())
    return None if is_over else ".".join(following.values())
