"""An event's consumers are done: it no longer waits for its relay."""

import logging

from chalicelib.audit.model import Event
from chalicelib.audit.store import event_sk, journal_pk
from chalicelib.aws.items import Update
from chalicelib.aws.table import ConditionFailed, Table

log = logging.getLogger(__name__)


def mark_relayed(table: Table, event: Event) -> None:
    """Take an event off the list of those that wait; twice is the same as once."""
    try:
        table.write(
            Update(
                journal_pk(event.dossier_id),
                event_sk(event.seq),
                remove=("wk", "wa"),
                present=True,
            )
        )
    except ConditionFailed:
        log.warning("relayed event is gone", extra={"dossier_id": event.dossier_id})
