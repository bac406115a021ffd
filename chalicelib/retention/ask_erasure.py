"""Ask for the erasure of a dossier's person: noted at once, done by the daily job."""

import logging

from chalicelib.audit.model import Actor
from chalicelib.aws.clock import real_now
from chalicelib.aws.table import Table, open_table
from chalicelib.dossiers.load import load_dossier
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import require
from chalicelib.retention import store
from chalicelib.retention.model import require_erasable

log = logging.getLogger(__name__)


def ask_erasure(dossier_id: str, *, by: Actor, table: Table | None = None) -> bool:
    """Note that an agent asks for an erasure; False when it is asked for or done already.

    Raises NotAllowed for whoever is no agent, DossierStillOpen or OperatorNotToldYet
    while the data are needed.
    """
    require(by, Connection.ERASE_PERSON)
    table = table or open_table()
    dossier = load_dossier(dossier_id, seen_by=by, table=table)
    require_erasable(dossier)
    if dossier.head.erased_at:
        return False
    log.info("erasure asked for", extra={"dossier_id": dossier_id, "by": by.person_id})
    return store.add_erasure(table, dossier_id, by.person_id, real_now())
