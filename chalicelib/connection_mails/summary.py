"""What a weekly summary says: what moved, what waits for the installer, what is commissioned (F68).

All of it is read when the mail leaves, in some thirty calls however many dossiers the firm has.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from chalicelib.accounts.weekly_summary import forget_summary, mint_ending, wants_summary
from chalicelib.audit.model import Actor
from chalicelib.aws.table import Table
from chalicelib.dossiers.list_commissionings import (
    Plant,
    count_statuses,
    list_announced,
    list_commissioned,
)
from chalicelib.dossiers.list_dossiers import Line
from chalicelib.dossiers.list_moves import Moved, list_moves
from chalicelib.dossiers.list_tasks_ahead import Ahead, TaskLine, list_tasks_ahead
from chalicelib.dossiers.status_labels import STATUSES, label_status
from chalicelib.dossiers.task_words import FINISH_DRAFT, TASKS
from chalicelib.notices.account_mail import AccountFacts, gather_account_facts
from chalicelib.notices.address import print_mail_address
from chalicelib.notices.model import Notice
from chalicelib.notices.queue_summaries import WEEK, begin_of
from chalicelib.notices.unneeded import Unneeded
from chalicelib.notices.unreachable import find_unreachable
from chalicelib.policy.roles import Role
from chalicelib.reference.days import legal_day
from chalicelib.words.translation import _, in_language, translate

AHEAD = timedelta(days=30)
MOST_TASKS = 15
OUTDATED_AFTER = timedelta(days=6)
"""A summary that could not leave for so long gives way to the next one."""


def gather_summary(notice: Notice, *, table: Table, now: datetime) -> AccountFacts:
    """Gather what the mail says, in its reader's language, with the link that ends it.

    `now` is real time. Unneeded when its reader ended it, cannot be reached or has left, when it
    is late by a week, and when nothing moved and nothing waits. Who has left is asked no more.
    """
    if now - notice.created_at > OUTDATED_AFTER:
        raise Unneeded("summary_outdated")
    found = gather_account_facts(notice, table=table, now=now)
    if found is None:
        table.write(forget_summary(notice.case_id))
        raise Unneeded("account_changed")
    if not wants_summary(notice.case_id, table=table):
        raise Unneeded("summary_ended")
    unreachable = find_unreachable(table, print_mail_address(found.email), now)
    if unreachable:
        raise Unneeded(f"address_{unreachable}")
    with in_language(found.language):
        said = _tell_week(notice, str(found.facts["firm_id"]), table)
    portal_url = str(found.facts["portal_url"])
    said["ending_url"] = portal_url + mint_ending(notice.case_id, now=now, table=table)
    return AccountFacts(found.email, {**found.facts, **said}, found.language)


def _tell_week(notice: Notice, firm_id: str, table: Table) -> dict[str, object]:
    until = notice.caused_at or notice.created_at
    monday = legal_day(until)
    since = begin_of(monday - WEEK)
    moves = list_moves(table, firm_id, since, until)
    by = Actor(notice.case_id, str(Role.INSTALLER), "queue", firm_id=firm_id)
    ahead = list_tasks_ahead(by=by, now=until, table=table)
    tasks = _tell_tasks(ahead)
    if not (moves.moved or tasks):
        raise Unneeded("nothing_new")
    commissioned, _next = list_commissioned(table, firm_id)
    week = [one for one in commissioned if one.closed_at and since <= one.closed_at < until]
    coming = list_announced(table, firm_id)
    return {
        "week_from": monday - WEEK,
        "week_to": monday - timedelta(days=1),
        "counts": _tell_counts(table, firm_id),
        "moved": [_tell_moved(one) for one in moves.moved],
        "has_more_moved": moves.has_more,
        "tasks": tasks[:MOST_TASKS],
        "has_more_tasks": len(tasks) > MOST_TASKS or ahead.next is not None,
        "commissioned": [_tell_plant(one) for one in week],
        "announced": [
            _tell_plant(one) for one in coming if one.on and monday <= one.on <= monday + AHEAD
        ],
    }


def _tell_counts(table: Table, firm_id: str) -> list[tuple[str, int]]:
    counts = count_statuses(table, firm_id)
    return [(translate(STATUSES[status]), number) for status, number in counts.items() if number]


def _tell_moved(moved: Moved) -> Mapping[str, object]:
    line = moved.line
    steps = [(step.at, translate(label_status(step.status, line.operator))) for step in moved.steps]
    return {**_tell_line(line), "steps": steps}


def _tell_tasks(ahead: Ahead) -> list[Mapping[str, object]]:
    """Tell of what waits for the installer, longest wait first: of sent dossiers and of drafts."""
    lines = sorted((*ahead.lines, *ahead.drafts), key=lambda line: line.since)
    return [
        {
            **_tell_line(line),
            "since": line.since,
            "what": [translate(TASKS[task]) for task in line.tasks] or [translate(FINISH_DRAFT)],
        }
        for line in lines
    ]


def _tell_plant(plant: Plant) -> Mapping[str, object]:
    return {**_tell_line(plant), "on": plant.on}


def _tell_line(line: Line | TaskLine | Plant) -> dict[str, object]:
    return {
        "dossier_id": line.dossier_id,
        "name": f"{line.last_name} {line.first_name}".strip() or translate(_("Sans nom")),
        "city": line.city,
    }
