"""An agent reminds the installer of the pieces that are still to hand in, at most once a day."""

from datetime import datetime, timedelta

from chalicelib.aws.clock import real_now
from chalicelib.aws.table import Table
from chalicelib.connection_desk.refusals import NothingLacking
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.model import Change, Dossier
from chalicelib.dossiers.pieces import list_lacking
from chalicelib.dossiers.reminded import put_reminded, read_reminded
from chalicelib.policy.actors import Actor
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import require

BETWEEN_REMINDERS = timedelta(hours=24)
"""Sooner (real time), the mail of before is reminder enough."""


def remind_installer(
    dossier_id: str,
    *,
    by: Actor,
    operation_id: str = "",
    table: Table | None = None,
    now: datetime | None = None,
    real: datetime | None = None,
) -> Dossier:
    """Have the installer reminded by mail of what is lacking; within a day, once.

    Raises NotAllowed, NotFound, NothingLacking.
    """
    require(by, Connection.TAKE)
    asked = real or real_now()

    def decide(dossier: Dossier, _now: datetime) -> Change | None:
        if not dossier.head.is_open or not list_lacking(dossier):
            raise NothingLacking
        last = read_reminded(dossier)
        if last and asked - last < BETWEEN_REMINDERS:
            return None
        return Change(
            EventKind.PIECE_REMINDER_DUE,
            dossier.head,
            details={"by": by.role},
            also=(put_reminded(dossier.head.dossier_id, asked),),
        )

    return change_dossier(
        dossier_id, decide, by=by, operation_id=operation_id, table=table, now=now
    )
