"""Which files are given: those that went with a message, or that a row beside the case names. Pure."""

from chalicelib.cases.files.model import CaseFile
from chalicelib.cases.model import CaseLike
from chalicelib.cases.thread import read_thread
from chalicelib.rows.beside import NAMING_FILES


def is_given(case: CaseLike, file: CaseFile) -> bool:
    """Say whether what a file came with is sent: a message, or what a row beside the case asks."""
    if file.document_id in read_thread(case).files:
        return True
    named = (row.get(kind.names_file) for kind in NAMING_FILES for row in kind.among(case.rows))
    return file.document_id in named
