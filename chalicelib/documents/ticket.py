"""Open a way in for a file of a dossier: a form that S3 takes once, and perhaps its row.

A ticket asked for a file that was picked keeps its row in the dossier at once; a form shown
before any file is picked keeps none until it arrives.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.audit.model import Actor
from chalicelib.aws.bucket import SignedPost
from chalicelib.aws.clock import business_now, real_now
from chalicelib.aws.ids import new_id
from chalicelib.aws.table import Table
from chalicelib.documents.broken_off import find_broken_off
from chalicelib.documents.keep_piece import keep_piece
from chalicelib.documents.keys import UNTOLD, Place, upload_key
from chalicelib.documents.model import kinds_of, load_slot
from chalicelib.documents.refusals import KeyOfAnotherFile
from chalicelib.documents.room import require_room
from chalicelib.dossiers.attached import may_add
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Dossier, Piece, PieceState
from chalicelib.dossiers.renew_piece import renew_piece
from chalicelib.reference.required_pieces import Slot
from chalicelib.refusals import NotAllowed
from chalicelib.verdicts.checked import EXTENSION_OF_KIND, MIME_TYPES
from chalicelib.verdicts.file_name import safe_file_name
from chalicelib.verdicts.upload_form import (
    UploadForm,
    document_id_for,
    require_file,
    sign_announced,
    sign_unpicked,
)


@dataclass(frozen=True, slots=True)
class Ticket:
    """A form to post a file to S3 with: its address, hidden fields, and when it expires.

    `is_resumed` says that the file was announced before and is taken up again.
    """

    document_id: str
    slot: str
    post: SignedPost
    most_bytes: int
    expires_at: datetime
    is_resumed: bool = False


def open_ticket(
    dossier_id: str,
    slot_code: str,
    *,
    file_name: str,
    size_bytes: int,
    by: Actor,
    idempotency_key: str = "",
    resumes: bool = False,
    table: Table | None = None,
    now: datetime | None = None,
) -> Ticket:
    """Open a ticket for a file that was picked, and keep its row as pending.

    With `resumes`, a file that was announced before and is still pending gets a fresh form
    for the same document, rather than a second row. The same idempotency key gives the same
    document again. Raises FileRefused when name, type or size say already that the file would
    be refused, UploadClosed, SlotFull, QuotaReached; NotFound for a foreign dossier.
    """
    now = now or business_now()
    dossier, slot = _load_slot(dossier_id, slot_code, by, table, now)
    document_id = document_id_for(by, dossier_id, idempotency_key)
    announced = _announce(Place(dossier_id, slot.code, document_id), slot, file_name, size_bytes)
    announced = replace(announced, created_at=now, created_by=by.person_id, epoch=by.epoch)
    known = find_broken_off(dossier, announced, by) if resumes else None
    if known is not None and renew_piece(dossier_id, known, epoch=by.epoch, table=table):
        return replace(_ticket_for(known), is_resumed=True)
    kept = keep_piece(dossier_id, announced, by=by, table=table, now=now)
    if _signature(kept) != _signature(announced):
        raise KeyOfAnotherFile
    if kept.epoch != by.epoch:
        renew_piece(dossier_id, kept, epoch=by.epoch, table=table)
    return _ticket_for(announced)


def open_form(
    dossier_id: str,
    slot_code: str,
    *,
    by: Actor,
    back_path: str,
    table: Table | None = None,
    now: datetime | None = None,
) -> Ticket:
    """Open a form for a browser without JavaScript; its file keeps no row until it arrives.

    S3 sends the browser back to `back_path` of the portal, with `document` in its query. Raises
    as `open_ticket` does.
    """
    dossier, slot = _load_slot(dossier_id, slot_code, by, table, now or business_now())
    require_room(dossier, slot, 0, by.person_id)
    place = Place(dossier_id, slot.code, new_id("doc"))
    back = f"{back_path}?document={place.document_id}"
    key = upload_key(place, UNTOLD)
    form = sign_unpicked(key, slot.most_bytes, back_path=back, by=by)
    return _ticket(place.document_id, slot.code, form)


def _load_slot(
    dossier_id: str, slot_code: str, by: Actor, table: Table | None, now: datetime
) -> tuple[Dossier, Slot]:
    """Load a slot in which somebody of that role may deposit; NotAllowed for another's."""
    dossier = load_dossier(dossier_id, seen_by=by, table=table)
    if not may_add(by, slot_code):
        raise NotAllowed
    return dossier, load_slot(dossier, slot_code, now)


def _announce(place: Place, slot: Slot, file_name: str, size_bytes: int) -> Piece:
    """Make the row of a picked file, refusing one whose verdict is known already."""
    kind = require_file(file_name, size_bytes, kinds=kinds_of(slot), most_bytes=slot.most_bytes)
    return Piece(
        document_id=place.document_id,
        slot=slot.code,
        state=PieceState.PENDING,
        created_at=real_now(),
        created_by="",
        file_name=safe_file_name(file_name),
        content_type=MIME_TYPES[kind],
        size_bytes=size_bytes,
        upload_key=upload_key(place, EXTENSION_OF_KIND[kind]),
        pending_since=real_now(),
    )


def _signature(piece: Piece) -> tuple[str, int, str]:
    return piece.upload_key, piece.size_bytes, piece.file_name


def _ticket_for(piece: Piece) -> Ticket:
    form = sign_announced(piece.upload_key, piece.size_bytes, piece.content_type)
    return _ticket(piece.document_id, piece.slot, form)


def _ticket(document_id: str, slot: str, form: UploadForm) -> Ticket:
    return Ticket(document_id, slot, form.post, form.most_bytes, form.expires_at)
