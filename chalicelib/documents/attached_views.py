"""What people see of the files beside the pieces: their own before they go, and those that went."""

from collections.abc import Collection
from dataclasses import dataclass

from chalicelib.accounts.model import Person
from chalicelib.cases.files.model import LET_GO
from chalicelib.documents.room import may_upload
from chalicelib.documents.slot_views import Guide, guide_to, is_slow, tell_reasons
from chalicelib.dossiers.attached import list_own
from chalicelib.dossiers.labels import PIECE_STATES
from chalicelib.dossiers.model import Dossier, Piece, PieceState
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import can
from chalicelib.reference.attached_slots import ATTACHED_SLOTS
from chalicelib.web.tones import Tone
from chalicelib.words.translation import _, translate

__all__ = ["AttachedFile", "AttachedSlot", "show_own_files", "show_sent_files"]

ATTACHED_READABLE: tuple[str, Tone] = (_("Lisible"), "done")


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """One file as it is shown; `url` is where its copy is read, empty before there is one.

    `may_go` says that it may be sent, `may_check_again` that an agent may have it judged anew.
    """

    document_id: str
    state: str
    label: str
    tone: str
    file_name: str
    size_bytes: int
    pages: int
    reasons: tuple[str, ...]
    url: str
    is_slow: bool
    may_go: bool
    may_check_again: bool


@dataclass(frozen=True, slots=True)
class AttachedSlot:
    """A person's own files that go with what they are writing, and whether one more may come."""

    code: str
    guide: Guide
    files: tuple[AttachedFile, ...]
    is_pending: bool
    may_upload: bool


def show_own_files(dossier: Dossier, code: str, reader: Person) -> AttachedSlot:
    """Show what a person deposited for the next message or request, refused files too."""
    slot = ATTACHED_SLOTS[code]
    own = list_own(dossier, code, reader.user_id)
    ready = [one for one in own if one.state not in LET_GO]
    return AttachedSlot(
        code=code,
        guide=guide_to(slot),
        files=tuple(_show(dossier, one, reader) for one in own),
        is_pending=any(one.state is PieceState.PENDING for one in own),
        may_upload=may_upload(dossier, slot) and len(ready) < slot.most_files,
    )


def show_sent_files(
    dossier: Dossier, document_ids: Collection[str], reader: Person
) -> list[AttachedFile]:
    """Show the files that went with a message or a request, in the order they were sent."""
    found = (dossier.find_piece(one) for one in document_ids)
    return [_show(dossier, one, reader) for one in found if one is not None]


def _show(dossier: Dossier, file: Piece, reader: Person) -> AttachedFile:
    # Nobody reviews what stands beside the pieces: to be read is all that it can become.
    label, tone = ATTACHED_READABLE if file.is_readable else PIECE_STATES[file.state]
    readable = file.is_readable
    held = file.state is PieceState.HELD
    return AttachedFile(
        document_id=file.document_id,
        state=file.state,
        label=translate(label),
        tone=tone,
        file_name=file.file_name,
        size_bytes=file.size_bytes,
        pages=file.pages,
        reasons=tell_reasons(file),
        url=f"/dossiers/{dossier.head.dossier_id}/fichiers/{file.document_id}" if readable else "",
        is_slow=is_slow(file),
        may_go=file.state not in LET_GO,
        may_check_again=held and can(reader, Connection.JUDGE_PIECE),
    )
