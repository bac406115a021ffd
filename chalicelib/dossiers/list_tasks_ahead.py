"""List what an installer's firm has to do, longest wait first: three queries, at any volume."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.audit.model import Actor
from chalicelib.aws.items import Item
from chalicelib.aws.table import Table, open_table
from chalicelib.dossiers.model import Space
from chalicelib.dossiers.statuses import Status
from chalicelib.dossiers.tasks import Task
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import require
from chalicelib.refusals import InvalidCursor
from chalicelib.rows.instants import stamp
from chalicelib.rows.listings import OF_STATUS, TASKS

PAGE = 25
MOST_DRAFTS = 10
"""Drafts of each space that are shown: the list by status has them all."""
FORGOTTEN_AFTER = timedelta(days=7)
"""A draft that nobody touched for so long is shown again (practice)."""


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A dossier that waits for its installer, since when and for what; no task is a draft's."""

    dossier_id: str
    last_name: str
    first_name: str
    city: str
    reference: str
    status: Status
    operator: str
    since: datetime
    tasks: tuple[Task, ...] = ()


@dataclass(frozen=True, slots=True)
class Ahead:
    """What a firm has to do: sent dossiers a page at a time, and the drafts left lying."""

    lines: tuple[TaskLine, ...]
    drafts: tuple[TaskLine, ...]
    next: str | None


def list_tasks_ahead(
    *, by: Actor, now: datetime, start: str | None = None, table: Table | None = None
) -> Ahead:
    """List a firm's tasks, longest wait first; drafts stand on the first page alone.

    NotAllowed for whoever has no firm, InvalidCursor for a cursor of another list.
    """
    require(by, Connection.LIST_FIRM)
    table = table or open_table()
    try:
        page = table.query(TASKS.pk(by.firm_id), index="by_firm", limit=PAGE, start=start)
    except ValueError as error:
        raise InvalidCursor from error
    drafts = () if start else _list_drafts(table, by.firm_id, now - FORGOTTEN_AFTER)
    return Ahead(tuple(_task_line(item) for item in page.items), drafts, page.next)


def _list_drafts(table: Table, firm_id: str, before: datetime) -> tuple[TaskLine, ...]:
    found: list[TaskLine] = []
    for space in Space:
        pk = OF_STATUS.pk(firm_id, space, Status.DRAFT)
        page = table.query(pk, index="by_status", up_to=stamp(before), limit=MOST_DRAFTS)
        found += [_line(item, datetime.fromisoformat(item["updated_at"])) for item in page.items]
    return tuple(sorted(found, key=lambda line: line.since))


def _task_line(item: Item) -> TaskLine:
    since, what, _id = TASKS.read_place(item[TASKS.columns[1]])
    return _line(item, datetime.fromisoformat(since), tuple(Task(one) for one in what.split("+")))


def _line(item: Item, since: datetime, tasks: tuple[Task, ...] = ()) -> TaskLine:
    names = ("dossier_id", "last_name", "first_name", "city", "reference", "operator")
    texts: dict[str, str] = {name: item.get(name, "") for name in names}
    return TaskLine(**texts, status=Status(item["status"]), since=since, tasks=tasks)
