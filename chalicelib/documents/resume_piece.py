"""Take up an upload that was broken off: picking the same file again opens the same document.

A file is the same when the same person picks it in the same slot with the same name and size.
"""

from chalicelib.audit.model import Actor
from chalicelib.aws.clock import real_now
from chalicelib.aws.items import Update
from chalicelib.aws.table import ConditionFailed, Table, open_table
from chalicelib.dossiers.model import Dossier, Piece, PieceState
from chalicelib.dossiers.store import dossier_pk, piece_sk, stamp


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


def renew_piece(dossier_id: str, piece: Piece, table: Table | None = None) -> bool:
    """Let the sweep wait for a pending file from now on; False when it was judged meanwhile.

    Nothing of the dossier changes, so no event is written and no version moves.
    """
    now = real_now()
    renewal = Update(
        dossier_pk(dossier_id),
        piece_sk(piece),
        set={"pending_since": now.isoformat(), "wa": stamp(now)},
        expect={"state": PieceState.PENDING.value},
    )
    try:
        (table or open_table()).update(renewal)
    except ConditionFailed:
        return False
    return True
