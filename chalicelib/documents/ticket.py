"""Open a way in for a file: a form that S3 takes once, for exactly one key, size range and type.

The bytes never pass through the portal. A ticket asked for a file that was picked keeps its row
in the dossier at once; a form shown before any file is picked keeps none until it arrives.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.audit.model import Actor
from chalicelib.aws.bucket import SignedPost, sign_post
from chalicelib.aws.clock import business_now, real_now
from chalicelib.aws.ids import fingerprint, new_id
from chalicelib.aws.table import Table
from chalicelib.documents.broken_off import find_broken_off
from chalicelib.documents.keep_piece import keep_piece
from chalicelib.documents.keys import BY_FIELD, UNTOLD, Place, upload_key
from chalicelib.documents.model import kinds_of, load_slot, require_room
from chalicelib.documents.refusals import FileRefused, KeyOfAnotherFile
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Piece, PieceState
from chalicelib.dossiers.renew_piece import renew_piece
from chalicelib.reference.required_pieces import Slot
from chalicelib.settings import load_settings
from chalicelib.verdicts import limits
from chalicelib.verdicts.checked import EXTENSION_OF_KIND, MIME_TYPES
from chalicelib.verdicts.file_name import find_kind, safe_file_name
from chalicelib.verdicts.verdict import FileKind, ReasonCode
from chalicelib.verdicts.words import PLACES, SENTENCES
from chalicelib.web.words import tell


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
    for the same document, rather than a second row.

    Raises FileRefused when name, type or size say already that the file would be refused,
    UploadClosed, SlotFull, QuotaReached; NotFound for a foreign dossier. The same
    idempotency key gives the same document again.
    """
    now = now or business_now()
    dossier = load_dossier(dossier_id, seen_by=by, table=table)
    slot = load_slot(dossier, slot_code, now)
    kind = _require_file(slot, file_name, size_bytes)
    place = Place(dossier_id, slot.code, _document_id(by, dossier_id, idempotency_key))
    announced = Piece(
        document_id=place.document_id,
        slot=slot.code,
        state=PieceState.PENDING,
        created_at=now,
        created_by=by.person_id,
        file_name=safe_file_name(file_name),
        content_type=MIME_TYPES[kind],
        size_bytes=size_bytes,
        upload_key=upload_key(place, EXTENSION_OF_KIND[kind]),
        pending_since=real_now(),
    )
    known = find_broken_off(dossier, announced, by) if resumes else None
    if known is not None and renew_piece(dossier_id, known, table):
        return replace(_sign_for(dossier_id, known, kind), is_resumed=True)
    kept = keep_piece(dossier_id, announced, by=by, table=table, now=now)
    if _signature(kept) != _signature(announced):
        raise KeyOfAnotherFile
    return _sign_for(dossier_id, announced, kind)


def _signature(piece: Piece) -> tuple[str, int, str]:
    return piece.upload_key, piece.size_bytes, piece.file_name


def _sign_for(dossier_id: str, piece: Piece, kind: FileKind) -> Ticket:
    """Sign the form of an announced file: its key, its size and its type, all fixed."""
    place = Place(dossier_id, piece.slot, piece.document_id)
    fields = {"Content-Type": MIME_TYPES[kind], "success_action_status": "201"}
    return _sign(place, piece.upload_key, piece.size_bytes, fields)


def open_form(
    dossier_id: str,
    slot_code: str,
    *,
    by: Actor,
    back_path: str,
    table: Table | None = None,
    now: datetime | None = None,
) -> Ticket:
    """Open a form for a browser without JavaScript: the type is not bound, the verdict decides.

    S3 sends the browser back to `back_path` of the portal, with `document` in its query. The
    file's own name travels as metadata, and so does whose upload it is: S3 takes no other. Raises as `open_ticket` does.
    """
    now = now or business_now()
    dossier = load_dossier(dossier_id, seen_by=by, table=table)
    slot = load_slot(dossier, slot_code, now)
    require_room(dossier, slot, 0)
    place = Place(dossier_id, slot.code, new_id("doc"))
    portal = load_settings().portal_url.rstrip("/")
    fields = {
        "success_action_redirect": f"{portal}{back_path}?document={place.document_id}",
        "x-amz-meta-name": "${filename}",
        BY_FIELD: by.person_id,
    }
    return _sign(place, upload_key(place, UNTOLD), slot.most_bytes, fields)


def _require_file(slot: Slot, file_name: str, size_bytes: int) -> FileKind:
    """Refuse before the upload what the verdict would refuse after it."""
    kind = find_kind(file_name)
    if kind is None:
        raise _refused(ReasonCode.NAME_NOT_ACCEPTED, "file_name")
    if kind not in kinds_of(slot):
        raise _refused(ReasonCode.PDF_ONLY, "file_name")
    if size_bytes < limits.UPLOAD_MIN_BYTES:
        raise _refused(ReasonCode.EMPTY_FILE, "size_bytes")
    if size_bytes > slot.most_bytes:
        raise _refused(ReasonCode.TOO_BIG, "size_bytes")
    return kind


def _refused(code: ReasonCode, field: str) -> FileRefused:
    return FileRefused(field=field, sentence=tell(SENTENCES[code], **PLACES), reason=code)


def _document_id(by: Actor, dossier_id: str, idempotency_key: str) -> str:
    if not idempotency_key:
        return new_id("doc")
    return f"doc_{fingerprint(f'{by.person_id} {dossier_id} {idempotency_key}')[:40]}"


def _sign(place: Place, key: str, most_bytes: int, fields: dict[str, str]) -> Ticket:
    """Sign the form: S3 takes no more bytes than were told, which is what the quotas counted."""
    post = sign_post(
        load_settings().uploads_bucket,
        key,
        most_bytes=most_bytes,
        fields=fields,
        expires_s=limits.UPLOAD_POLICY_S,
    )
    expires_at = real_now() + timedelta(seconds=limits.UPLOAD_POLICY_S)
    return Ticket(place.document_id, place.slot, post, most_bytes, expires_at)
