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
from chalicelib.dossiers.attention import EVEN_OVER, WATCHED, Reason, list_unreviewed
from chalicelib.dossiers.model import Dossier, Head
from chalicelib.dossiers.store import AGENTS_SK, dossier_pk, lane_pk, stamp, tasks_pk
from chalicelib.dossiers.taken import TAKEN_SK, Taken, read_taken
from chalicelib.dossiers.tasks import Task, list_tasks

US, OTHERS, REVIEW = "us", "others", str(Reason.TO_REVIEW)
"""The lanes: what waits for us, of which pieces to look at; and what does not."""

WAITS_PREFIX = "WAITS#"
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
    current = dossier.rows.get(AGENTS_SK)
    if not head.is_open:
        reasons = tuple(reason for reason in reasons if reason in EVEN_OVER)
    waits = _update_waits(dossier, reasons, now)
    pk = dossier_pk(head.dossier_id)
    if not head.is_open and not reasons:
        over = (sk for sk in (AGENTS_SK, TAKEN_SK) if sk in dossier.rows)
        return (*waits, *(Delete(pk, sk) for sk in over))
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
        "pk": dossier_pk(head.dossier_id),
        "sk": AGENTS_SK,
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
        place = (lane_pk(OTHERS), dossier.head.status)
        if current and (current["wk"], current["status"]) == place:
            since = current["wa"]
    return {"since": since, "wk": lane_pk(lane), "wa": since}


def _since(dossier: Dossier, reason: Reason, now: datetime) -> str:
    """Say since when a reason holds: pieces tell it themselves, any other reason its own row."""
    if reason is Reason.TO_REVIEW:
        accepted = [one.decided_at or one.created_at for one in list_unreviewed(dossier)]
        sent = dossier.head.submitted_at
        since = min(accepted, default=now)
        return stamp(min(now, max(since, sent) if sent else since))
    row = dossier.rows.get(waits_sk(reason))
    return str(row["wa"]) if row else stamp(now)


def waits_sk(reason: Reason) -> str:
    """Give the sort key of the row that says since when a reason holds."""
    return f"{WAITS_PREFIX}{reason}"


def _update_waits(
    dossier: Dossier, reasons: tuple[Reason, ...], now: datetime
) -> tuple[Operation, ...]:
    dossier_id = dossier.head.dossier_id
    pk = dossier_pk(dossier_id)
    operations: list[Operation] = []
    for reason in Reason:
        sk, holds = waits_sk(reason), reason in reasons
        if reason is Reason.TO_REVIEW or holds == (sk in dossier.rows):
            continue
        place = {"dossier_id": dossier_id, "wk": lane_pk(reason), "wa": stamp(now)}
        operations.append(Put({"pk": pk, "sk": sk, **place}) if holds else Delete(pk, sk))
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
    since, known, _id = (*str((current or {}).get("fs", "")).split("#"), "", "")[:3]
    order = f"{since if known == what else stamp(now)}#{what}#{head.dossier_id}"
    return {"fk": tasks_pk(head.firm_id), "fs": order}
