"""Which agent looks after a case of any kind: one row, written by an agent's own act alone.

Nobody has to take a case for it to go its way: the row tells colleagues who is at it. It goes when
the case is over, and with the person whose case it is.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from typing import Any

from chalicelib.aws.items import Delete, Operation, Put
from chalicelib.aws.table import BATCH_GET_ITEMS, Page, Table
from chalicelib.cases.kind import AnyKind, Projection
from chalicelib.cases.model import CaseChange, CaseLike
from chalicelib.refusals import InvalidCursor
from chalicelib.rows.cases import CASE, TAKEN
from chalicelib.rows.instants import stamp
from chalicelib.rows.listings import TAKEN_BY


@dataclass(frozen=True, slots=True)
class Taken:
    """An agent at work on a case, since when (business time), and what was left for them."""

    agent_id: str
    name: str
    at: datetime
    note: str = ""
    given_by: str = ""
    """The name of the colleague who handed it over, empty when the agent took it."""


def read_taken(case: CaseLike) -> Taken | None:
    """Say who looks after a case; None while nobody does."""
    row = case.rows.get(TAKEN.sk())
    return None if row is None else _taken_of(row)


def put_taken(kind: AnyKind, case_id: str, taken: Taken) -> Put:
    """Write the operation that says who looks after a case; their list finds it by this row."""
    return Put(
        {
            **TAKEN.columns(case_id),
            "agent_id": taken.agent_id,
            "name": taken.name,
            "at": stamp(taken.at),
            "note": taken.note,
            "given_by": taken.given_by,
            **TAKEN_BY.entry(kind.name, taken.agent_id, at=stamp(taken.at)),
        }
    )


def drop_taken(case_id: str) -> Delete:
    """Write the operation by which nobody looks after a case any more."""
    return Delete(*TAKEN.key(case_id))


def project_taken[C: CaseLike](may_be_followed: Callable[[C], bool]) -> Projection[C, Any]:
    """Have nobody look after a case any more once there is nothing to follow."""

    def project(
        _before: C | None, after: C, _change: CaseChange, _now: datetime
    ) -> Iterable[Operation]:
        if TAKEN.sk() in after.rows and not may_be_followed(after):
            yield drop_taken(after.head.case_id)

    return project


def load_taken(case_ids: Sequence[str], *, table: Table) -> Mapping[str, Taken]:
    """Load who looks after cases, by id, a hundred a call; those of nobody are left out.

    For lists that ask the policy about each case: nobody's sight is asked here.
    """
    keys = [TAKEN.key(one) for one in dict.fromkeys(case_ids)]
    rows = (
        row for some in batched(keys, BATCH_GET_ITEMS, strict=False) for row in _get(table, some)
    )
    return {CASE.id_in(row["pk"]): _taken_of(row) for row in rows}


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


def _taken_of(row: Mapping[str, Any]) -> Taken:
    at = datetime.fromisoformat(row["at"])
    return Taken(row["agent_id"], row["name"], at, row.get("note", ""), row.get("given_by", ""))
