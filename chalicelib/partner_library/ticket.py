"""Open a way in for a version: a form that S3 takes once, for exactly one key, size range and type.

The bytes never pass through the portal. A ticket asked for a file that was picked keeps its row
at once; a form shown before any file is picked keeps none until it arrives.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.audit.model import Actor
from chalicelib.aws.bucket import SignedPost, sign_post
from chalicelib.aws.clock import business_now, real_now
from chalicelib.aws.ids import fingerprint, new_id
from chalicelib.aws.table import Table, open_table
from chalicelib.partner_library.change_item import require_agent
from chalicelib.partner_library.keep_version import keep_version
from chalicelib.partner_library.keys import BY_FIELD, UNTOLD, LibraryPlace, is_item_id, upload_key
from chalicelib.partner_library.model import MOST_VERSIONS, Version, VersionState
from chalicelib.partner_library.refusals import FileRefused, KeyOfAnother, TooManyVersions
from chalicelib.partner_library.resume_version import find_broken_off, renew_version
from chalicelib.partner_library.store import find_kept
from chalicelib.refusals import NotFound
from chalicelib.settings import load_settings
from chalicelib.verdicts import limits
from chalicelib.verdicts.checked import EXTENSION_OF_KIND, MIME_TYPES
from chalicelib.verdicts.file_name import find_kind, safe_file_name
from chalicelib.verdicts.verdict import FileKind, ReasonCode
from chalicelib.verdicts.words import PLACES, SENTENCES
from chalicelib.web.words import _, tell

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
    the same version, rather than a second row.

    Raises FileRefused when name, type or size say already that the file would be refused,
    NotFound, NotAllowed, TooManyVersions, DailyQuotaReached. The same idempotency key gives the
    same version again.
    """
    require_agent(by)
    if not is_item_id(item_id):
        raise NotFound
    kind = _require_file(file_name, size_bytes)
    place = LibraryPlace(item_id, _document_id(by, item_id, idempotency_key))
    announced = Version(
        document_id=place.document_id,
        number=0,
        state=VersionState.PENDING,
        created_at=business_now(),
        created_by=by.person_id,
        upload_key=upload_key(place, EXTENSION_OF_KIND[kind]),
        file_name=safe_file_name(file_name),
        size_bytes=size_bytes,
        content_type=MIME_TYPES[kind],
        pending_since=real_now(),
    )
    known = find_broken_off(item_id, announced, table) if resumes else None
    if known is not None and renew_version(item_id, known, table):
        return replace(_sign_for(item_id, known), is_resumed=True)
    kept = keep_version(item_id, announced, by=by, table=table)
    if _signature(kept) != _signature(announced):
        raise KeyOfAnother
    return _sign_for(item_id, announced)


def _signature(version: Version) -> tuple[str, int, str]:
    return version.upload_key, version.size_bytes, version.file_name


def _sign_for(item_id: str, version: Version) -> LibraryTicket:
    """Sign the form of an announced file: its key, its size and its type, all fixed."""
    place = LibraryPlace(item_id, version.document_id)
    fields = {"Content-Type": version.content_type, "success_action_status": "201"}
    return _sign(place, version.upload_key, version.size_bytes, fields)


def open_form(item_id: str, *, by: Actor, table: Table | None = None) -> LibraryTicket:
    """Open a form for a browser without JavaScript: the type is not bound, the verdict decides.

    S3 sends the browser back to the document's page, with `document` in its query; the file's
    own name travels as metadata, and so does whose upload it is. Raises NotFound, NotAllowed, TooManyVersions.
    """
    require_agent(by)
    kept = find_kept(table or open_table(), item_id) if is_item_id(item_id) else None
    if kept is None:
        raise NotFound
    if kept.item.versions >= MOST_VERSIONS:
        raise TooManyVersions(most=MOST_VERSIONS)
    place = LibraryPlace(item_id, new_id("doc"))
    portal = load_settings().portal_url.rstrip("/")
    back = f"{portal}/bibliotheque/{item_id}/recu?document={place.document_id}"
    fields = {
        "success_action_redirect": back,
        "x-amz-meta-name": "${filename}",
        BY_FIELD: by.person_id,
    }
    return _sign(place, upload_key(place, UNTOLD), limits.UPLOAD_MAX_BYTES, fields)


def _require_file(file_name: str, size_bytes: int) -> FileKind:
    """Refuse before the upload what the verdict would refuse after it."""
    kind = find_kind(file_name)
    if kind is None and file_name.lower().endswith(".zip"):
        raise FileRefused(field="file_name", sentence=tell(ZIP_SENTENCE))
    if kind is None:
        raise _refused(ReasonCode.NAME_NOT_ACCEPTED, "file_name")
    if size_bytes < limits.UPLOAD_MIN_BYTES:
        raise _refused(ReasonCode.EMPTY_FILE, "size_bytes")
    if size_bytes > limits.UPLOAD_MAX_BYTES:
        raise _refused(ReasonCode.TOO_BIG, "size_bytes")
    return kind


def _refused(code: ReasonCode, field: str) -> FileRefused:
    return FileRefused(field=field, sentence=tell(SENTENCES[code], **PLACES), reason=code)


def _document_id(by: Actor, item_id: str, idempotency_key: str) -> str:
    if not idempotency_key:
        return new_id("doc")
    return f"doc_{fingerprint(f'{by.person_id} {item_id} {idempotency_key}')[:40]}"


def _sign(place: LibraryPlace, key: str, most_bytes: int, fields: dict[str, str]) -> LibraryTicket:
    post = sign_post(
        load_settings().uploads_bucket,
        key,
        most_bytes=most_bytes,
        fields=fields,
        expires_s=limits.UPLOAD_POLICY_S,
    )
    expires_at = real_now() + timedelta(seconds=limits.UPLOAD_POLICY_S)
    return LibraryTicket(place.item_id, place.document_id, post, most_bytes, expires_at)
