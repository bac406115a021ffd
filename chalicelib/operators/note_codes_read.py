"""An agent has read the unknown codes of a dossier: it is no longer flagged for them."""

from dataclasses import replace
from datetime import datetime

from chalicelib.audit.model import Actor
from chalicelib.aws.table import Table
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.model import Change, Dossier
from chalicelib.operators.apply_milestones import UNKNOWN_CODE


def note_codes_read(
    dossier_id: str, *, by: Actor, operation_id: str = "", table: Table | None = None
) -> Dossier:
    """Take the flag of unknown codes off a dossier; twice is the same as once."""

    def decide(dossier: Dossier, _now: datetime) -> Change | None:
        flags = tuple(one for one in dossier.head.flags if one != UNKNOWN_CODE)
        if flags == dossier.head.flags:
            return None
        head = replace(dossier.head, flags=flags)
        return Change(EventKind.REQUEST_MILESTONE, head, details={"read": UNKNOWN_CODE})

    return change_dossier(dossier_id, decide, by=by, operation_id=operation_id, table=table)
