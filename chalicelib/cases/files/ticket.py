"""Open a way in for a file of a case: a form that S3 takes once, and perhaps its row.

A ticket asked for a file that was picked keeps its row in the case at once; a form shown
before any file is picked keeps none until it arrives.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from chalicelib.audit.model import Actor
from chalicelib.aws.bucket import SignedPost
from chalicelib.aws.clock import business_now, real_now
from chalicelib.aws.ids import new_id
from chalicelib.aws.table import Table
from chalicelib.cases.files.keep_file import keep_file
from chalicelib.cases.files.keys import UNTOLD, Place, upload_key
from chalicelib.cases.files.model import CaseFile, FileState
from chalicelib.cases.files.refusals import KeyOfAnotherFile
from chalicelib.cases.files.rows import renew_file
from chalicelib.cases.files.slots import Slot, Slots
from chalicelib.cases.files.slots_of import slots_of
from chalicelib.cases.load import load_case
from chalicelib.cases.registry import kind_of
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
from chalicelib.verdicts.verdict import FileKind


@dataclass(frozen=True, slots=True)
class Ticket:
    """A form to post a file to S3 with: its address, hidden fields, and when it expires.

    `is_resumed` says that the file was announced before and is taken up again.
    """

    case_id: str
    document_id: str
    slot: str
    post: SignedPost
    most_bytes: int
    expires_at: datetime
    is_resumed: bool = False


def open_ticket(
    case_id: str,
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
    be refused, SlotUnknown, NotAllowed, what the kind refuses for want of room; NotFound for a
    foreign case.
    """
    now = now or business_now()
    opened = _open(case_id, slot_code, by, table, now)
    place = Place(case_id, opened.slot.code, document_id_for(by, case_id, idempotency_key))
    announced = _announce(place, opened.slot, file_name, size_bytes)
    announced = replace(announced, created_at=now, created_by=by.person_id, epoch=by.epoch)
    files = opened.slots.files_of(opened.case)
    known = _find_broken_off(files, announced) if resumes else None
    if known is not None and renew_file(case_id, known, epoch=by.epoch, table=table):
        return replace(_ticket_for(case_id, known), is_resumed=True)
    kept = keep_file(case_id, announced, by=by, table=table, now=now)
    if _signature(kept) != _signature(announced):
        raise KeyOfAnotherFile
    if kept.epoch != by.epoch:
        renew_file(case_id, kept, epoch=by.epoch, table=table)
    return _ticket_for(case_id, announced)


def open_form(
    case_id: str,
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
    now = now or business_now()
    opened = _open(case_id, slot_code, by, table, now)
    slot = opened.slot
    opened.slots.require_room(opened.case, slot.code, 0, by.person_id, now)
    place = Place(case_id, slot.code, new_id("doc"))
    back = f"{back_path}?document={place.document_id}"
    form = sign_unpicked(upload_key(place, UNTOLD), slot.most_bytes, back_path=back, by=by)
    return _ticket(place, form)


@dataclass(frozen=True, slots=True)
class _Opened:
    """A slot of a case in which somebody may deposit."""

    case: Any
    slots: Slots[Any, Any]
    slot: Slot


def _open(case_id: str, slot_code: str, by: Actor, table: Table | None, now: datetime) -> _Opened:
    """Load a slot in which somebody of that role may deposit; NotAllowed for another's."""
    kind = kind_of(case_id)
    slots = slots_of(kind)
    case = load_case(kind, case_id, seen_by=by, table=table)
    if not slots.may_upload(by, slot_code):
        raise NotAllowed
    return _Opened(case, slots, slots.load_slot(case, slot_code, now))


def _announce(place: Place, slot: Slot, file_name: str, size_bytes: int) -> CaseFile:
    """Make the row of a picked file, refusing one whose verdict is known already."""
    kinds = {FileKind(one) for one in slot.formats}
    kind = require_file(file_name, size_bytes, kinds=kinds, most_bytes=slot.most_bytes)
    return CaseFile(
        document_id=place.document_id,
        slot=slot.code,
        state=FileState.PENDING,
        created_at=real_now(),
        created_by="",
        file_name=safe_file_name(file_name),
        content_type=MIME_TYPES[kind],
        size_bytes=size_bytes,
        upload_key=upload_key(place, EXTENSION_OF_KIND[kind]),
        pending_since=real_now(),
    )


def _find_broken_off(files: Iterable[CaseFile], announced: CaseFile) -> CaseFile | None:
    """Find the pending file that the picked one is, whose bytes never came or are on their way.

    It is the same when the same person picks it in the same slot with the same name and size.
    """
    pending = (one for one in files if one.state is FileState.PENDING)
    return next((one for one in pending if _picked(one) == _picked(announced)), None)


def _picked(file: CaseFile) -> tuple[str, str, str, int]:
    return file.slot, file.created_by, file.file_name, file.size_bytes


def _signature(file: CaseFile) -> tuple[str, int, str]:
    return file.upload_key, file.size_bytes, file.file_name


def _ticket_for(case_id: str, file: CaseFile) -> Ticket:
    form = sign_announced(file.upload_key, file.size_bytes, file.content_type)
    return _ticket(Place(case_id, file.slot, file.document_id), form)


def _ticket(place: Place, form: UploadForm) -> Ticket:
    return Ticket(
        place.case_id, place.document_id, place.slot, form.post, form.most_bytes, form.expires_at
    )
