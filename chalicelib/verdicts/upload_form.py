"""The form that S3 takes a file with, once: one key, one size range, one type; whatever it is for.

The bytes never pass through the portal. A piece of a dossier, a file beside them and a document of
the library are announced and signed for alike; what row is kept of them is each room's own.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from chalicelib.aws.bucket import SignedPost, sign_post
from chalicelib.aws.clock import real_now
from chalicelib.aws.ids import fingerprint, new_id
from chalicelib.policy.actors import Actor
from chalicelib.refusals import Refusal
from chalicelib.settings import load_settings
from chalicelib.verdicts import limits
from chalicelib.verdicts.file_name import find_kind, why_no_kind
from chalicelib.verdicts.verdict import FileKind, ReasonCode
from chalicelib.verdicts.words import PLACES, SENTENCES
from chalicelib.words.translation import _
from chalicelib.words.values import Text

BY_METADATA: Final = "by"
BY_FIELD: Final = f"x-amz-meta-{BY_METADATA}"
"""Whose upload it is, bound into a form that keeps no row: pseudonymous, and signed by us."""

EPOCH_METADATA: Final = "epoch"
EPOCH_FIELD: Final = f"x-amz-meta-{EPOCH_METADATA}"
"""The access epoch at which a form that keeps no row was made."""


class FileRefused(Refusal):
    """The file would be refused anyway: said before it is sent."""

    code = "file-refused"
    status = 422
    message = _("{sentence}")


@dataclass(frozen=True, slots=True)
class UploadForm:
    """A signed form: its address and hidden fields, how much it takes, and until when (real time)."""

    post: SignedPost
    most_bytes: int
    expires_at: datetime


def require_file(
    file_name: str, size_bytes: int, *, kinds: Collection[FileKind], most_bytes: int
) -> FileKind:
    """Refuse before the upload what the verdict would refuse after it; give the kind of file."""
    kind = find_kind(file_name)
    if kind is None:
        raise _refused(why_no_kind(file_name), "file_name")
    if kind not in kinds:
        raise _refused(ReasonCode.PDF_ONLY, "file_name")
    if size_bytes < limits.UPLOAD_MIN_BYTES:
        raise _refused(ReasonCode.EMPTY_FILE, "size_bytes")
    if size_bytes > most_bytes:
        raise _refused(ReasonCode.TOO_BIG, "size_bytes")
    return kind


def _refused(code: ReasonCode, field: str) -> FileRefused:
    return FileRefused(field=field, sentence=Text(SENTENCES[code], PLACES), reason=code)


def document_id_for(by: Actor, about: str, idempotency_key: str) -> str:
    """Give a file's id: the same again for the same person, owner and key; else a new one."""
    if not idempotency_key:
        return new_id("doc")
    return f"doc_{fingerprint(f'{by.person_id} {about} {idempotency_key}')[:40]}"


@dataclass(frozen=True, slots=True)
class Sender:
    """Whose upload an arrived object is, by what its form had bound into it."""

    person_id: str
    epoch: int


def read_sender(metadata: Mapping[str, str]) -> Sender:
    """Read whose upload an object is from its metadata; who is not told is the empty text."""
    told = metadata.get(EPOCH_METADATA, "")
    return Sender(metadata.get(BY_METADATA, ""), int(told) if told.isdecimal() else 0)


def sign_announced(key: str, size_bytes: int, content_type: str) -> UploadForm:
    """Sign the form of a file that was picked: its key, its size and its type, all fixed."""
    return _sign(key, size_bytes, {"Content-Type": content_type, "success_action_status": "201"})


def sign_unpicked(key: str, most_bytes: int, *, back_path: str, by: Actor) -> UploadForm:
    """Sign a form for a browser without JavaScript: the type is not bound, the verdict decides.

    S3 sends the browser back to `back_path` of the portal. The file's own name travels as
    metadata, and so does whose upload it is: S3 takes no other.
    """
    portal = load_settings().portal_url.rstrip("/")
    fields = {
        "success_action_redirect": f"{portal}{back_path}",
        "x-amz-meta-name": "${filename}",
        BY_FIELD: by.person_id,
        EPOCH_FIELD: str(by.epoch),
    }
    return _sign(key, most_bytes, fields)


def _sign(key: str, most_bytes: int, fields: dict[str, str]) -> UploadForm:
    """Sign the form: S3 takes no more bytes than were told, which is what the quotas counted."""
    post = sign_post(
        load_settings().uploads_bucket,
        key,
        most_bytes=most_bytes,
        fields=fields,
        expires_s=limits.UPLOAD_POLICY_S,
    )
    expires_at = real_now() + timedelta(seconds=limits.UPLOAD_POLICY_S)
    return UploadForm(post, most_bytes, expires_at)
