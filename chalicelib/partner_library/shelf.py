"""The shelf: what stands at the top of a reader's list, kept for a minute in this process.

The list of dossiers costs two calls, a bar of its own, and the library changes a few times a
year: each process asks for it once a minute (one query), not once a page. Whoever opens a
document is checked anew, so a withdrawn one is gone at once.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.audit.model import Actor
from chalicelib.aws.clock import real_now
from chalicelib.aws.table import Table, open_table
from chalicelib.partner_library.model import LibraryItem, in_order, may_read

KEPT_FOR = timedelta(minutes=1)


@dataclass(slots=True)
class _Shelf:
    """What was read, from which table, when (real time)."""

    table: Table | None = None
    read_at: datetime | None = None
    items: tuple[LibraryItem, ...] = ()

    def is_fresh(self, table: Table, real: datetime) -> bool:
        """Whether it may be shown again."""
        if self.table is not table or self.read_at is None:
            return False
        return timedelta(0) <= real - self.read_at < KEPT_FOR


_kept = _Shelf()


def list_shelf(
    *, by: Actor, table: Table | None = None, real: datetime | None = None
) -> tuple[LibraryItem, ...]:
    """List what is on the shelf for a reader, in its order; at most a minute old."""
    table, real = table or open_table(), real or real_now()
    if not _kept.is_fresh(table, real):
        from chalicelib.partner_library.store import read_items

        shown = tuple(item for item in read_items(table) if item.is_shown)
        _kept.table, _kept.read_at, _kept.items = table, real, in_order(shown)
    return tuple(item for item in _kept.items if may_read(by, item))


def forget_shelf() -> None:
    """Forget what was kept: this process has just changed the library."""
    _kept.table = None
