"""A firm's counters, kept exact in the transaction of every change."""

from chalicelib.cases.projections import Counts
from chalicelib.dossiers.model import Dossier
from chalicelib.reference.days import legal_day


def counts_of(dossier: Dossier) -> Counts:
    """Count one dossier: its status in its space; and, once sent, its month and its year."""
    head = dossier.head
    firm_id, space = head.firm_id, str(head.space)
    counts = {(firm_id, space, f"status_{head.status}"): 1}
    if head.submitted_at:
        counts[firm_id, space, f"month_{legal_day(head.submitted_at):%Y_%m}"] = 1
        counts[firm_id, space, f"year_{legal_day(head.submitted_at):%Y}"] = 1
    return counts
