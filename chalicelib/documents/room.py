"""Whether a file may come now, and whether there is room for it: pure, from the dossier alone."""

from collections.abc import Iterable

from chalicelib.cases.files.model import LET_GO
from chalicelib.cases.files.refusals import SlotFull
from chalicelib.documents.refusals import QuotaReached, TooManyAttached, UploadClosed
from chalicelib.dossiers.attached import is_attached, list_own, takes_attached
from chalicelib.dossiers.model import Dossier, Piece, PieceState
from chalicelib.dossiers.pieces import LACKING, latest_pieces
from chalicelib.dossiers.statuses import Status
from chalicelib.dossiers.surplus import surplus_of
from chalicelib.reference.required_pieces import Due, Slot
from chalicelib.verdicts import limits

IN_THE_WAY = LACKING | {PieceState.HELD}
"""States that a newer file of the same slot replaces."""

IN_CHECK = frozenset({PieceState.PENDING, PieceState.HELD})
"""States in which the last word is still to come."""

UNSETTLED = IN_CHECK | {PieceState.REJECTED, PieceState.REFUSED}
"""States in which a draft's file takes a place of its slot until it is taken out."""


def may_upload(dossier: Dossier, slot: Slot) -> bool:
    """Say whether a file may be deposited now in a slot.

    A draft takes any; a sent dossier takes what is refused, asked for, or not handed in yet,
    and several files at once where a slot does, as long as one of them is in check. What
    stands beside the pieces comes at any time once the dossier is sent.
    """
    head = dossier.head
    if is_attached(slot.code):
        return takes_attached(dossier)
    if head.status is Status.DRAFT:
        return True
    if not head.is_open:
        return False
    latest = latest_pieces(dossier).get(slot.code)
    if latest is None:
        return slot.due is not Due.NEVER
    in_check = any(one.state in IN_CHECK for one in dossier.pieces_of(slot.code))
    return latest.state in LACKING or (slot.is_several and in_check)


def require_room(dossier: Dossier, slot: Slot, size_bytes: int, person_id: str = "") -> None:
    """Refuse a file that may not come, or that there is no room for (quotas count every version)."""
    if not may_upload(dossier, slot):
        raise UploadClosed
    if is_attached(slot.code):
        _require_room_beside(dossier, slot, size_bytes, person_id)
        return
    standing = [one for one in dossier.pieces_of(slot.code) if one.state not in IN_THE_WAY]
    if slot.is_several and len(standing) >= slot.most_files:
        raise SlotFull(most=slot.most_files)
    # What was refused in a draft cannot be taken out once it is sent: it takes no place there.
    counted = UNSETTLED if dossier.head.status is Status.DRAFT else IN_CHECK
    unsettled = sum(one.state in counted for one in dossier.pieces_of(slot.code))
    if unsettled >= limits.SLOT_MAX_PENDING:
        raise SlotFull(most=limits.SLOT_MAX_PENDING)
    surplus, surplus_bytes = surplus_of(dossier)
    stored = _total(dossier.pieces) + surplus_bytes
    too_many = len(dossier.pieces) + surplus >= limits.DOSSIER_MAX_FILES
    if too_many or stored + size_bytes > limits.DOSSIER_MAX_BYTES:
        raise quota_reached()


def _require_room_beside(dossier: Dossier, slot: Slot, size_bytes: int, person_id: str) -> None:
    """Refuse a file beside the pieces that there is no room for: it never takes a piece's place.

    What a person has ready for the next message is bounded as the message is.
    """
    own = list_own(dossier, slot.code, person_id)
    if sum(one.state not in LET_GO for one in own) >= slot.most_files:
        raise SlotFull(most=slot.most_files)
    too_many = len(dossier.attached) >= limits.DOSSIER_MAX_ATTACHED_FILES
    if too_many or _total(dossier.attached) + size_bytes > limits.DOSSIER_MAX_ATTACHED_BYTES:
        raise TooManyAttached(
            most_files=limits.DOSSIER_MAX_ATTACHED_FILES,
            most_mb=limits.DOSSIER_MAX_ATTACHED_BYTES // limits.MIB,
        )


def _total(files: Iterable[Piece]) -> int:
    return sum(one.size_bytes for one in files)


def quota_reached() -> QuotaReached:
    """Make the refusal that names all quotas."""
    return QuotaReached(
        most_files=limits.DOSSIER_MAX_FILES,
        most_mb=limits.DOSSIER_MAX_BYTES // limits.MIB,
        most_a_day=limits.USER_DAILY_MAX_FILES,
    )
