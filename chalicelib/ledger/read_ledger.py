"""Read a dossier's ledger: one query of the dossier, one of its journal, nothing written."""

from datetime import datetime

from chalicelib.audit.model import Actor
from chalicelib.audit.store import list_whole_journal
from chalicelib.aws.clock import business_now
from chalicelib.aws.table import Table, open_table
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Dossier
from chalicelib.dossiers.needed_slots import list_needed_slots
from chalicelib.dossiers.statuses import FINAL
from chalicelib.ledger.model import Ledger, add_up, list_turns
from chalicelib.ledger.replay import replay


def read_ledger(
    dossier_id: str, *, by: Actor, table: Table | None = None, now: datetime | None = None
) -> tuple[Dossier, Ledger]:
    """Read a dossier and the ledger of its turns up to its end, or to now (business time).

    Raises NotFound for a dossier that is none of the reader's business.
    """
    table, now = table or open_table(), now or business_now()
    dossier = load_dossier(dossier_id, seen_by=by, table=table)
    moments = tuple(replay(list_whole_journal(table, dossier_id), dossier.head))
    spans = list_turns(moments, list_needed_slots(dossier, now))
    over = next((one.at for one in moments if one.dossier.head.status in FINAL), None)
    begun = moments[0].at if moments else dossier.head.created_at
    ledger = add_up(
        spans,
        begun=begun,
        end=over or max(now, begun),
        is_over=over is not None,
        postcode=dossier.head.postcode,
    )
    return dossier, ledger
