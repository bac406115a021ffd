"""List the library for agents: every document in order, or one with its versions and journal."""

from dataclasses import dataclass

from chalicelib.audit.model import Actor
from chalicelib.aws.table import Table, open_table
from chalicelib.partner_library.change_item import require_agent
from chalicelib.partner_library.keys import is_item_id
from chalicelib.partner_library.model import LibraryItem, Record, Version, in_order
from chalicelib.partner_library.store import find_kept, read_items, read_records, read_versions
from chalicelib.refusals import NotFound


@dataclass(frozen=True, slots=True)
class ItemWhole:
    """A document with its versions and the last lines of its journal, newest first."""

    item: LibraryItem
    versions: tuple[Version, ...]
    records: tuple[Record, ...]

    @property
    def is_pending(self) -> bool:
        """Whether a version waits for its verdict."""
        return any(version.state == "pending" for version in self.versions)


def list_library(*, by: Actor, table: Table | None = None) -> tuple[LibraryItem, ...]:
    """List every document, withdrawn and unpublished ones too: one query. Agents only."""
    require_agent(by)
    return in_order(read_items(table or open_table(), consistent=True))


def load_item(item_id: str, *, by: Actor, table: Table | None = None) -> ItemWhole:
    """Load a document with its versions and journal: three calls. Raises NotFound, NotAllowed."""
    require_agent(by)
    table = table or open_table()
    kept = find_kept(table, item_id) if is_item_id(item_id) else None
    if kept is None:
        raise NotFound
    return ItemWhole(kept.item, read_versions(table, item_id), read_records(table, item_id))
