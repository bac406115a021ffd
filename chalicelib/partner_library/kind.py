"""A document of the library as a kind of case: its journal and its versions are those of every case.

It says nothing of retention: it holds no client's data, and names agents alone, by pseudonymous ids.
"""

from collections.abc import Mapping
from typing import Final

from chalicelib.aws.items import Item
from chalicelib.cases.kind import Kind, Later, Statuses
from chalicelib.cases.model import CaseChange
from chalicelib.cases.plain import PlainCase, PlainCodec, PlainHead
from chalicelib.cases.projections import project_retention, project_rows
from chalicelib.partner_library.model import Act, LibraryItem
from chalicelib.partner_library.store import item_to_row
from chalicelib.policy.connection import Connection
from chalicelib.policy.model import Facts
from chalicelib.rows.service import LIBRARY_DOCUMENT

KEPT: Final = "kept"
WITHDRAWN: Final = "withdrawn"
OURS: Final = "raccordo"
"""Whose documents they are: nobody's but the portal's own."""

STATUSES: Final = Statuses(
    KEPT, {(KEPT, Act.WITHDRAWN): WITHDRAWN, (WITHDRAWN, Act.RESTORED): KEPT}
)

type LibraryCase = PlainCase[LibraryItem]


def facts_of(head: PlainHead[LibraryItem]) -> Facts:
    """Tell the policy that a document is ours, nobody's in particular."""
    return Facts(head.case_id, created_by=head.created_by)


def shelf_rows(case: LibraryCase) -> Mapping[tuple[str, str], Item]:
    """Give the row by which one query reads the whole library."""
    item = case.data
    return {LIBRARY_DOCUMENT.key(item.item_id): item_to_row(item)}


LIBRARY_ITEM: Kind[LibraryCase, CaseChange] = Kind(
    name="library",
    prefix="lib",
    statuses=STATUSES,
    codec=PlainCodec("library", LibraryItem),
    see=Connection.KEEP_LIBRARY,
    change=Connection.KEEP_LIBRARY,
    facts=facts_of,
    projections=(project_rows(shelf_rows), project_retention),
    slots=Later("chalicelib.partner_library.slots:SLOTS"),
)
