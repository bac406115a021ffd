"""The download header of a file: always an attachment, under a name that breaks nothing (R11)."""

import unicodedata
from urllib.parse import quote

from chalicelib.verdicts.file_name import safe_file_name


def content_disposition(file_name: str) -> str:
    """Write the download header of a file name (RFC 6266): always an attachment.

    The plain name is bare ASCII without quotes; the true one follows, percent-encoded.
    """
    name = safe_file_name(file_name)
    folded = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = "".join(c if c.isalnum() or c in " ._-()" else "_" for c in folded).strip(" .")
    return (
        f"attachment; filename=\"{plain or 'document'}\"; filename*=UTF-8''{quote(name, safe='')}"
    )
