"""What the check of pending files waits for, noted beside their rows without moving a dossier."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from chalicelib.aws.items import Update
from chalicelib.aws.table import BATCH_GET_ITEMS, ConditionFailed, Table, open_table
from chalicelib.dossiers.model import Piece, PieceState
from chalicelib.rows.cases import CASE, PIECE
from chalicelib.rows.instants import stamp
from chalicelib.rows.listings import PENDING, UNSCANNED

WAITS_FOR_SCANNER = "scanner"


def note_waiting(dossier_id: str, piece: Piece, what: str, *, table: Table | None = None) -> None:
    """Note what a pending file waits for; nothing when it was decided meanwhile."""
    if piece.waiting_for == what:
        return
    noted = Update(
        *PIECE.key(dossier_id, piece.slot, piece.document_id),
        set={"waiting_for": what},
        expect={"state": str(PieceState.PENDING)},
    )
    try:
        (table or open_table()).write(noted)
    except ConditionFailed:
        return


def is_scanner_awaited(table: Table, since: datetime) -> bool:
    """Say whether the file that is pending longest, from before `since`, waits for the scanner."""
    page = table.query(PENDING.pk(), index="work", up_to=stamp(since), limit=1)
    return any(item.get("waiting_for") == WAITS_FOR_SCANNER for item in page.items)


def find_longest_pending(table: Table) -> datetime | None:
    """Find since when the file that is pending longest waits, in real time; None when none is."""
    page = table.query(PENDING.pk(), index="work", limit=1)
    return datetime.fromisoformat(page.items[0]["wa"]) if page.items else None


def list_unscanned(table: Table, *, most: int) -> list[tuple[str, str, str]]:
    """List the files held for the scanner's silence: dossier, document and upload's key."""
    page = table.query(UNSCANNED.pk(), index="work", limit=most)
    return [(CASE.id_in(one["pk"]), one["document_id"], one["upload_key"]) for one in page.items]


def find_states(
    places: Iterable[tuple[str, str, str]], *, table: Table
) -> Mapping[tuple[str, str, str], PieceState]:
    """Find the states of files by dossier, slot and document, 100 a call; unknown ones are left out."""
    keys = {
        PIECE.key(dossier_id, slot, document_id): (
            dossier_id,
            slot,
            document_id,
        )
        for dossier_id, slot, document_id in places
    }
    wanted = list(keys)
    found: dict[tuple[str, str, str], PieceState] = {}
    for first in range(0, len(wanted), BATCH_GET_ITEMS):
        for item in table.batch_get(wanted[first : first + BATCH_GET_ITEMS], consistent=True):
            found[keys[item["pk"], item["sk"]]] = PieceState(item["state"])
    return found
