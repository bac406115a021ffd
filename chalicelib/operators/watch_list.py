"""The list of an operator's open requests, read in batches of those that are due."""

from collections.abc import Iterator
from dataclasses import dataclass

from chalicelib.aws.cursors import write_cursor
from chalicelib.aws.items import item_to_wire
from chalicelib.aws.table import Table
from chalicelib.operators.cadence import is_due
from chalicelib.operators.health import Health
from chalicelib.operators.model import MOST_IN_A_BATCH
from chalicelib.operators.rows import Watch, read_watch
from chalicelib.rows.beside import WATCH
from chalicelib.rows.listings import WATCHED

LIST_PAGE = 1000


@dataclass(frozen=True, slots=True)
class Batch:
    """Requests to ask about together; the list has been read `after` one place and `up_to` another."""

    after: str
    up_to: str
    watches: tuple[Watch, ...]


def list_batches(table: Table, health: Health) -> Iterator[Batch]:
    """List what is due in the pass, from where it has come to, a hundred at a time."""
    after, due = health.cursor, list[Watch]()
    for watch in _list_watches(table, health.operator, health.cursor):
        if _is_due(watch, health):
            due.append(watch)
        if len(due) == MOST_IN_A_BATCH:
            yield Batch(after, watch.place, tuple(due))
            after, due = watch.place, []
    if due:
        yield Batch(after, due[-1].place, tuple(due))


def _is_due(watch: Watch, health: Health) -> bool:
    if health.pass_at is None:
        return False
    queued = any(after < watch.place <= up_to for after, up_to in health.queued)
    return queued or is_due(watch.filed_at, health.passed_at, health.pass_at)


def _list_watches(table: Table, operator: str, place: str) -> Iterator[Watch]:
    start = _start_after(operator, place)
    while True:
        page = table.query(WATCHED.pk(operator), index="work", limit=LIST_PAGE, start=start)
        yield from map(read_watch, page.items)
        start = page.next
        if start is None:
            return


def _start_after(operator: str, place: str) -> str | None:
    """The cursor that goes on after a place of the list."""
    if not place:
        return None
    _filed, dossier_id, number = WATCHED.read_place(place)
    key = WATCH.columns(dossier_id, int(number)) | WATCHED.entry(operator, at=place)
    return write_cursor(item_to_wire(key))
