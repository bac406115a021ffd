"""Take up an upload that was broken off: picking the same file again opens the same document.

A file is the same when the same person picks it in the same slot with the same name and size.
"""

from chalicelib.audit.model import Actor
from chalicelib.dossiers.model import Dossier, Piece, PieceState


def find_broken_off(dossier: Dossier, announced: Piece, by: Actor) -> Piece | None:
    """Find the pending file that is the announced one, whose bytes never came or are on their way."""
    return next(
        (
            piece
            for piece in dossier.pieces_of(announced.slot)
            if piece.state is PieceState.PENDING
            and piece.created_by == by.person_id
            and (piece.file_name, piece.size_bytes) == (announced.file_name, announced.size_bytes)
        ),
        None,
    )
