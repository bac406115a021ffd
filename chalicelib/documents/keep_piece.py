"""Keep the row of a file that is announced or has arrived, within the quotas."""

from dataclasses import replace
from datetime import datetime

from chalicelib.audit.model import Actor
from chalicelib.aws.clock import real_now
from chalicelib.aws.table import ConditionFailed, Table
from chalicelib.documents.keys import UNTOLD, Place, is_document_id, upload_key
from chalicelib.documents.model import add_pending
from chalicelib.documents.refusals import SlotUnknown
from chalicelib.documents.room import quota_reached
from chalicelib.dossiers.attached import may_add
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.load import load_head
from chalicelib.dossiers.model import Change, Dossier, Piece, PieceState
from chalicelib.refusals import NotAllowed
from chalicelib.verdicts.quota import count_upload


def keep_piece(
    dossier_id: str,
    piece: Piece,
    *,
    by: Actor,
    table: Table | None = None,
    now: datetime | None = None,
) -> Piece:
    """Keep a pending file in its dossier and give it as kept; a second time changes nothing.

    Its person's count of the day moves in the same transaction: QuotaReached past it, so one
    person's thousand uploads stop there and harm nobody else (R8).
    """

    def decide(dossier: Dossier, now: datetime) -> Change | None:
        change = add_pending(dossier, piece, now)
        if change is None or not piece.created_by:
            return change
        return replace(change, also=(count_upload(piece.created_by, real_now()),))

    try:
        dossier = change_dossier(dossier_id, decide, by=by, table=table, now=now)
    except ConditionFailed as failed:
        raise quota_reached() from failed
    return dossier.find_piece(piece.document_id) or piece


def note_arrival(
    dossier_id: str,
    slot: str,
    document_id: str,
    *,
    by: Actor,
    table: Table | None = None,
    now: datetime,
) -> Piece:
    """Keep the row of a file that a browser without JavaScript says it has just sent.

    The browser's word decides nothing: without its object the row is forgotten by the sweep.
    """
    if not may_add(by, slot):
        load_head(dossier_id, seen_by=by, table=table)  # a dossier of others is not even there
        raise NotAllowed
    if not is_document_id(document_id):
        raise SlotUnknown
    piece = arrived_piece(Place(dossier_id, slot, document_id), by.person_id, now, epoch=by.epoch)
    return keep_piece(dossier_id, piece, by=by, table=table, now=now)


def arrived_piece(place: Place, by: str, now: datetime, *, epoch: int) -> Piece:
    """Make the row of a file whose key was signed before it was picked."""
    return Piece(
        document_id=place.document_id,
        slot=place.slot,
        state=PieceState.PENDING,
        created_at=now,
        created_by=by,
        upload_key=upload_key(place, UNTOLD),
        pending_since=real_now(),
        epoch=epoch,
    )
