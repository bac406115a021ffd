"""A code was labelled: what it means has its effect on a dossier that holds it."""

from chalicelib.audit.model import Actor
from chalicelib.aws.table import Table, open_table
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Dossier
from chalicelib.operators.apply_milestones import UNKNOWN_CODE, apply_milestones
from chalicelib.operators.labels import find_operator_of
from chalicelib.operators.note_codes_read import note_codes_read
from chalicelib.operators.refusals import CodesStillUnknown
from chalicelib.operators.rows import list_kept


def apply_labels(
    dossier_id: str, *, by: Actor, operation_id: str = "", table: Table | None = None
) -> Dossier:
    """Apply what labelled codes say to a dossier, and take its flag off; twice is once.

    Raises NotFound, and CodesStillUnknown while one of its codes has no label.
    """
    table = table or open_table()
    dossier = load_dossier(dossier_id, seen_by=by, table=table)
    if UNKNOWN_CODE not in dossier.head.flags:
        return dossier
    request = dossier.current_request()
    code = request.operator if request else dossier.head.operator
    operator = find_operator_of(dossier, code, table=table)
    if any(operator.find_code(one.raw.code) is None for one in list_kept(dossier)):
        raise CodesStillUnknown(operator=operator.label)
    for one in dossier.requests:
        apply_milestones(dossier_id, one.number, (), by=by, table=table)
    return note_codes_read(dossier_id, by=by, operation_id=operation_id, table=table)
