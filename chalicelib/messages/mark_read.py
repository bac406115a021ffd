"""A side has read its messages: up to the one that it had before its eyes, no further."""

from datetime import datetime

from chalicelib.audit.model import Actor
from chalicelib.aws.table import Table
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.model import Change, Dossier
from chalicelib.dossiers.thread import put_thread, read_thread
from chalicelib.messages.model import side_of


def mark_read(
    dossier_id: str,
    up_to: int,
    *,
    by: Actor,
    operation_id: str = "",
    table: Table | None = None,
    now: datetime | None = None,
) -> Dossier:
    """Note that a side has read its messages up to a number; again, it changes nothing.

    A message that came meanwhile stays unread. Raises NotFound for a dossier of others.
    """
    side = side_of(by)

    def decide(dossier: Dossier, _now: datetime) -> Change | None:
        thread = read_thread(dossier)
        after = thread.read(up_to, by=side)
        if after == thread:
            return None
        return Change(
            EventKind.MESSAGES_READ,
            dossier.head,
            details={"by": str(side), "up_to": up_to},
            also=(put_thread(dossier_id, after),),
        )

    return change_dossier(
        dossier_id, decide, by=by, operation_id=operation_id, table=table, now=now
    )
