"""Let a pending file be waited for anew: somebody takes its upload up again."""

from chalicelib.aws.clock import real_now
from chalicelib.aws.items import Update
from chalicelib.aws.table import ConditionFailed, Table, open_table
from chalicelib.dossiers.model import Piece, PieceState
from chalicelib.rows.cases import PIECE
from chalicelib.rows.instants import stamp


def renew_piece(dossier_id: str, piece: Piece, *, epoch: int, table: Table | None = None) -> bool:
    """Let the sweep wait for a pending file from now on; False when it was judged meanwhile.

    `epoch` is the access epoch of who takes it up.
    Nothing of the dossier changes, so no event is written and no version moves.
    """
    now = stamp(real_now())
    renewal = Update(
        *PIECE.key(dossier_id, piece.slot, piece.document_id),
        set={"pending_since": now, "wa": now, "epoch": epoch},
        expect={"state": PieceState.PENDING.value},
    )
    try:
        (table or open_table()).update(renewal)
    except ConditionFailed:
        return False
    return True
