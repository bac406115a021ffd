"""What a dossier says of its messages: who writes for whom, since when, and with which files."""

from chalicelib.cases.files.model import CaseFile
from chalicelib.dossiers.attached import list_own, takes_attached
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.model import Dossier
from chalicelib.messages.of_kind import Threads
from chalicelib.policy.connection import Connection
from chalicelib.reference.attached_slots import MESSAGE_FILE


def list_ready(dossier: Dossier, person_id: str) -> tuple[CaseFile, ...]:
    """List the files that a person deposited for the next message, oldest first; refused ones too."""
    return list_own(dossier, MESSAGE_FILE.code, person_id)


THREADS = Threads(
    for_owner=Connection.WRITE_FOR_FIRM,
    for_us=Connection.WRITE_FOR_US,
    may_write=takes_attached,
    list_ready=list_ready,
    posted=EventKind.MESSAGE_POSTED,
    read=EventKind.MESSAGES_READ,
)
