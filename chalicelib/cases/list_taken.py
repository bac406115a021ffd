"""List the cases that an agent looks after, and load who looks after some: a fixed number of calls."""

from collections.abc import Mapping, Sequence
from itertools import batched
from typing import Any

from chalicelib.aws.table import BATCH_GET_ITEMS, Page, Table
from chalicelib.cases.kind import AnyKind
from chalicelib.cases.taken import Taken, taken_of
from chalicelib.refusals import InvalidCursor
from chalicelib.rows.cases import CASE, TAKEN
from chalicelib.rows.listings import TAKEN_BY


def load_taken(case_ids: Sequence[str], *, table: Table) -> Mapping[str, Taken]:
    """Load who looks after cases, by id, a hundred a call; those of nobody are left out.

    For lists that ask the policy about each case: nobody's sight is asked here.
    """
    keys = [TAKEN.key(one) for one in dict.fromkeys(case_ids)]
    rows = (
        row for some in batched(keys, BATCH_GET_ITEMS, strict=False) for row in _get(table, some)
    )
    return {CASE.id_in(row["pk"]): taken_of(row) for row in rows}


def list_taken(
    kind: AnyKind, agent_id: str, *, table: Table, most: int, start: str | None = None
) -> tuple[tuple[str, ...], str | None]:
    """List the ids of a page of an agent's own cases of a kind, longest theirs first; the next cursor.

    Raises InvalidCursor for a cursor of another list.
    """
    try:
        page: Page = table.query(
            TAKEN_BY.pk(kind.name, agent_id), index=TAKEN_BY.index_name, limit=most, start=start
        )
    except ValueError as error:
        raise InvalidCursor from error
    return tuple(CASE.id_in(row["pk"]) for row in page.items), page.next


def _get(table: Table, keys: Sequence[tuple[str, str]]) -> Sequence[Mapping[str, Any]]:
    return table.batch_get(list(keys), consistent=True)
