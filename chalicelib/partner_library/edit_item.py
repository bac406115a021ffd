"""What agents do to a document of the library: edit its sheet, move it, withdraw it, restore it."""

from chalicelib.audit.model import Actor
from chalicelib.aws.table import Table, open_table
from chalicelib.partner_library import decisions, store
from chalicelib.partner_library.change_item import change_item, require_agent
from chalicelib.partner_library.model import LibraryItem, Sheet


def edit_item(item_id: str, sheet: Sheet, *, by: Actor, table: Table | None = None) -> LibraryItem:
    """Write another sheet. Raises NotFound, NotAllowed."""
    return change_item(item_id, lambda one: decisions.edit(one, sheet), by=by, table=table)


def withdraw_item(item_id: str, *, by: Actor, table: Table | None = None) -> LibraryItem:
    """Take a document off the shelf: nobody but agents reads it from now on."""
    return change_item(item_id, decisions.withdraw, by=by, table=table)


def restore_item(item_id: str, *, by: Actor, table: Table | None = None) -> LibraryItem:
    """Put a withdrawn document back on the shelf."""
    return change_item(item_id, decisions.restore, by=by, table=table)


def move_item(item_id: str, position: int, *, by: Actor, table: Table | None = None) -> LibraryItem:
    """Make a document the `position`-th of the library, counted from 1: the same twice as once."""
    require_agent(by)
    table = table or open_table()
    place = decisions.place_at(store.read_items(table, consistent=True), item_id, position)
    return change_item(item_id, lambda one: decisions.move(one, place), by=by, table=table)
