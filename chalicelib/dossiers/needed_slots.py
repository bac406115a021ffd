"""The slots of one dossier: a draft's by today's rules, a sent one's by those of its own day.

A rule that comes later asks nothing more of a dossier that was complete when it was sent; what
an operator then wants comes as a piece that is asked for.
"""

from datetime import datetime

from chalicelib.dossiers.model import Dossier
from chalicelib.reference.days import legal_day
from chalicelib.reference.required_pieces import Slot, required_slots


def list_needed_slots(dossier: Dossier, now: datetime) -> tuple[Slot, ...]:
    """List the slots that a dossier's operator and answers call for."""
    head = dossier.head
    on = legal_day(head.submitted_at or now, head.postcode)
    return required_slots(dossier.form, head.operator, on)
