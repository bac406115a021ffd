"""Which files beside the pieces are given: gone with a message, or with a request. Pure."""

from chalicelib.dossiers.model import Dossier, Piece
from chalicelib.dossiers.thread import read_thread

AMENDMENT_PREFIX = "AMENDMENT#"
"""The rows of changes that were asked for; each says its state, and the file that came with it."""


def is_given(dossier: Dossier, file: Piece) -> bool:
    """Say whether the message or the request that a file came with is sent."""
    if file.document_id in read_thread(dossier).files:
        return True
    asked = (row for sk, row in dossier.rows.items() if sk.startswith(AMENDMENT_PREFIX))
    return any(row.get("document_id") == file.document_id for row in asked)
