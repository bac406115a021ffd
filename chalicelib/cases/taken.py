"""Which agent looks after a case of any kind: one row, written by an agent's own act alone.

Nobody has to take a case for it to go its way: the row tells colleagues who is at it. It goes when
the case is over, and with the person whose case it is.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.aws.items import Delete, Operation, Put
from chalicelib.cases.kind import AnyKind, Projection
from chalicelib.cases.model import CaseChange, CaseLike
from chalicelib.rows.cases import TAKEN
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
    return None if row is None else taken_of(row)


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


def taken_of(row: Mapping[str, Any]) -> Taken:
    """Read who looks after a case from its row."""
    at = datetime.fromisoformat(row["at"])
    return Taken(row["agent_id"], row["name"], at, row.get("note", ""), row.get("given_by", ""))
