"""Find what may be said of the step that a dossier is in: one query, or none."""

from chalicelib.aws.table import Table, open_table
from chalicelib.dossiers.model import Dossier
from chalicelib.ledger.durations import Estimate, estimate, find_step
from chalicelib.ledger.store import list_durations
from chalicelib.rows.leads import DURATION


def find_estimate(dossier: Dossier, *, table: Table | None = None) -> Estimate | None:
    """Estimate the awaited step from those of the same operator and space; None when too few."""
    step, head = find_step(dossier), dossier.head
    if step is None or not head.operator:
        return None
    pk = DURATION.pk(head.operator, head.space, step)
    return estimate(step, list_durations(table or open_table(), pk))
