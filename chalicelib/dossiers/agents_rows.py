"""The rows by which agents find a sent dossier: one for its lane, one for each rarer reason.

The row of the lane says all that the queue shows of a dossier. Pieces to look at are a lane of
their own, for nearly every dossier has some; any other reason has a small row, written when it
begins and removed when it ends, whose key says since when. So each list is a query, and what goes
its usual way writes nothing for it.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.aws.items import Delete, Item, Operation, Put
from chalicelib.cases.taken import Taken, read_taken
from chalicelib.dossiers.attention import EVEN_OVER, WATCHED, Reason, list_unreviewed
from chalicelib.dossiers.model import Dossier, Head
from chalicelib.dossiers.tasks import Task, list_tasks
from chalicelib.rows.cases import AGENTS, TAKEN, WAITS
from chalicelib.rows.instants import stamp
from chalicelib.rows.listings import LANE, TASKS

US, OTHERS, REVIEW = "us", "others", str(Reason.TO_REVIEW)
"""The lanes: what waits for us, of which pieces to look at; and what does not."""

OPTIONAL = ("fk", "taken_by")
"""What a lane's row does not always have: the firm's key of tasks, and who took the dossier."""


def update_agents_rows(
    dossier: Dossier, reasons: tuple[Reason, ...], now: datetime
) -> tuple[Operation, ...]:
    """Write the operations that keep the agents' rows true.

    A dossier that is over is listed only while its installer waits for a reading or an answer;
    then nobody looks after it any more.
    """
    head = dossier.head
    current = dossier.rows.get(AGENTS.sk())
    if not head.is_open:
        reasons = tuple(reason for reason in reasons if reason in EVEN_OVER)
    waits = _update_waits(dossier, reasons, now)
    if not head.is_open and not reasons:
        over = (row for row in (AGENTS, TAKEN) if row.sk() in dossier.rows)
        return (*waits, *(Delete(*row.key(head.dossier_id)) for row in over))
    wanted = agents_row(head, reasons, read_taken(dossier))
    wanted |= _place(dossier, reasons, current, now)
    wanted |= task_keys(head, list_tasks(dossier, reasons), current, now)
    known = current and {name: current.get(name) for name in (*wanted, *OPTIONAL)}
    if known == dict.fromkeys(OPTIONAL) | wanted:
        return waits
    return (*waits, Put(wanted))


def agents_row(head: Head, reasons: tuple[Reason, ...], taken: Taken | None) -> Item:
    """Write what the queue shows of a dossier, without its place in it."""
    row: Item = {
        **AGENTS.columns(head.dossier_id),
        "dossier_id": head.dossier_id,
        "reference": head.reference,
        "status": str(head.status),
        "operator": head.operator,
        "space": str(head.space),
        "last_name": head.last_name,
        "first_name": head.first_name,
        "city": head.city,
        "reasons": [str(reason) for reason in reasons],
    }
    if taken is not None:
        at = stamp(taken.at)
        row |= {"taken_by": taken.agent_id, "taken_name": taken.name, "taken_at": at}
    return row


def _place(
    dossier: Dossier,
    reasons: tuple[Reason, ...],
    current: Mapping[str, Any] | None,
    now: datetime,
) -> Item:
    """Give a dossier's lane and since when it stands there: the longest of its waits for us."""
    ours = [reason for reason in reasons if reason not in WATCHED]
    if ours:
        since = min(_since(dossier, reason, now) for reason in ours)
        lane = REVIEW if Reason.TO_REVIEW in ours else US
    else:
        since, lane = stamp(now), OTHERS
        place = (LANE.pk(OTHERS), dossier.head.status)
        if current and (current["wk"], current["status"]) == place:
            since = current["wa"]
    return {"since": since, **LANE.entry(lane, at=since)}


def _since(dossier: Dossier, reason: Reason, now: datetime) -> str:
    """Say since when a reason holds: pieces tell it themselves, any other reason its own row."""
    if reason is Reason.TO_REVIEW:
        accepted = [one.decided_at or one.created_at for one in list_unreviewed(dossier)]
        sent = dossier.head.submitted_at
        since = min(accepted, default=now)
        return stamp(min(now, max(since, sent) if sent else since))
    row = dossier.rows.get(WAITS.sk(reason))
    return str(row["wa"]) if row else stamp(now)


def _update_waits(
    dossier: Dossier, reasons: tuple[Reason, ...], now: datetime
) -> tuple[Operation, ...]:
    dossier_id = dossier.head.dossier_id
    operations: list[Operation] = []
    for reason in Reason:
        holds = reason in reasons
        if reason is Reason.TO_REVIEW or holds == (WAITS.sk(reason) in dossier.rows):
            continue
        row = WAITS.columns(dossier_id, reason) | LANE.entry(reason, at=stamp(now))
        begins, ends = Put({**row, "dossier_id": dossier_id}), Delete(row["pk"], row["sk"])
        operations.append(begins if holds else ends)
    return tuple(operations)


def task_keys(
    head: Head, tasks: tuple[Task, ...], current: Mapping[str, Any] | None, now: datetime
) -> dict[str, str]:
    """Write the keys by which the firm finds what it has to do, longest first; none without tasks.

    The order's key says since when and what: the list needs no attribute of its own.
    """
    if not tasks:
        return {}
    what = "+".join(tasks)
    since, known = _read_tasks(current or {})
    place = TASKS.place(since if known == what else stamp(now), what, head.dossier_id)
    return TASKS.entry(head.firm_id, at=place)


def _read_tasks(row: Mapping[str, Any]) -> tuple[str, str]:
    """Read since when the installer has which tasks, from the place of a dossier's row."""
    place = row.get(TASKS.columns[1])
    if not place:
        return "", ""
    since, what, _dossier_id = TASKS.read_place(place)
    return since, what
