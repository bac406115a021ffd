"""Where a file's bytes stand: generated keys, never the user's file name (R10), and S3's own news.

`in/<case>/<slot>/<document>.<extension>` in the uploads bucket; the sealed original and the
served copy stand under `evidence/` and `served/` in the documents bucket.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote_plus

from chalicelib.rows.objects import EVIDENCE, SERVED, UPLOAD
from chalicelib.verdicts.arrival import Arrival
from chalicelib.verdicts.checked import CopyKeys

UNTOLD: Final = "bin"
"""The extension of a key signed before the file was picked."""

SCAN_RESULT: Final = "GuardDuty Malware Protection Object Scan Result"

_PLACE: Final = re.compile(
    UPLOAD.shape(
        case_id=r"[a-z]+_[0-9a-f]{8,64}",
        slot=r"[a-z_]{1,40}",
        document_id=r"doc_[0-9a-f]{8,64}",
        extension=r"pdf|png|jpg|bin",
    )
)
_DOCUMENT_ID: Final = re.compile(r"doc_[0-9a-f]{8,64}")


@dataclass(frozen=True, slots=True)
class Place:
    """What an upload's key says: which file of which slot of which case."""

    case_id: str
    slot: str
    document_id: str


def upload_key(place: Place, extension: str) -> str:
    """Make the key under which a file may be uploaded."""
    return UPLOAD.key(place.case_id, place.slot, place.document_id, extension)


def find_place(key: str) -> Place | None:
    """Read a key back; None when it is none of ours."""
    found = _PLACE.fullmatch(key)
    return Place(found["case_id"], found["slot"], found["document_id"]) if found else None


def is_document_id(text: str) -> bool:
    """Say whether a text has the shape of a document's id."""
    return _DOCUMENT_ID.fullmatch(text) is not None


def copy_keys(place: Place) -> CopyKeys:
    """Make the keys of the sealed original and of the copy that people read."""
    of_the_file = (place.case_id, place.document_id)
    return CopyKeys(evidence=EVIDENCE.key(*of_the_file), served=SERVED.key(*of_the_file))


def list_arrivals(body: Mapping[str, Any]) -> Iterator[Arrival]:
    """List all arrivals of one event (R30): S3's, or the scanner's; S3's test message has none.

    S3's keys come form-encoded and are decoded once, here (R31); EventBridge's come as they
    are. What the scanner's event says it found is not read: a message proves nothing, and the
    object's own tag is asked (R43).
    """
    if body.get("detail-type") == SCAN_RESULT:
        scanned = body["detail"]["s3ObjectDetails"]
        yield Arrival(
            bucket=scanned["bucketName"],
            key=scanned["objectKey"],
            version_id=scanned.get("versionId", ""),
            is_scanned=True,
        )
    for record in body.get("Records", ()):
        stored = record["s3"]
        yield Arrival(
            bucket=stored["bucket"]["name"],
            key=unquote_plus(stored["object"]["key"]),
            version_id=stored["object"].get("versionId", ""),
        )
