"""Take up an upload that was broken off: picking the same file again opens the same document.

A file is the same when the same person picks it in the same slot with the same name and size.
"""

from collections.abc import Iterable

from chalicelib.cases.files.model import CaseFile, FileState


def find_broken_off(files: Iterable[CaseFile], announced: CaseFile) -> CaseFile | None:
    """Find the pending file that is the announced one, whose bytes never came or are on their way."""
    return next(
        (
            one
            for one in files
            if one.state is FileState.PENDING and _picked(one) == _picked(announced)
        ),
        None,
    )


def _picked(file: CaseFile) -> tuple[str, str, str, int]:
    return file.slot, file.created_by, file.file_name, file.size_bytes
