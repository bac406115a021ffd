"""An agent has looked at a client's address that was replaced: it is no longer shown."""

from datetime import datetime

from chalicelib.audit.model import Actor
from chalicelib.aws.table import Table
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.client_address import unflag_address
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.model import Change, Dossier
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import require


def note_address_seen(
    dossier_id: str,
    *,
    by: Actor,
    operation_id: str = "",
    table: Table | None = None,
    now: datetime | None = None,
) -> Dossier:
    """Take the flag of a replaced address off a dossier; twice is once. Raises NotFound, NotAllowed."""
    require(by, Connection.TAKE)

    def decide(dossier: Dossier, _now: datetime) -> Change | None:
        head = unflag_address(dossier.head)
        if head == dossier.head:
            return None
        return Change(EventKind.CLIENT_ADDRESS_SEEN, head)

    return change_dossier(
        dossier_id, decide, by=by, operation_id=operation_id, table=table, now=now
    )
