"""Read a file: a short-lived address of its served copy, once there is one, for those who may."""

from chalicelib.audit.model import Actor
from chalicelib.aws.table import Table
from chalicelib.cases.files.read_file import sign_copy
from chalicelib.dossiers.attached import is_attached, may_read_attached
from chalicelib.dossiers.load import load_dossier
from chalicelib.refusals import NotFound


def read_piece(dossier_id: str, document_id: str, *, by: Actor, table: Table | None = None) -> str:
    """Give an address from which the served copy downloads for five minutes.

    NotFound for a foreign dossier or an unknown file, NotReadable before its check. The
    address names the very version that the verdict speaks of (R27).
    """
    dossier = load_dossier(dossier_id, seen_by=by, table=table)
    piece = dossier.find_piece(document_id)
    if piece is None:
        raise NotFound
    if is_attached(piece.slot) and not may_read_attached(dossier, piece, by):
        raise NotFound
    return sign_copy(piece)
