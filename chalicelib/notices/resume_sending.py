"""Resume the sending that stopped by itself: an agent has looked at what came back."""

import logging
from datetime import datetime

from chalicelib.audit.model import Actor
from chalicelib.aws.clock import real_now
from chalicelib.aws.table import Table, open_table
from chalicelib.notices.firm_reputation import is_held, let_go_on
from chalicelib.notices.store import put_resumed
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import require
from chalicelib.refusals import NotFound

log = logging.getLogger(__name__)


def resume_sending(*, by: Actor, table: Table | None = None, now: datetime | None = None) -> None:
    """Forgive what came back until now; the notices that waited leave at the next replay.

    Only agents may (NotAllowed).
    """
    require(by, Connection.RESUME_MAILS)
    table, now = table or open_table(), now or real_now()
    table.write(put_resumed(table, by.person_id, now))
    log.warning("mail sending resumed", extra={"by": by.person_id})


def resume_firm(
    firm_id: str, *, by: Actor, table: Table | None = None, now: datetime | None = None
) -> None:
    """Forgive what came back of one firm; its mails that waited leave at the next replay.

    Only agents may (NotAllowed). NotFound for a firm that is not held.
    """
    require(by, Connection.RESUME_MAILS)
    table, now = table or open_table(), now or real_now()
    if not is_held(table, firm_id):
        raise NotFound
    let_go_on(table, firm_id, now)
    log.warning("mails of a firm resumed", extra={"by": by.person_id, "firm_id": firm_id})
