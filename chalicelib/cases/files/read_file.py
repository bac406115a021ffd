"""Sign the short-lived address of a file's served copy, which is all that people ever read of it."""

from chalicelib.aws.bucket import sign_get
from chalicelib.cases.files.model import CaseFile
from chalicelib.cases.files.refusals import NotReadable
from chalicelib.settings import load_settings
from chalicelib.verdicts.disposition import content_disposition
from chalicelib.verdicts.limits import READ_LINK_S


def sign_copy(file: CaseFile) -> str:
    """Sign the very version that the verdict speaks of (R27), under the file's own name (R11).

    Raises NotReadable for a file without a copy that people may read.
    """
    if not file.is_readable:
        raise NotReadable
    return sign_get(
        load_settings().documents_bucket,
        file.served_key,
        version_id=file.served_version,
        disposition=content_disposition(file.file_name),
        content_type=file.content_type,
        expires_s=READ_LINK_S,
    )
