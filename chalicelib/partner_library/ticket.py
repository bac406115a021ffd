"""Open a way in for a version: a form that S3 takes once, and perhaps its row.

A ticket asked for a file that was picked keeps its row at once; a form shown before any file is
picked keeps none until it arrives.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.audit.model import Actor
from chalicelib.aws.bucket import SignedPost
from chalicelib.aws.clock import business_now, real_now
from chalicelib.aws.ids import new_id
from chalicelib.aws.table import Table, open_table
from chalicelib.partner_library.change_item import require_agent
from chalicelib.partner_library.keep_version import keep_version
from chalicelib.partner_library.keys import UNTOLD, LibraryPlace, is_item_id, upload_key
from chalicelib.partner_library.model import MOST_VERSIONS, Version, VersionState
from chalicelib.partner_library.refusals import KeyOfAnother, TooManyVersions
from chalicelib.partner_library.resume_version import find_broken_off, renew_version
from chalicelib.partner_library.store import find_kept
from chalicelib.refusals import NotFound
from chalicelib.verdicts import limits
from chalicelib.verdicts.checked import EXTENSION_OF_KIND, MIME_TYPES
from chalicelib.verdicts.file_name import safe_file_name
from chalicelib.verdicts.upload_form import (
    FileRefused,
    UploadForm,
    document_id_for,
    require_file,
    sign_announced,
    sign_unpicked,
)
from chalicelib.verdicts.verdict import FileKind
from chalicelib.words.translation import _
from chalicelib.words.values import Text

ZIP_SENTENCE = _(
    "Une archive ZIP n’est pas acceptée, car son contenu ne peut pas être vérifié ni imprimé. "
    "Déposez chaque fichier du kit comme un document à part (.pdf, .png, .jpg ou .jpeg)."
)


@dataclass(frozen=True, slots=True)
class LibraryTicket:
    """A form to post a version to S3 with: its address, hidden fields, and when it expires.

    `is_resumed` says that the file was announced before and is taken up again.
    """

    item_id: str
    document_id: str
    post: SignedPost
    most_bytes: int
    expires_at: datetime
    is_resumed: bool = False


def open_ticket(
    item_id: str,
    *,
    file_name: str,
    size_bytes: int,
    by: Actor,
    idempotency_key: str = "",
    resumes: bool = False,
    table: Table | None = None,
) -> LibraryTicket:
    """Open a ticket for a file that was picked, and keep its version as pending.

    With `resumes`, a file that was announced before and is still pending gets a fresh form for
    the same version, rather than a second row. The same idempotency key gives the same version
    again. Raises FileRefused when name, type or size say already that the file would be refused,
    NotFound, NotAllowed, TooManyVersions, DailyQuotaReached.
    """
    require_agent(by)
    if not is_item_id(item_id):
        raise NotFound
    place = LibraryPlace(item_id, document_id_for(by, item_id, idempotency_key))
    announced = replace(
        _announce(place, file_name, size_bytes), created_by=by.person_id, epoch=by.epoch
    )
    known = find_broken_off(item_id, announced, table) if resumes else None
    if known is not None and renew_version(item_id, known, epoch=by.epoch, table=table):
        return replace(_ticket_for(item_id, known), is_resumed=True)
    kept = keep_version(item_id, announced, by=by, table=table)
    if _signature(kept) != _signature(announced):
        raise KeyOfAnother
    if kept.epoch != by.epoch:
        renew_version(item_id, kept, epoch=by.epoch, table=table)
    return _ticket_for(item_id, announced)


def open_form(item_id: str, *, by: Actor, table: Table | None = None) -> LibraryTicket:
    """Open a form for a browser without JavaScript; its file keeps no row until it arrives.

    S3 sends the browser back to the document's page, with `document` in its query. Raises
    NotFound, NotAllowed, TooManyVersions.
    """
    require_agent(by)
    kept = find_kept(table or open_table(), item_id) if is_item_id(item_id) else None
    if kept is None:
        raise NotFound
    if kept.item.versions >= MOST_VERSIONS:
        raise TooManyVersions(most=MOST_VERSIONS)
    place = LibraryPlace(item_id, new_id("doc"))
    back = f"/bibliotheque/{item_id}/recu?document={place.document_id}"
    key = upload_key(place, UNTOLD)
    form = sign_unpicked(key, limits.UPLOAD_MAX_BYTES, back_path=back, by=by)
    return _ticket(place, form)


def _announce(place: LibraryPlace, file_name: str, size_bytes: int) -> Version:
    """Make the row of a picked file, refusing one whose verdict is known already."""
    if file_name.lower().endswith(".zip"):
        raise FileRefused(field="file_name", sentence=Text(ZIP_SENTENCE))
    most = limits.UPLOAD_MAX_BYTES
    kind = require_file(file_name, size_bytes, kinds=frozenset(FileKind), most_bytes=most)
    return Version(
        document_id=place.document_id,
        number=0,
        state=VersionState.PENDING,
        created_at=business_now(),
        created_by="",
        upload_key=upload_key(place, EXTENSION_OF_KIND[kind]),
        file_name=safe_file_name(file_name),
        size_bytes=size_bytes,
        content_type=MIME_TYPES[kind],
        pending_since=real_now(),
    )


def _signature(version: Version) -> tuple[str, int, str]:
    return version.upload_key, version.size_bytes, version.file_name


def _ticket_for(item_id: str, version: Version) -> LibraryTicket:
    form = sign_announced(version.upload_key, version.size_bytes, version.content_type)
    return _ticket(LibraryPlace(item_id, version.document_id), form)


def _ticket(place: LibraryPlace, form: UploadForm) -> LibraryTicket:
    expires_at = form.expires_at
    return LibraryTicket(place.item_id, place.document_id, form.post, form.most_bytes, expires_at)
