"""Read a file: a short-lived address of its served copy, once accepted, for those who may."""

from chalicelib.audit.model import Actor
from chalicelib.aws.bucket import sign_get
from chalicelib.aws.table import Table
from chalicelib.documents.refusals import NotReadable
from chalicelib.dossiers.attached import is_attached, may_read_attached
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import PieceState
from chalicelib.refusals import NotFound
from chalicelib.settings import load_settings
from chalicelib.verdicts.disposition import content_disposition
from chalicelib.verdicts.limits import READ_LINK_S


def read_piece(dossier_id: str, document_id: str, *, by: Actor, table: Table | None = None) -> str:
    """Give an address from which the served copy downloads for five minutes.

    NotFound for a foreign dossier or an unknown file, NotReadable before acceptance. The
    address names the very version that the verdict speaks of (R27).
    """
    dossier = load_dossier(dossier_id, seen_by=by, table=table)
    piece = dossier.find_piece(document_id)
    if piece is None:
        raise NotFound
    if is_attached(piece.slot) and not may_read_attached(dossier, piece, by):
        raise NotFound
    if piece.state is not PieceState.ACCEPTED or not piece.served_key:
        raise NotReadable
    return sign_get(
        load_settings().documents_bucket,
        piece.served_key,
        version_id=piece.served_version,
        disposition=content_disposition(piece.file_name),
        content_type=piece.content_type,
        expires_s=READ_LINK_S,
    )
