"""Put off what is to be done about a connection request, without telling the journal."""

from datetime import datetime

import msgspec

from chalicelib.aws.items import Update
from chalicelib.aws.table import ConditionFailed, Table
from chalicelib.dossiers.model import OperatorRequest
from chalicelib.rows.dossiers import REQUEST
from chalicelib.rows.instants import stamp
from chalicelib.rows.listings import TO_DO


def postpone_request(
    table: Table,
    dossier_id: str,
    request: OperatorRequest,
    next_at: datetime,
    *,
    attempts: int = 0,
    error: str = "",
) -> None:
    """Look at a request again at `next_at` (real time), unless it has moved on meanwhile.

    `attempts` and `error` are what the tries so far came to. One write; the dossier's version
    stays, for nothing happened to the dossier.
    """
    changes = {
        "next_at": msgspec.to_builtins(next_at),
        **TO_DO.entry(at=stamp(next_at)),
        "attempts": attempts,
        "last_error": error,
    }
    try:
        table.write(
            Update(
                *REQUEST.key(dossier_id, request.number),
                set=changes,
                expect={"state": str(request.state)},
            )
        )
    except ConditionFailed:
        return


def postpone_row(table: Table, dossier_id: str, number: int, next_at: datetime) -> None:
    """Look at a request again at `next_at` (real time), whatever its dossier says or cannot say.

    For one whose dossier nobody can read or change: without this it is due again in every run.
    """
    changes = {"next_at": msgspec.to_builtins(next_at), **TO_DO.entry(at=stamp(next_at))}
    try:
        table.write(Update(*REQUEST.key(dossier_id, number), set=changes, present=True))
    except ConditionFailed:
        return
