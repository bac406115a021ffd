"""Where the bytes of the library stand: generated keys, never the user's file name (R10).

`library/<item>/<document>.<extension>` in the uploads bucket; copies of accepted versions under
`evidence/library/` and `served/library/` in the documents bucket.
"""

import re
from dataclasses import dataclass
from typing import Final

from chalicelib.rows.objects import LIBRARY_EVIDENCE, LIBRARY_SERVED, LIBRARY_UPLOAD
from chalicelib.verdicts.checked import CopyKeys

UNTOLD: Final = "bin"
"""The extension of a key signed before the file was picked."""

_PLACE: Final = re.compile(
    LIBRARY_UPLOAD.shape(
        item_id=r"lib_[0-9a-f]{8,64}",
        document_id=r"doc_[0-9a-f]{8,64}",
        extension=r"pdf|png|jpg|bin",
    )
)
_ITEM_ID: Final = re.compile(r"lib_[0-9a-f]{8,64}")
_DOCUMENT_ID: Final = re.compile(r"doc_[0-9a-f]{8,64}")


@dataclass(frozen=True, slots=True)
class LibraryPlace:
    """What an upload's key says: which version of which document of the library."""

    item_id: str
    document_id: str


def upload_key(place: LibraryPlace, extension: str) -> str:
    """Make the key under which a version may be uploaded."""
    return LIBRARY_UPLOAD.key(place.item_id, place.document_id, extension)


def find_place(key: str) -> LibraryPlace | None:
    """Read a key back; None when it is none of the library's."""
    found = _PLACE.fullmatch(key)
    return LibraryPlace(found["item_id"], found["document_id"]) if found else None


def is_item_id(text: str) -> bool:
    """Say whether a text has the shape of a document's id in the library."""
    return _ITEM_ID.fullmatch(text) is not None


def is_document_id(text: str) -> bool:
    """Say whether a text has the shape of a version's id."""
    return _DOCUMENT_ID.fullmatch(text) is not None


def copy_keys(place: LibraryPlace) -> CopyKeys:
    """Make the keys of a version's copies, without the extension of its kind."""
    of_the_file = (place.item_id, place.document_id)
    return CopyKeys(
        evidence=LIBRARY_EVIDENCE.key(*of_the_file), served=LIBRARY_SERVED.key(*of_the_file)
    )
