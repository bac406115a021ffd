"""Change a document of the library: the way of every case, for agents and the platform alone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from chalicelib.audit.model import Actor
from chalicelib.aws.table import Table
from chalicelib.cases.change import change_case
from chalicelib.cases.model import CaseChange
from chalicelib.partner_library.decisions import Decided
from chalicelib.partner_library.kind import LIBRARY_ITEM, STATUSES, LibraryCase
from chalicelib.partner_library.model import LibraryItem
from chalicelib.partner_library.shelf import forget_shelf
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import require


def change_item(
    item_id: str,
    decide: Callable[[LibraryItem], Decided | None],
    *,
    by: Actor,
    table: Table | None = None,
) -> LibraryItem:
    """Change a document as `decide` says and give it as it stands; None of it changes nothing.

    Raises NotAllowed, and as `change_case`.
    """

    def decide_case(case: LibraryCase, _now: datetime) -> CaseChange | None:
        decided = decide(case.data)
        if decided is None:
            return None
        status = STATUSES.moves.get((case.head.status, decided.act), case.head.status)
        return CaseChange(decided.act, replace(case.head, status=status, data=decided.item))

    return change_document(item_id, decide_case, by=by, table=table)


def change_document(
    item_id: str,
    decide: Callable[[LibraryCase, datetime], CaseChange | None],
    *,
    by: Actor,
    table: Table | None = None,
) -> LibraryItem:
    """Change a document or its versions; raises as `change_item`."""
    require_agent(by)
    case = change_case(LIBRARY_ITEM, item_id, decide, by=by, table=table)
    forget_shelf()
    return case.data


def require_agent(by: Actor) -> None:
    """Refuse whoever is neither an agent nor the platform itself (NotAllowed)."""
    require(by, Connection.KEEP_LIBRARY)
