"""What a dossier says of its messages: who writes for whom, since when, and with which files."""

from chalicelib.cases.files.model import CaseFile
from chalicelib.dossiers.attached import list_own, takes_attached
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.model import Dossier
from chalicelib.dossiers.sides import AGENTS, INSTALLER
from chalicelib.messages.model import ThreadClosed
from chalicelib.messages.of_kind import Party, Threads
from chalicelib.policy.connection import Connection
from chalicelib.reference.attached_slots import MESSAGE_FILE
from chalicelib.words.translation import _


def list_ready(dossier: Dossier, person_id: str) -> tuple[CaseFile, ...]:
    """List the files that a person deposited for the next message, oldest first; refused ones too."""
    return list_own(dossier, MESSAGE_FILE.code, person_id)


class DossierTakesNone(ThreadClosed):
    """A draft is nobody's but its firm's, and an erased dossier has nobody left to write about."""

    message = _(
        "On ne peut pas écrire sur ce dossier : il n’est pas encore envoyé, ou ses données sont "
        "effacées. Un dossier envoyé garde sa messagerie, même clôturé."
    )


THREADS = Threads(
    parties=(
        Party(INSTALLER, Connection.WRITE_FOR_FIRM, _("Installateur"), by_mail=True),
        Party(AGENTS, Connection.WRITE_FOR_US, _("Nos équipes")),
    ),
    may_write=takes_attached,
    list_ready=list_ready,
    posted=EventKind.MESSAGE_POSTED,
    read=EventKind.MESSAGES_READ,
    closed=DossierTakesNone,
)
