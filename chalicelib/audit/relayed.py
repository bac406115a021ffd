"""An event's consumers are done: it no longer waits for its relay."""

import logging

from chalicelib.audit.model import Event
from chalicelib.aws.items import Update
from chalicelib.aws.table import ConditionFailed, Table
from chalicelib.rows.journal import EVENT
from chalicelib.rows.listings import UNRELAYED

log = logging.getLogger(__name__)


def mark_relayed(table: Table, event: Event) -> None:
    """Take an event off the list of those that wait; twice is the same as once."""
    try:
        table.write(
            Update(
                *EVENT.key(event.case_id, event.seq),
                remove=UNRELAYED.columns,
                present=True,
            )
        )
    except ConditionFailed:
        log.warning("relayed event is gone", extra={"dossier_id": event.case_id})
