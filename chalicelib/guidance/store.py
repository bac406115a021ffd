"""How the list of videos is kept: one row, written on condition of its revision."""

import msgspec

from chalicelib.aws.items import Item, Put
from chalicelib.aws.table import Table
from chalicelib.guidance.model import Shelf
from chalicelib.rows.service import VIDEOS


def read_shelf(table: Table, *, consistent: bool = False) -> Shelf:
    """Read the list, in one call; an empty one when none was written."""
    row = table.get(*VIDEOS.key(), consistent=consistent)
    return msgspec.convert(row, Shelf) if row else Shelf()


def put_shelf(shelf: Shelf) -> Put:
    """Write the operation that keeps the list, if it still is the one that was read."""
    row: Item = msgspec.to_builtins(shelf) | VIDEOS.columns()
    if shelf.revision == 1:
        return Put(row, absent=True)
    return Put(row, expect={"revision": shelf.revision - 1})
