"""List the library for agents: every document in order, or one with its versions and journal."""

from dataclasses import dataclass

from chalicelib.audit.model import Actor
from chalicelib.aws.table import Table, open_table
from chalicelib.cases.files.model import CaseFile, FileState
from chalicelib.cases.load import load_case
from chalicelib.partner_library.change_item import require_agent
from chalicelib.partner_library.kind import LIBRARY_ITEM
from chalicelib.partner_library.model import LibraryItem, Record, in_order
from chalicelib.partner_library.store import read_items, read_records


@dataclass(frozen=True, slots=True)
class ItemWhole:
    """A document with its versions and the last lines of its journal, newest first."""

    item: LibraryItem
    versions: tuple[CaseFile, ...]
    records: tuple[Record, ...]

    @property
    def is_pending(self) -> bool:
        """Whether a version waits for its verdict."""
        return any(version.state is FileState.PENDING for version in self.versions)


def list_library(*, by: Actor, table: Table | None = None) -> tuple[LibraryItem, ...]:
    """List every document, withdrawn and unpublished ones too: one query. Agents only."""
    require_agent(by)
    return in_order(read_items(table or open_table(), consistent=True))


def load_item(item_id: str, *, by: Actor, table: Table | None = None) -> ItemWhole:
    """Load a document with its versions and journal: two calls. Raises NotFound, NotAllowed."""
    require_agent(by)
    table = table or open_table()
    case = load_case(LIBRARY_ITEM, item_id, seen_by=by, table=table)
    versions = sorted(case.files, key=lambda one: one.number, reverse=True)
    return ItemWhole(case.data, tuple(versions), read_records(table, item_id))
