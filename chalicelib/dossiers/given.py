"""Which files beside the pieces are given: gone with a message, or with a request. Pure."""

from chalicelib.cases.thread import read_thread
from chalicelib.dossiers.model import Dossier, Piece
from chalicelib.rows.beside import NAMING_FILES


def is_given(dossier: Dossier, file: Piece) -> bool:
    """Say whether the message or the request that a file came with is sent."""
    if file.document_id in read_thread(dossier).files:
        return True
    named = (row.get(kind.names_file) for kind in NAMING_FILES for row in kind.among(dossier.rows))
    return file.document_id in named
