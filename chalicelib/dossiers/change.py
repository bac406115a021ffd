"""Change a dossier, or store a new one: the way of every case, for this kind."""

from collections.abc import Callable
from datetime import datetime

from chalicelib.audit.model import Actor
from chalicelib.aws.table import Table
from chalicelib.cases.change import change_case
from chalicelib.dossiers.kind import DOSSIER
from chalicelib.dossiers.model import Change, Dossier

type Decide = Callable[[Dossier, datetime], Change | None]


def change_dossier(
    dossier_id: str,
    decide: Decide,
    *,
    by: Actor,
    operation_id: str = "",
    expected_version: int | None = None,
    table: Table | None = None,
    now: datetime | None = None,
) -> Dossier:
    """Change a dossier as `decide` says, and give it as it is after; raises as `change_case`."""
    return change_case(
        DOSSIER,
        dossier_id,
        decide,
        by=by,
        operation_id=operation_id,
        expected_version=expected_version,
        table=table,
        now=now,
    )
